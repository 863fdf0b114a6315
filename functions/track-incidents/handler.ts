import { readFileSync } from 'node:fs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { policyFrom } from '#core/check/alert-settings.ts';
import type { AlertPlan } from '#core/check/alerting.ts';
import { ENV } from '#core/contract.ts';
import { homesOf, type ShardNames } from '#core/incident/homes.ts';
import { requireEnv } from '../runtime/env.ts';
import { dynamoMutes } from './dynamo-mutes.ts';
import { dynamoStore, INCIDENT_CLIENT } from './dynamo-store.ts';
import { isMuteEvent, type MuteAnswer, type MuteEvent, muteChecks } from './mute-checks.ts';
import { type Memory, type TrackIncidentsAnswer, type TrackIncidentsEvent, trackIncidents } from './track-incidents.ts';

/** Written beside the bundle at deployment, out of a checks.yaml that had no fault. */
const PLAN_FILE = new URL('./alerts.json', import.meta.url);

/** The same for the checks of each shard. */
const SHARDS_FILE = new URL('./shards.json', import.meta.url);

const plan = JSON.parse(readFileSync(PLAN_FILE, 'utf8')) as AlertPlan;
const topics = {
  defaultArn: requireEnv(ENV.topicArn),
  arns: new Map(Object.entries(JSON.parse(process.env[ENV.topicArns] ?? '{}') as Record<string, string>)),
};
const shards = JSON.parse(readFileSync(SHARDS_FILE, 'utf8')) as ShardNames;
const client = new DynamoDBClient(INCIDENT_CLIENT);
const mutes = dynamoMutes(client, requireEnv(ENV.incidentTable));
const settings = { plan, topics, memory: memoryIn(requireEnv(ENV.incidentTable)) };
const muting = { store: mutes, names: shards.shards.flatMap(([, names]) => names), now: Date.now };

export const handler = async (event: TrackIncidentsEvent | MuteEvent): Promise<TrackIncidentsAnswer | MuteAnswer> =>
  isMuteEvent(event) ? muteChecks(event, muting) : trackIncidents(event, settings);

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
