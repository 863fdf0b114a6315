import { HEARTBEATS, INCIDENT_TABLE } from '#core/contract.ts';
import { type Beats, NO_BEATS } from '#kinds/heartbeat/beats.ts';
import type { AwsJson } from './aws-json.ts';

/** The key of what is kept of a job, beside the partitions of shards in the incident table. */
export function heartbeatKey(name: string): Readonly<Record<string, { readonly S: string }>> {
  return { [INCIDENT_TABLE.partitionKey]: { S: HEARTBEATS.partition }, [INCIDENT_TABLE.sortKey]: { S: name } };
}

/**
 * What is kept of a job. `since`: an ISO instant, undefined before anybody has looked for it or reported. `version`: that
 * of `beats`, undefined before the first report.
 */
type HeartbeatItem = {
  readonly since: string | undefined;
  readonly version: string | undefined;
  readonly beats: Beats;
};

/** An item of DynamoDB as it travels. */
type Item = Readonly<Record<string, { readonly S?: string; readonly N?: string }>>;

/** Reads what is kept of a job. Throws what `aws` throws. */
export async function readHeartbeatItem(aws: AwsJson, TableName: string, name: string): Promise<HeartbeatItem> {
  const { Item } = await aws('dynamodb', 'GetItem', { TableName, Key: heartbeatKey(name), ConsistentRead: true });
  const { since, version, beats } = (Item ?? {}) as Item;
  return {
    since: since?.S,
    version: version?.N,
    beats: beats?.S === undefined ? NO_BEATS : (JSON.parse(beats.S) as Beats),
  };
}
