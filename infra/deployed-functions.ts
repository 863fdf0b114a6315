import { folderOf, stateOf } from '#core/check/kind-names.ts';
import { CHECKER_LAMBDA_TIMEOUT_S } from '#core/contract.ts';
import { PAGE_MEMORY_MB } from '#core/cost/page-usage.ts';
import { KIND_NAMES } from '#kinds/settings.ts';

/** One Lambda function: the state it answers, its folder under functions/, and how long it may take. */
export type DeployedFunction = {
  /** The state's name, which is the construct's id and, with `Arn`, the placeholder in the definition. */
  readonly state: string;
  readonly folder: string;
  readonly timeoutSeconds: number;
  /** @default 256 */
  readonly memoryMb?: number;
};

/** One checker a kind, in the order of the registry. */
export const CHECKERS: readonly (DeployedFunction & { readonly kind: string })[] = KIND_NAMES.map((kind) => ({
  kind,
  state: stateOf(kind),
  folder: folderOf(kind),
  timeoutSeconds: CHECKER_LAMBDA_TIMEOUT_S,
}));

// Each ends 5 s before its state's TimeoutSeconds, so that the execution shows the function's own error.
export const PREPARE_CHECKS: DeployedFunction = {
  state: 'PrepareChecks',
  folder: 'prepare-checks',
  timeoutSeconds: 25,
};
export const TRACK_INCIDENTS: DeployedFunction = {
  state: 'TrackIncidents',
  folder: 'track-incidents',
  timeoutSeconds: 55,
};
/** No state of the workflow: it is there where a list has heartbeats, and is called by jobs. */
export const RECEIVE_HEARTBEAT: DeployedFunction = {
  state: 'ReceiveHeartbeat',
  folder: 'receive-heartbeat',
  timeoutSeconds: 10,
};
export const PUBLISH_METRICS: DeployedFunction = {
  state: 'PublishMetrics',
  folder: 'publish-metrics',
  timeoutSeconds: 55,
};
/** No state either: it is there where a list has a status page, and is called by a schedule. */
export const RENDER_PAGE: DeployedFunction = {
  state: 'RenderPage',
  folder: 'render-page',
  timeoutSeconds: 240,
  memoryMb: PAGE_MEMORY_MB,
};
