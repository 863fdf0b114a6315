import { inflateRawSync } from 'node:zlib';
import { HISTORY_TABLE } from '#core/contract.ts';
import { type CheckWords, type PackedRun, unpacked } from '#core/history/packed.ts';
import type { RunHistory } from '#core/history/run-history.ts';
import type { AwsJson } from '../runtime/aws-json.ts';

/** Runs that are kept one by one. Each throws what `aws` throws. */
export type Runs = {
  /** Those of a shard that began at `from` or later, and before `until`; milliseconds; the earliest first. */
  between(shard: string, from: number, until: number): Promise<readonly RunHistory[]>;
  /** The latest of a shard, the earliest first. */
  latest(shard: string, count: number): Promise<readonly RunHistory[]>;
  /** When the first of a shard began, milliseconds; null where it has none. */
  earliest(shard: string): Promise<number | null>;
};

/** `wordsOf`: as in unpacked. */
export function dynamoRuns(aws: AwsJson, TableName: string, wordsOf: (name: string) => CheckWords | null): Runs {
  const { partitionKey, sortKey } = HISTORY_TABLE;
  const query = async (condition: string, values: object, more: object = {}) => {
    const found: RunHistory[] = [];
    let ExclusiveStartKey: unknown;
    do {
      const answer = await aws('dynamodb', 'Query', {
        TableName,
        KeyConditionExpression: `#shard = :shard${condition}`,
        ExpressionAttributeNames: { '#shard': partitionKey, ...(condition !== '' && { '#run': sortKey }) },
        ExpressionAttributeValues: values,
        ...(ExclusiveStartKey !== undefined && { ExclusiveStartKey }),
        ...more,
      });
      found.push(...itemsIn(answer).flatMap((item) => runIn(item, wordsOf) ?? []));
      ExclusiveStartKey = 'Limit' in more ? undefined : answer['LastEvaluatedKey'];
    } while (ExclusiveStartKey !== undefined);
    return found;
  };
  return {
    between: (shard, from, until) =>
      query(' AND #run BETWEEN :from AND :until', {
        ':shard': { S: shard },
        ':from': { S: new Date(from).toISOString() },
        // A run's key goes on behind its start, so that none which begins at `until` is before it.
        ':until': { S: new Date(until).toISOString() },
      }),
    async latest(shard, Limit) {
      const found = await query('', { ':shard': { S: shard } }, { ScanIndexForward: false, Limit });
      return found.toReversed();
    },
    async earliest(shard) {
      const [first] = await query('', { ':shard': { S: shard } }, { Limit: 1 });
      return first === undefined ? null : Date.parse(first.run.startedAt);
    },
  };
}

type Item = Readonly<Record<string, { readonly B?: string }>>;

const itemsIn = ({ Items }: Readonly<Record<string, unknown>>): readonly Item[] => (Items ?? []) as readonly Item[];

function runIn(item: Item, wordsOf: (name: string) => CheckWords | null): RunHistory | null {
  const bytes = Buffer.from(item[HISTORY_TABLE.packed]?.B ?? '', 'base64');
  return unpacked(JSON.parse(inflateRawSync(bytes).toString()) as PackedRun, wordsOf);
}
