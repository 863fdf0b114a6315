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
import { type Homes, SHARED_HOME } from '#core/incident/homes.ts';
import type { CheckState, RunStamp } from '#core/incident/state.ts';
import type { Change, IncidentStore, Saved } from '#core/incident/store.ts';
import { isListed } from '#core/incident/unlisted.ts';
import { type Item, sweep } from './dynamo-sweep.ts';

// Only checks in trouble have an item, and a shard's are in one partition: a Query gives just those, for one read unit a
// run as long as all is well. A partition takes 3,000 reads and 1,000 writes a second, however many shards there are.

/** How often an instance of the function looks whether all is in its place; its first run does always. */
const SWEEP_EVERY_MS = 10 * 60_000;

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

/** `settleMs`: how long a check that is well again is kept. `now`: milliseconds. */
export type DynamoSettings = {
  readonly table: string;
  readonly settleMs: number;
  readonly homes: Homes;
  readonly now: () => number;
};

/** Incidents in a DynamoDB table. Throws what the client throws. */
export function dynamoStore(client: DynamoDBClient, settings: DynamoSettings): IncidentStore {
  const { table, homes, now } = settings;
  let sweptAt = Number.NEGATIVE_INFINITY;
  const sweepIfDue = async (first: ReadonlySet<string>) => {
    if (now() - sweptAt < SWEEP_EVERY_MS) return;
    const isFirst = sweptAt === Number.NEGATIVE_INFINITY;
    const swept = sweep(client, { table, homeOf: homes.of, first });
    // Without the first, incidents might not be found; a later one may wait.
    if (await (isFirst ? swept : swept.catch(() => false))) sweptAt = now();
  };
  return {
    async load(names) {
      await sweepIfDue(new Set(names));
      return load(client, settings, names);
    },
    save: (changes) => save(client, settings, changes),
  };
}

async function load(client: DynamoDBClient, { table, homes }: DynamoSettings, names: readonly string[]) {
  const asked = new Set(names);
  const partitions = new Set([SHARED_HOME, ...names.map(homes.of)]);
  const pages = await Promise.all([...partitions].map((partition) => itemsOf(client, table, partition)));
  const states = pages.flat().map(({ state }) => JSON.parse(state?.S ?? '') as CheckState);
  const isWanted = (state: CheckState) =>
    asked.has(state.name) || isCertificate(state.name) || !isListed(state, homes.listed);
  return new Map(states.filter(isWanted).map((state) => [state.name, state]));
}

async function itemsOf(client: DynamoDBClient, table: string, partition: string): Promise<readonly Item[]> {
  const pages = paginateQuery(
    { client },
    {
      TableName: table,
      ConsistentRead: true,
      KeyConditionExpression: '#memory = :partition',
      ExpressionAttributeNames: { '#memory': INCIDENT_TABLE.partitionKey },
      ExpressionAttributeValues: { ':partition': { S: partition } },
    },
  );
  const items: Item[] = [];
  for await (const { Items = [] } of pages) items.push(...Items);
  return items;
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

async function send(client: DynamoDBClient, settings: DynamoSettings, change: Change): Promise<void> {
  const { table, settleMs, homes } = settings;
  const { name, before, after } = change;
  const key = { [INCIDENT_TABLE.partitionKey]: { S: homes.of(name) }, [INCIDENT_TABLE.sortKey]: { S: name } };
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
