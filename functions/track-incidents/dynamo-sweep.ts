import {
  type AttributeValue,
  type DynamoDBClient,
  paginateScan,
  TransactionCanceledException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { INCIDENT_TABLE } from '#core/contract.ts';
import type { CheckState } from '#core/incident/state.ts';

/** An update of the list moves checks to other shards; what was remembered of them follows here. */

export type Item = Record<string, AttributeValue>;

/** As many as a run has checks: what is left is for the next one, or for the run whose checks they are. */
const MOST_MOVES = 100;
const MOVES_AT_ONCE = 16;

/** `first`: names to move before others. `homeOf`: where what is remembered of a name belongs. */
export type Sweep = {
  readonly table: string;
  readonly homeOf: (name: string) => string;
  readonly first: ReadonlySet<string>;
};

/**
 * Reads the whole table, which holds only what is in trouble, and moves home what is elsewhere: each in a transaction, so
 * that no state is in two places or in none. Answers whether all is at home now. Throws what the client throws.
 */
export async function sweep(client: DynamoDBClient, { table, homeOf, first }: Sweep): Promise<boolean> {
  const items = await allOf(client, table);
  const strays = items.filter((item) => partitionOf(item) !== homeOf(nameOf(item)));
  const atHome = new Map(items.flatMap((item) => (strays.includes(item) ? [] : [[nameOf(item), item] as const])));
  const inOrder = strays.toSorted((a, b) => Number(first.has(nameOf(b))) - Number(first.has(nameOf(a))));
  const rest = inOrder.slice(0, MOST_MOVES);
  let isClean = strays.length <= MOST_MOVES;
  const work = async () => {
    for (let stray = rest.shift(); stray !== undefined; stray = rest.shift()) {
      const name = nameOf(stray);
      const moved = await send(client, moveOf(table, stray, homeOf(name), atHome.get(name)));
      isClean &&= moved;
    }
  };
  await Promise.all(Array.from({ length: MOVES_AT_ONCE }, work));
  return isClean;
}

async function allOf(client: DynamoDBClient, TableName: string): Promise<readonly Item[]> {
  const items: Item[] = [];
  for await (const page of paginateScan({ client }, { TableName, ConsistentRead: true })) {
    items.push(...(page.Items ?? []));
  }
  return items.filter((item) => nameOf(item) !== '' && item['state']?.S !== undefined);
}

/**
 * Of two states of one check an open incident goes before one that is not, for it was reported and somebody waits for its end;
 * else what is at home stays.
 */
function moveOf(table: string, stray: Item, home: string, atHome: Item | undefined): TransactWriteItem[] {
  const gone = { Delete: { TableName: table, Key: keyOf(stray), ...stillIs(stray) } };
  if (atHome !== undefined && (isOpen(atHome) || !isOpen(stray))) return [gone];
  const still = atHome === undefined ? { ConditionExpression: 'attribute_not_exists(runId)' } : stillIs(atHome);
  const moved = { ...stray, [INCIDENT_TABLE.partitionKey]: { S: home } };
  return [{ Put: { TableName: table, Item: moved, ...still } }, gone];
}

/** Whether it went through; where somebody else was there first, the next sweep looks again. */
async function send(client: DynamoDBClient, TransactItems: TransactWriteItem[]): Promise<boolean> {
  try {
    await client.send(new TransactWriteItemsCommand({ TransactItems }));
    return true;
  } catch (error) {
    if (error instanceof TransactionCanceledException) return false;
    throw error;
  }
}

function isOpen({ state }: Item): boolean {
  const { target, fault } = JSON.parse(state?.S ?? '') as CheckState;
  return [target, fault].some((track) => track !== null && track.openedAt !== null);
}

function stillIs({ startedAt = { S: '' }, runId = { S: '' } }: Item) {
  return {
    ConditionExpression: 'startedAt = :startedAt AND runId = :runId',
    ExpressionAttributeValues: { ':startedAt': startedAt, ':runId': runId },
  };
}

const nameOf = (item: Item): string => item[INCIDENT_TABLE.sortKey]?.S ?? '';
const partitionOf = (item: Item): string => item[INCIDENT_TABLE.partitionKey]?.S ?? '';

function keyOf(item: Item): Item {
  const { partitionKey, sortKey } = INCIDENT_TABLE;
  return { [partitionKey]: { S: partitionOf(item) }, [sortKey]: { S: nameOf(item) } };
}
