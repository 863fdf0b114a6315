import { readFileSync } from 'node:fs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { policyFrom } from '#core/check/alert-settings.ts';
import type { AlertPlan } from '#core/check/alerting.ts';
import { ENV } from '#core/contract.ts';
import { homesOf, type ShardNames } from '#core/incident/homes.ts';
import { requireEnv } from '../runtime/env.ts';
import { dynamoStore, INCIDENT_CLIENT } from './dynamo-store.ts';
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
const settings = { plan, topics, memory: memoryIn(requireEnv(ENV.incidentTable)) };

export const handler = async (event: TrackIncidentsEvent): Promise<TrackIncidentsAnswer> =>
  trackIncidents(event, settings);

function memoryIn(table: string): Memory {
  const settleMs = Number(requireEnv(ENV.settleMs));
  const alertSettings = new Map(plan.checks);
  const homes = homesOf(JSON.parse(readFileSync(SHARDS_FILE, 'utf8')) as ShardNames);
  return {
    store: dynamoStore(new DynamoDBClient(INCIDENT_CLIENT), { table, settleMs, homes, now: Date.now }),
    settleMs,
    listed: homes.listed,
    policyOf: (name) => policyFrom(alertSettings.get(name)),
    now: Date.now,
    onTrouble: (trouble) => process.stderr.write(`incidents are told without memory: ${String(trouble)}\n`),
  };
}
