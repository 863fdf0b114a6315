import { readFileSync } from 'node:fs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { policyFrom } from '#core/check/alert-settings.ts';
import type { AlertPlan } from '#core/check/alerting.ts';
import { ENV, METRIC_NAMESPACE } from '#core/contract.ts';
import { homesOf, type ShardNames } from '#core/incident/homes.ts';
import type { IncidentEvent } from '#core/report/incident-events.ts';
import { requireEnv } from '../runtime/env.ts';
import { dynamoMutes } from './dynamo-mutes.ts';
import { dynamoStore, INCIDENT_CLIENT } from './dynamo-store.ts';
import { isMuteEvent, type MuteAnswer, type MuteEvent, muteChecks } from './mute-checks.ts';
import { isStatusEvent, type StatusAnswer, type StatusEvent, statusNow } from './status.ts';
import {
  type KeptRun,
  type Memory,
  type TrackIncidentsAnswer,
  type TrackIncidentsEvent,
  trackIncidents,
} from './track-incidents.ts';

/** Written beside the bundle at deployment, out of a checks.yaml that had no fault. */
const PLAN_FILE = new URL('./alerts.json', import.meta.url);

/** The same for the checks of each shard. */
const SHARDS_FILE = new URL('./shards.json', import.meta.url);

const plan = JSON.parse(readFileSync(PLAN_FILE, 'utf8')) as AlertPlan;
const topics = {
  defaultArn: requireEnv(ENV.topicArn),
  chatArn: process.env[ENV.chatTopicArn],
  arns: new Map(Object.entries(JSON.parse(process.env[ENV.topicArns] ?? '{}') as Record<string, string>)),
};
const shards = JSON.parse(readFileSync(SHARDS_FILE, 'utf8')) as ShardNames;
const client = new DynamoDBClient(INCIDENT_CLIENT);
const mutes = dynamoMutes(client, requireEnv(ENV.incidentTable));
const bus = process.env[ENV.eventBus];
const historyTable = process.env[ENV.historyTable];
const settings = {
  plan,
  topics,
  memory: memoryIn(requireEnv(ENV.incidentTable)),
  ...(bus !== undefined && { sendEvents: (events: readonly IncidentEvent[]) => sendTo(bus, events) }),
  ...(historyTable !== undefined && { keepHistory: (history: KeptRun) => keepIn(historyTable, history) }),
};
const muting = { store: mutes, names: shards.shards.flatMap(({ checks }) => checks), now: Date.now };

export const handler = async (
  event: TrackIncidentsEvent | MuteEvent | StatusEvent,
): Promise<TrackIncidentsAnswer | MuteAnswer | StatusAnswer> => {
  if (isMuteEvent(event)) return muteChecks(event, muting);
  if (isStatusEvent(event)) {
    const remembered = await statusNow({ store: settings.memory.store, mutes, plan, shards, now: Date.now });
    return { ...remembered, namespace: process.env[ENV.namespace] ?? METRIC_NAMESPACE };
  }
  return trackIncidents(event, settings);
};

/** An event that the bus did not take is logged whole: the alert goes its own way. */
async function sendTo(name: string, events: readonly IncidentEvent[]): Promise<void> {
  const region = requireEnv('AWS_REGION');
  const credentials = {
    accessKeyId: requireEnv('AWS_ACCESS_KEY_ID'),
    secretAccessKey: requireEnv('AWS_SECRET_ACCESS_KEY'),
    sessionToken: process.env['AWS_SESSION_TOKEN'],
  };
  const endpoint = process.env['AWS_ENDPOINT_URL_EVENTBRIDGE'] ?? process.env['AWS_ENDPOINT_URL'];
  try {
    const { putEvents } = await import('./put-events.ts');
    const failed = await putEvents(events, { bus: name, region, endpoint, credentials });
    if (failed > 0) throw new Error(`${failed} of ${events.length} were refused`);
  } catch (error) {
    process.stderr.write(`events were not sent: ${String(error)}: ${JSON.stringify(events)}\n`);
  }
}

/** The page does without a run that could not be kept: alerts go before. */
async function keepIn(table: string, history: KeptRun): Promise<void> {
  try {
    const { keepRun } = await import('./keep-run.ts');
    await keepRun(client, table, history);
  } catch (error) {
    process.stderr.write(`the run is not kept for the status page: ${String(error)}\n`);
  }
}

function memoryIn(table: string): Memory {
  const settleMs = Number(requireEnv(ENV.settleMs));
  const alertSettings = new Map(plan.checks);
  const homes = homesOf(shards);
  return {
    mutes,
    store: dynamoStore(client, { table, settleMs, homes, now: Date.now }),
    settleMs,
    listed: homes.listed,
    policyOf: (name) => policyFrom(alertSettings.get(name)),
    now: Date.now,
    onTrouble: (trouble) => process.stderr.write(`incidents are told without memory: ${String(trouble)}\n`),
  };
}
