import {
  type AttributeValue,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  type DynamoDBClientConfig,
  PutItemCommand,
  paginateQuery,
} from '@aws-sdk/client-dynamodb';
import { INCIDENT_TABLE } from '#core/contract.ts';
import { isCertificate } from '#core/incident/certificates.ts';
import { expiryOf } from '#core/incident/expiry.ts';
import type { CheckState, RunStamp } from '#core/incident/state.ts';
import type { Change, IncidentStore, Saved } from '#core/incident/store.ts';

// All items stand in one partition, because only checks in trouble have one: a Query gives just those, for one read unit
// a run, whichever shard or person runs the check. A partition takes 1,000 writes a second, ten shards all NG.
const PARTITION: AttributeValue = { S: 'incidents' };

// Enough to write a full shard in some 100 ms.
const WRITES_AT_ONCE = 16;

/**
 * For the client: a table that does not answer must leave the function time to alert without it, at the very worst
 * 3 tries of 3 s for the read.
 */
export const INCIDENT_CLIENT: DynamoDBClientConfig = {
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 1_000, requestTimeout: 2_000, throwOnRequestTimeout: true },
};

/** `settleMs`: how long a check that is well again is kept. */
export type DynamoSettings = { readonly table: string; readonly settleMs: number };

/** Incidents in a DynamoDB table. Throws what the client throws. */
export function dynamoStore(client: DynamoDBClient, settings: DynamoSettings): IncidentStore {
  return {
    load: (names) => load(client, settings.table, new Set(names)),
    save: (changes) => save(client, settings, changes),
  };
}

async function load(client: DynamoDBClient, table: string, names: ReadonlySet<string>) {
  const states = new Map<string, CheckState>();
  const pages = paginateQuery(
    { client },
    {
      TableName: table,
      ConsistentRead: true,
      KeyConditionExpression: '#memory = :incidents',
      ExpressionAttributeNames: { '#memory': INCIDENT_TABLE.partitionKey },
      ExpressionAttributeValues: { ':incidents': PARTITION },
    },
  );
  for await (const { Items = [] } of pages) {
    for (const { name, state } of Items) {
      if (name?.S === undefined || !(names.has(name.S) || isCertificate(name.S))) continue;
      states.set(name.S, JSON.parse(state?.S ?? '') as CheckState);
    }
  }
  return states;
}

/**
 * Each worker gives up at its first fault: one item that cannot be written holds no other up, and a table that cannot be
 * reached is not tried with all of them.
 */
async function save(client: DynamoDBClient, settings: DynamoSettings, changes: readonly Change[]): Promise<Saved> {
  const rest = [...changes];
  const conflicts: string[] = [];
  const failed: string[] = [];
  let trouble: unknown;
  const work = async () => {
    for (let change = rest.shift(); change !== undefined; change = rest.shift()) {
      try {
        if (!(await write(client, settings, change))) conflicts.push(change.name);
      } catch (error) {
        trouble ??= error;
        failed.push(change.name);
        return;
      }
    }
  };
  await Promise.all(Array.from({ length: WRITES_AT_ONCE }, work));
  const names = [...failed, ...rest.map(({ name }) => name)];
  return names.length === 0 ? { conflicts } : { conflicts, failed: { names, trouble } };
}

/** Whether the change still held. */
async function write(client: DynamoDBClient, settings: DynamoSettings, change: Change): Promise<boolean> {
  try {
    await send(client, settings, change);
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}

async function send(client: DynamoDBClient, { table, settleMs }: DynamoSettings, change: Change): Promise<void> {
  const { name, before, after } = change;
  const key = { [INCIDENT_TABLE.partitionKey]: PARTITION, [INCIDENT_TABLE.sortKey]: { S: name } };
  if (after !== null) {
    const item = { ...key, ...itemOf(after, settleMs) };
    await client.send(new PutItemCommand({ TableName: table, Item: item, ...stillIs(before) }));
  } else if (before !== null) {
    await client.send(new DeleteItemCommand({ TableName: table, Key: key, ...stillIs(before) }));
  }
}

function itemOf(state: CheckState, settleMs: number): Record<string, AttributeValue> {
  return {
    startedAt: { S: state.lastRun.startedAt },
    runId: { S: state.lastRun.id },
    [INCIDENT_TABLE.timeToLive]: { N: String(Math.ceil(expiryOf(state, settleMs) / 1000)) },
    state: { S: JSON.stringify(state) },
  };
}

function stillIs(before: RunStamp | null) {
  if (before === null) return { ConditionExpression: 'attribute_not_exists(runId)' };
  return {
    ConditionExpression: 'startedAt = :startedAt AND runId = :runId',
    ExpressionAttributeValues: { ':startedAt': { S: before.startedAt }, ':runId': { S: before.id } },
  };
}
