import { deflateRawSync } from 'node:zlib';
import { ConditionalCheckFailedException, type DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { HISTORY_TABLE, MANUAL_SHARD, RAW_HISTORY_DAYS } from '#core/contract.ts';
import { packings } from '#core/history/packed.ts';
import type { KeptRun } from './track-incidents.ts';

/** An item of DynamoDB is 400 KiB at most, with its keys. */
const MOST_BYTES = 380 * 1024;
/** The run's alerts wait for this. */
const DEADLINE_MS = 1_500;

/**
 * Keeps a run as one item for RAW_HISTORY_DAYS. The same run again, by a retry or a redrive, takes the place of what is there;
 * where its transitions are out already, only nothing is taken the place of. Throws what the client throws.
 */
export async function keepRun(
  client: DynamoDBClient,
  TableName: string,
  kept: KeptRun,
  deadlineMs = DEADLINE_MS,
): Promise<void> {
  const { partitionKey, sortKey, timeToLive, packed } = HISTORY_TABLE;
  const expiry = Math.ceil(Date.parse(kept.run.startedAt) / 1000) + RAW_HISTORY_DAYS * 86_400;
  const put = new PutItemCommand({
    TableName,
    Item: {
      [partitionKey]: { S: kept.shard ?? MANUAL_SHARD },
      [sortKey]: { S: `${new Date(kept.run.startedAt).toISOString()} ${kept.run.id}` },
      [timeToLive]: { N: String(expiry) },
      [packed]: { B: deflated(kept) },
    },
    ...(!kept.isFirst && {
      ConditionExpression: 'attribute_not_exists(#shard)',
      ExpressionAttributeNames: { '#shard': partitionKey },
    }),
  });
  try {
    await client.send(put, { abortSignal: AbortSignal.timeout(deadlineMs) });
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}

/** The fullest packing that fits into an item. */
function deflated(kept: KeptRun): Uint8Array {
  for (const packing of packings(kept)) {
    const bytes = deflateRawSync(JSON.stringify(packing));
    if (bytes.length <= MOST_BYTES) return bytes;
  }
  throw new RangeError(`${kept.verdicts.length} verdicts do not fit into an item`);
}
