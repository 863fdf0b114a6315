import { HEARTBEATS, INCIDENT_TABLE } from '#core/contract.ts';

/** The key of what is kept of a job, beside the partitions of shards in the incident table. */
export function heartbeatKey(name: string): Readonly<Record<string, { readonly S: string }>> {
  return { [INCIDENT_TABLE.partitionKey]: { S: HEARTBEATS.partition }, [INCIDENT_TABLE.sortKey]: { S: name } };
}

/** An item of DynamoDB as it travels. */
export type Item = Readonly<Record<string, { readonly S?: string; readonly N?: string }>>;
