import { deflateRawSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { packed } from '#core/history/packed.ts';
import { dynamoRuns } from '#functions/render-page/runs.ts';
import { okVerdict } from '../../local/checks.ts';

const itemOf = (id: string, minute: number) => {
  const run = { id, startedAt: `2026-11-26T10:0${minute}:00.000Z` };
  const history = { run, verdicts: [okVerdict('a'), okVerdict('gone')], transitions: [] };
  return { packed: { B: deflateRawSync(JSON.stringify(packed(history))).toString('base64') } };
};
const wordsOf = (name: string) => (name === 'gone' ? null : { kind: 'http', tags: [] });

/** Runs out of a table that answers so, and what was asked. */
function table(...answers: readonly object[]) {
  const asked: Record<string, unknown>[] = [];
  const rest = [...answers];
  const runs = dynamoRuns(
    async (_, action, body) => {
      asked.push({ action, ...body });
      return (rest.shift() ?? {}) as Record<string, unknown>;
    },
    'history',
    wordsOf,
  );
  return { runs, asked };
}

it('reads the runs of a shard from an instant up to another, all pages of them', async () => {
  const { runs, asked } = table(
    { Items: [itemOf('one', 0)], LastEvaluatedKey: { run: { S: 'x' } } },
    { Items: [itemOf('two', 1)] },
  );
  const found = await runs.between('1m-0', Date.parse('2026-11-26T10:00:00Z'), Date.parse('2026-11-26T11:00:00Z'));
  expect(found.map(({ run, verdicts }) => [run.id, ...verdicts.map(({ name }) => name)])).toEqual([
    ['one', 'a'],
    ['two', 'a'],
  ]);
  expect(asked).toMatchObject([
    {
      action: 'Query',
      TableName: 'history',
      KeyConditionExpression: '#shard = :shard AND #run BETWEEN :from AND :until',
      ExpressionAttributeNames: { '#shard': 'shard', '#run': 'run' },
      ExpressionAttributeValues: {
        ':shard': { S: '1m-0' },
        ':from': { S: '2026-11-26T10:00:00.000Z' },
        ':until': { S: '2026-11-26T11:00:00.000Z' },
      },
    },
    { ExclusiveStartKey: { run: { S: 'x' } } },
  ]);
});

it('reads the latest of a shard, as many as are asked for, the earliest first', async () => {
  const { runs, asked } = table({ Items: [itemOf('two', 1), itemOf('one', 0)], LastEvaluatedKey: { run: { S: 'x' } } });
  expect((await runs.latest('1d-0', 2)).map(({ run }) => run.id)).toEqual(['one', 'two']);
  expect(asked).toHaveLength(1);
  expect(asked[0]).toMatchObject({ ScanIndexForward: false, Limit: 2 });
});

it('says when the first of a shard began, and when there is none', async () => {
  expect(await table({ Items: [itemOf('one', 3)] }).runs.earliest('1m-0')).toBe(Date.parse('2026-11-26T10:03:00Z'));
  expect(await table({ Items: [] }).runs.earliest('1m-0')).toBeNull();
});
