import {
  deleteFunction,
  deleteTable,
  deleteTopic,
  makeTopicAgain,
  replaceCode,
  setVariables,
  shorten,
} from './damage.ts';
import type { Deployment } from './deployment.ts';
import type { Outcome } from './fault-table.ts';
import { makeIncidentTable } from './incident-table.ts';

/** Two of each kind, one of them OK and one NG; the list says that every NG is told. */
export const CHECKS = ['health', 'port', 'payments-api', 'port-closed'];
const NOBODY_LISTENS = 'http://127.0.0.1:1';

export const AS_USUAL: Outcome = {
  execution: 'SUCCEEDED',
  alert: 'NG 2 of 4: payments-api, port-closed',
  metrics: '2 OK, 2 NG, 0 faults',
  memory: 'payments-api, port-closed',
};

/** CheckTcp is broken, whichever way: its own checks are faults, those of CheckHttp are as ever. */
const NO_TCP: Outcome = {
  execution: 'SUCCEEDED',
  alert: 'NG 1 of 4: payments-api; could not check 2 of 4: port, port-closed',
  metrics: '1 OK, 1 NG, 2 faults',
  memory: 'payments-api, port, port-closed',
};

const NO_TRACKER: Outcome = {
  ...AS_USUAL,
  execution: 'FAILED RangeError',
  alert: "[Rollcall] this run's verdicts could not be tracked",
  memory: 'kept for a redrive',
};

/** How something breaks, and all that comes of it. */
export type Fault = {
  readonly name: string;
  readonly breakIt: (deployment: Deployment) => Promise<void>;
  readonly wanted: Outcome;
  /** In the execution's cause. @default nothing more than its error */
  readonly cause?: string;
  /** Sets right what broke, for a redrive. @default - nothing is redriven */
  readonly repair?: (deployment: Deployment) => Promise<void>;
};

const throwing = (error: string) => `export const handler = async () => { throw new ${error}; };`;
const withCode = (state: string, text: string) => (on: Deployment) => replaceCode(on, state, text);
const gone = (state: string) => (on: Deployment) => deleteFunction(on, state);
const NO_FUNCTION = 'FAILED Lambda.ResourceNotFoundException';

export const FAULTS: readonly Fault[] = [
  { name: 'none', breakIt: async () => {}, wanted: AS_USUAL },
  {
    name: 'topic deleted',
    breakIt: (on) => deleteTopic(on, on.topicArn),
    wanted: { ...AS_USUAL, execution: 'FAILED SNS.NotFoundException', alert: 'kept for a redrive' },
    repair: (on) => makeTopicAgain(on, on.topicArn),
  },
  {
    name: 'CloudWatch unreachable',
    breakIt: (on) => setVariables(on, 'PublishMetrics', { AWS_ENDPOINT_URL_CLOUDWATCH: NOBODY_LISTENS }),
    wanted: { ...AS_USUAL, execution: 'FAILED Error', metrics: 'kept for a redrive' },
    cause: 'connect ECONNREFUSED 127.0.0.1:1',
    repair: (on) => setVariables(on, 'PublishMetrics', { AWS_ENDPOINT_URL_CLOUDWATCH: undefined }),
  },
  {
    name: 'incident table deleted',
    breakIt: deleteTable,
    wanted: { ...AS_USUAL, execution: 'FAILED ResourceNotFoundException', memory: 'kept for a redrive' },
    repair: ({ clients, tableName }) => makeIncidentTable(clients.dynamo, tableName),
  },
  {
    name: 'incident table unreachable',
    breakIt: (on) => setVariables(on, 'TrackIncidents', { AWS_ENDPOINT_URL_DYNAMODB: NOBODY_LISTENS }),
    wanted: { ...AS_USUAL, execution: 'FAILED Error', memory: 'kept for a redrive' },
    cause: 'connect ECONNREFUSED 127.0.0.1:1',
    repair: (on) => setVariables(on, 'TrackIncidents', { AWS_ENDPOINT_URL_DYNAMODB: undefined }),
  },
  {
    name: 'PrepareChecks deleted',
    breakIt: gone('PrepareChecks'),
    wanted: { execution: NO_FUNCTION, alert: 'none', metrics: 'none', memory: 'none' },
  },
  {
    name: 'CheckHttp deleted',
    breakIt: gone('CheckHttp'),
    wanted: {
      execution: 'SUCCEEDED',
      alert: 'NG 1 of 4: port-closed; could not check 2 of 4: payments-api, health',
      metrics: '1 OK, 1 NG, 2 faults',
      memory: 'health, payments-api, port-closed',
    },
  },
  { name: 'CheckTcp deleted', breakIt: gone('CheckTcp'), wanted: NO_TCP },
  { name: 'CheckTcp throws', breakIt: withCode('CheckTcp', throwing('TypeError("broken")')), wanted: NO_TCP },
  {
    name: 'CheckTcp cannot be loaded',
    breakIt: withCode('CheckTcp', 'import "./not-there.mjs";'),
    wanted: NO_TCP,
  },
  {
    name: 'CheckTcp answers rubbish',
    breakIt: withCode('CheckTcp', 'export const handler = async () => ({ outcome: "OK", healthy: true });'),
    wanted: NO_TCP,
  },
  {
    name: 'CheckTcp answers nothing',
    breakIt: withCode('CheckTcp', 'export const handler = async () => undefined;'),
    wanted: NO_TCP,
  },
  {
    name: 'CheckTcp out of time',
    breakIt: async (on) => {
      await replaceCode(on, 'CheckTcp', 'export const handler = () => new Promise(() => {});');
      await shorten(on, 'CheckTcp', 1);
    },
    wanted: NO_TCP,
  },
  {
    name: 'TrackIncidents throws',
    breakIt: withCode('TrackIncidents', throwing('RangeError("dead")')),
    wanted: NO_TRACKER,
  },
  {
    name: 'TrackIncidents deleted',
    breakIt: gone('TrackIncidents'),
    wanted: { ...NO_TRACKER, execution: NO_FUNCTION },
  },
  {
    name: 'PublishMetrics deleted',
    breakIt: gone('PublishMetrics'),
    wanted: { ...AS_USUAL, execution: NO_FUNCTION, metrics: 'kept for a redrive' },
  },
];

/** The same faults of scheduled runs, which a nested workflow calls. */
export const NESTED_FAULTS: readonly Fault[] = FAULTS.map((fault) => ({ ...fault, name: `${fault.name}, nested` }));
