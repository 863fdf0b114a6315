import { ENV } from '#core/contract.ts';
import { DEFAULT_POLICY } from '#core/incident/policy.ts';
import type { Tracked } from '#core/run/run.ts';
import { requireEnv } from '../runtime/env.ts';
import { type Memory, type TrackIncidentsEvent, trackIncidents } from './track-incidents.ts';

const topicArn = requireEnv(ENV.topicArn);
const table = process.env[ENV.incidentTable];
const settings = table === undefined ? { topicArn } : { topicArn, memory: await memoryIn(table) };

export const handler = async (event: TrackIncidentsEvent): Promise<Tracked> => trackIncidents(event, settings);

/** The client is loaded only where there is a table for it. */
async function memoryIn(tableName: string): Promise<Memory> {
  const { DynamoDBClient } = await import('@aws-sdk/client-dynamodb');
  const { dynamoStore, INCIDENT_CLIENT } = await import('./dynamo-store.ts');
  return {
    store: dynamoStore(new DynamoDBClient(INCIDENT_CLIENT), tableName),
    policyOf: () => DEFAULT_POLICY,
    now: Date.now,
    onTrouble: (trouble) => process.stderr.write(`incidents are told without memory: ${String(trouble)}\n`),
  };
}
