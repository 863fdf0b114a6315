import { RemovalPolicy, Token } from 'aws-cdk-lib';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { settingFaults } from '#checks-file/deploy/deploy.ts';
import type { DeploySettings } from '#core/check/deploy-settings.ts';
import {
  DEFAULT_CONCURRENCY,
  DEFAULT_RETENTION_DAYS,
  DEFAULT_WORKFLOW,
  METRIC_NAMESPACE,
  type WorkflowType,
} from '#core/contract.ts';
import { formatPath } from '#core/settings/fault.ts';

/** The settings with every default that all have filled. */
export type Settings = DeploySettings & {
  readonly workflow: WorkflowType;
  readonly concurrency: number;
  readonly metricNamespace: string;
  readonly logData: boolean;
  readonly allowLoopback: boolean;
  readonly recipeFunctionName: string | false;
  readonly logs: { readonly retention: RetentionDays; readonly removalPolicy: RemovalPolicy };
};

/**
 * What the construct was given goes before what its list says under `deploy`. Throws an Error that tells every fault of
 * it, in the words of checks.yaml.
 */
export function settingsOf(given: DeploySettings, listed: DeploySettings = {}): Settings {
  const isSaid = ([, value]: readonly [string, unknown]) => value !== undefined;
  const said: DeploySettings = { ...listed, ...Object.fromEntries(Object.entries(given).filter(isSaid)) };
  const faults = settingFaults(Object.fromEntries(Object.entries(said).filter(isKnown)));
  if (faults.length > 0)
    throw new Error(faults.map(({ path, message }) => `${formatPath(path)} ${message}`).join('\n'));
  const { retentionDays = DEFAULT_RETENTION_DAYS, removalPolicy = 'destroy' } = said;
  return {
    ...said,
    workflow: said.workflow ?? DEFAULT_WORKFLOW,
    concurrency: said.concurrency ?? DEFAULT_CONCURRENCY,
    // Two lists have shards, and perhaps checks, of the same names: their metrics must not be added up.
    metricNamespace:
      said.metricNamespace ?? (said.name === undefined ? METRIC_NAMESPACE : `${METRIC_NAMESPACE}/${said.name}`),
    logData: said.logData ?? false,
    allowLoopback: said.allowLoopback ?? false,
    recipeFunctionName: said.recipeFunctionName ?? false,
    logs: {
      // its numbers are the days
      retention: retentionDays === 'forever' ? RetentionDays.INFINITE : retentionDays,
      removalPolicy: removalPolicy === 'retain' ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    },
  };
}

/** What a deployment fills in, such as the ARN of another construct, has no form yet. */
function isKnown([, value]: readonly [string, unknown]): boolean {
  return !Token.isUnresolved(JSON.stringify(value));
}
