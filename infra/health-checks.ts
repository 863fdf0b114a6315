import { Stack, Tags, Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { WORKFLOW_FAILED } from '#core/alarm/describe.ts';
import { DEFAULT_TOPIC, planOf } from '#core/check/alerting.ts';
import type { Check } from '#core/check/check.ts';
import type { CheckList } from '#core/check/check-list.ts';
import type { DeploySettings } from '#core/check/deploy-settings.ts';
import { stateOf } from '#core/check/kind-names.ts';
import { type Reference, referencesOf } from '#core/check/references.ts';
import { ENV, HEARTBEATS } from '#core/contract.ts';
import { shardNames } from '#core/incident/homes.ts';
import { settleTime } from '#core/incident/settle-time.ts';
import { pageOfStack } from '#core/page/deployed-page.ts';
import { pagePlan } from '#core/page/page-plan.ts';
import { longestExecution, type Shard, shardsOf } from '#core/run/shards.ts';
import type { HeartbeatCheck } from '#kinds/heartbeat/check.ts';
import { AlertRoutes } from './alert-routes.ts';
import { letRead, variableFaults, variablesFor, warnOfRoom } from './check-references.ts';
import {
  CHECKERS,
  type DeployedFunction,
  PREPARE_CHECKS,
  PUBLISH_METRICS,
  TRACK_INCIDENTS,
} from './deployed-functions.ts';
import { encryptionKey } from './encryption-key.ts';
import { sendEventsTo } from './event-bus.ts';
import { HealthCheckWorkflow } from './health-check-workflow.ts';
import { Heartbeats } from './heartbeats.ts';
import { IncidentTable } from './incident-table.ts';
import { Listeners } from './listeners.ts';
import { warnOfLiterals } from './literals.ts';
import { Monitoring, prefixOf } from './monitoring.ts';
import { letPutMetricData } from './put-metric-data.ts';
import { RecipeFunction } from './recipe-function.ts';
import { Schedules } from './schedules.ts';
import { type Settings, settingsOf } from './settings.ts';
import { StatusPage } from './status-page.ts';
import { tellCost, warn } from './warnings.ts';
import { LIVE } from './workflow-alias.ts';
import { WorkflowFunction, type WorkflowFunctionProps } from './workflow-function.ts';

/** The settings of `deploy:` in checks.yaml; one given here goes before the list's own. */
export type HealthChecksProps = Omit<DeploySettings, 'regions' | 'name' | 'namePrefix'> & {
  /** What is checked, as parseChecks read it or checkList made it. */
  readonly checks: CheckList;
  /**
   * Values for `${env:NAME}`. Whoever may read the template or the function's settings reads them: no place for secrets.
   * @default none, so that a check which names one is a fault
   */
  readonly environment?: Readonly<Record<string, string>>;
};

/** Everything that watches one list of checks: schedules, the workflow, its functions, the topic that it alerts to, alarms. */
export class HealthChecks extends Construct {
  readonly topic: sns.ITopic;
  readonly stateMachine: sfn.StateMachine;
  /** State name to the function that answers it. */
  readonly functions: ReadonlyMap<string, lambda.Function>;
  readonly shards: readonly Shard[];
  readonly schedules: Schedules;
  readonly monitoring: Monitoring;
  /** What jobs report to; null where the list has no heartbeats. */
  readonly heartbeats: Heartbeats | null;
  /** For everybody; null where the list asks for none, or another Region has it. */
  readonly page: StatusPage | null;
  /** With every default filled. */
  readonly settings: Settings;

  private readonly encryptionKey: kms.IKey | undefined;
  private readonly listeners: Listeners;

  constructor(scope: Construct, id: string, { checks: list, environment = {}, ...given }: HealthChecksProps) {
    super(scope, id);
    this.node.addValidation({ validate: () => variableFaults(calledIn(list), environment) });
    const settings = settingsOf(given, list.deploy);
    const { kmsKey, logs, recipeFunctionName: functionName } = settings;
    if (settings.permissionsBoundary !== undefined) {
      iam.PermissionsBoundary.of(this).apply(
        iam.ManagedPolicy.fromManagedPolicyArn(this, 'Boundary', settings.permissionsBoundary),
      );
    }
    const key = kmsKey === undefined ? undefined : encryptionKey(this, 'Key', kmsKey, logs.removalPolicy);
    this.settings = settings;
    this.shards = shardsOf(list.checks, { ...settings, guard: list.guard });
    this.encryptionKey = key;
    const prefix = prefixOf(this);
    this.listeners = new Listeners(this, { settings, prefix, isChatShown: isChatShown(list), encryptionKey: key });
    this.topic = this.listeners.alerts;
    this.functions = new Map(this.workflowFunctions(list, environment));
    const timeoutSeconds = longestExecution(calledIn(list), settings);
    const { stateMachine, targetArn, alias } = new HealthCheckWorkflow(this, 'Workflow', {
      ...settings,
      ...logs,
      failedAlarm: `${prefix}-${WORKFLOW_FAILED}`,
      // Of all resources it alone is not named after its stack. One name for standard and nested: it is the same machine.
      stateMachineName:
        settings.namePrefix === undefined
          ? undefined
          : `${prefix}-${settings.workflow === 'express' ? 'express' : 'standard'}`,
      functions: this.functions,
      topic: this.topic,
      encryptionKey: key,
      timeoutSeconds,
    });
    this.stateMachine = stateMachine;
    const incidents = this.incidentTable(settleTime(timeoutSeconds), key);
    const routed = this.tracking(list, key);
    this.heartbeats = this.listen(calledIn(list), incidents);
    this.schedules = new Schedules(this, 'Schedules', {
      shards: this.shards,
      targetArn,
      stateMachineArn: stateMachine.stateMachineArn,
      qualifier: alias === null ? undefined : LIVE,
      encryptionKey: key,
    });
    this.page = this.statusPage(list);
    if (functionName !== false) {
      new RecipeFunction(this, 'Recipe', {
        functionName,
        environment: { ...LOOK_UPS, ...this.loopback() },
        ...this.checkerSettings(),
      });
    }
    this.monitoring = this.monitored(list, prefix, key);
    this.listeners.complete(this.monitoring.pages, routed);
    const failed = this.monitoring.alarms.byId.get(WORKFLOW_FAILED);
    if (failed !== undefined) alias?.node.addDependency(failed); // an alarm that is not there counts as quiet
    for (const [tag, value] of Object.entries(settings.tags ?? {})) Tags.of(this).add(tag, value);
    warn(this, settings, this.shards, this.monitoring.plan, list.guard);
    warnOfLiterals(this, calledIn(list));
    tellCost(this, list, settings, this.shards);
  }

  private monitored({ checks, guard = [] }: CheckList, prefix: string, encryptionKey: kms.IKey | undefined) {
    const { settings, shards, stateMachine, functions, schedules, topic: alerts, page } = this;
    const renderer = page?.renderer ?? null;
    const { pagesName, deadLetters } = this.listeners;
    const made = { guarded: guard.length > 0, stateMachine, functions, schedules, renderer, alerts, encryptionKey };
    return new Monitoring(this, 'Monitoring', {
      checks,
      shards,
      settings,
      prefix,
      pagesName,
      deadLetters,
      ...made,
    });
  }

  private workflowFunctions(list: CheckList, allowed: Readonly<Record<string, string>>): [string, lambda.Function][] {
    const { concurrency, workflow, metricNamespace, home, logs } = this.settings;
    const topicEnv = this.listeners.environment;
    const metrics = this.workflowFunction(PUBLISH_METRICS, {
      description: 'Writes the verdicts of a run as CloudWatch metrics',
      environment: {
        [ENV.namespace]: metricNamespace,
        [ENV.workflow]: workflow,
        ...(home !== undefined && { [ENV.homeRegion]: home }),
      },
      logs,
    });
    letPutMetricData(metrics[1], metricNamespace);
    return [
      this.workflowFunction(PREPARE_CHECKS, {
        description: 'Validates the execution input and selects the checks of the run',
        environment: { ...topicEnv, [ENV.concurrency]: String(concurrency), [ENV.workflow]: workflow },
        files: { 'checks.json': JSON.stringify(withoutReceivers(list)) },
        logs,
      }),
      ...CHECKERS.map((checker) => {
        // Each may read what the checks of its kind name, and nothing else.
        const checks = calledIn(list).filter(({ kind }) => kind === checker.kind);
        return this.checker(checker, referencesOf(checks), allowed);
      }),
      this.workflowFunction(TRACK_INCIDENTS, {
        description: 'Turns the verdicts of a run into notifications',
        environment: { ...topicEnv, [ENV.namespace]: metricNamespace },
        files: {
          'alerts.json': JSON.stringify(planOf(list)),
          'shards.json': JSON.stringify(shardNames(this.shards, list, concurrency)),
        },
        logs,
      }),
      metrics,
    ];
  }

  private checker(
    deployed: DeployedFunction,
    references: readonly Reference[],
    allowed: Readonly<Record<string, string>>,
  ): [string, lambda.Function] {
    const made = this.workflowFunction(deployed, {
      description: 'Performs one check and answers OK or NG',
      environment: { ...LOOK_UPS, ...this.loopback(), ...variablesFor(references, allowed) },
      reservedConcurrency: this.settings.reservedConcurrency,
      ...this.checkerSettings(),
      // It asks no target, and a VPC may have no way to the table.
      ...(deployed.state === stateOf(HEARTBEATS.kind) && { vpc: undefined }),
    });
    letRead(made[1], references);
    warnOfRoom(this, deployed.state, references);
    return made;
  }

  private incidentTable(settleMs: number, encryptionKey: kms.IKey | undefined): IncidentTable {
    return new IncidentTable(this, 'Incidents', {
      tracker: this.functionOf(TRACK_INCIDENTS.state),
      settleMs,
      encryptionKey,
    });
  }

  private functionOf(state: string): lambda.Function {
    const found = this.functions.get(state);
    if (found === undefined) throw new RangeError(`no function answers ${state}`);
    return found;
  }

  /** What takes the reports of jobs, where there are any. */
  private listen(checks: readonly Check[], incidents: IncidentTable): Heartbeats | null {
    const own = checks.filter(({ kind }) => kind === HEARTBEATS.kind) as HeartbeatCheck[];
    if (own.length === 0) return null;
    incidents.letRead(this.functionOf(stateOf(HEARTBEATS.kind)));
    const { settings, encryptionKey } = this;
    const reserves = settings.reservedConcurrency !== undefined;
    return new Heartbeats(this, 'Heartbeats', { checks: own, incidents, reserves, logs: settings.logs, encryptionKey });
  }

  private statusPage(list: CheckList): StatusPage | null {
    const { settings, shards, schedules, encryptionKey } = this;
    const { region } = Stack.of(this);
    const page = pageOfStack(settings, Token.isUnresolved(region) ? null : region);
    if (page === null) return null;
    const tracker = this.functionOf(TRACK_INCIDENTS.state);
    const plan = JSON.stringify(pagePlan(list, shardNames(shards, list, settings.concurrency)));
    return new StatusPage(this, 'StatusPage', { page, plan, tracker, schedules, logs: settings.logs, encryptionKey });
  }

  /** What TrackIncidents needs beside its code and its table; answers the topics that are made for routes, by name. */
  private tracking({ alerts }: CheckList, key: kms.IKey | undefined): ReadonlyMap<string, sns.ITopic> {
    const tracker = this.functionOf(TRACK_INCIDENTS.state);
    const { stateMachine } = this;
    const { events = false } = this.settings;
    if (events !== false) sendEventsTo(tracker, events);
    const { chat } = this.listeners;
    if (chat !== null) letPublish(stateMachine, chat);
    if (alerts === undefined) return new Map();
    return new AlertRoutes(this, 'Routes', { alerting: alerts, tracker, stateMachine, encryptionKey: key }).topics;
  }

  /** Of each function that reaches targets. */
  private checkerSettings() {
    const { logs, vpc } = this.settings;
    return { logs, vpc, encryptionKey: this.encryptionKey };
  }

  private loopback(): Readonly<Record<string, string>> {
    return this.settings.allowLoopback ? { [ENV.allowLoopback]: 'true' } : {};
  }

  private workflowFunction(
    deployed: DeployedFunction,
    props: Omit<WorkflowFunctionProps, 'deployed'>,
  ): [string, lambda.Function] {
    const { encryptionKey } = this;
    return [deployed.state, new WorkflowFunction(this, deployed.state, { deployed, encryptionKey, ...props }).function];
  }
}

/**
 * Threads of a function that reaches targets; half of them look up names. A look-up outlives the check that gave up on
 * it: by libuv's usual four, two names that hang would make the next checks of the same function wait.
 */
const LOOK_UPS = { UV_THREADPOOL_SIZE: '16' };

/** All that a run may call. */
const calledIn = ({ checks, guard = [] }: CheckList): readonly Check[] => [...checks, ...guard];

/** Whether what goes to the default topic is what chat channels understand. */
function isChatShown({ alerts }: CheckList): boolean {
  return new Map(alerts?.formats).get(DEFAULT_TOPIC) === 'chat';
}

function letPublish({ role }: sfn.StateMachine, { topicArn }: sns.ITopic): void {
  role.addToPrincipalPolicy(new iam.PolicyStatement({ actions: ['sns:Publish'], resources: [topicArn] }));
}

/** Receivers are this machine's, and may hold what nobody on AWS needs to know. */
function withoutReceivers({ checks, guard, alerts }: CheckList): CheckList {
  return { checks, ...(guard && { guard }), ...(alerts && { alerts: { ...alerts, receivers: [] } }) };
}
