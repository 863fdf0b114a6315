import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inflateRawSync } from 'node:zlib';
import { ConditionalCheckFailedException, DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, expect, it } from 'vitest';
import { planOf } from '#core/check/alerting.ts';
import { unpacked } from '#core/history/packed.ts';
import type { Run } from '#core/run/run.ts';
import { keepRun } from '#functions/track-incidents/keep-run.ts';
import { type KeptRun, trackIncidents } from '#functions/track-incidents/track-incidents.ts';
import { ngVerdict, okVerdict } from '../../local/checks.ts';

const table = mockClient(DynamoDBClient);
const client = new DynamoDBClient({ region: 'us-east-1' });
const startedAt = '2026-01-31T09:05:00.000Z';
const run = { id: 'execution-1', startedAt };
const kept: KeptRun = {
  run,
  shard: '1m-0',
  verdicts: [okVerdict('a'), ngVerdict('b')],
  transitions: [],
  isFirst: true,
};

beforeEach(() => table.reset());
const puts = () => table.commandCalls(PutItemCommand).map(({ args }) => args[0].input);

it('keeps a run for seven days, in the order of starts, so that the same run takes the place of itself', async () => {
  await keepRun(client, 'history', kept);
  const [put] = puts();
  expect(put).toMatchObject({
    TableName: 'history',
    Item: {
      shard: { S: '1m-0' },
      run: { S: '2026-01-31T09:05:00.000Z execution-1' },
      expiresAt: { N: String(Date.parse(startedAt) / 1000 + 7 * 86_400) },
    },
  });
  expect(put).not.toHaveProperty('ConditionExpression');
  const bytes = put?.Item?.['packed']?.B ?? new Uint8Array();
  const history = unpacked(JSON.parse(inflateRawSync(bytes).toString()), () => ({ kind: 'http', tags: [] }));
  expect(history?.verdicts.map(({ name, outcome }) => `${name} ${outcome}`)).toEqual(['a OK', 'b NG']);
});

it('keeps what a person started apart from schedules', async () => {
  await keepRun(client, 'history', { ...kept, shard: null });
  expect(puts()[0]?.Item?.['shard']).toEqual({ S: 'manual' });
});

it('takes no other’s place where the transitions are out already', async () => {
  table.on(PutItemCommand).rejects(new ConditionalCheckFailedException({ message: 'no', $metadata: {} }));
  await keepRun(client, 'history', { ...kept, isFirst: false });
  expect(puts()[0]).toMatchObject({ ConditionExpression: 'attribute_not_exists(#shard)' });
});

it('gives a table up that does not answer', async () => {
  table.restore();
  const silent = createServer(() => {}).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const endpoint = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const waiting = new DynamoDBClient({ region: 'us-east-1', endpoint, credentials });
  await expect(keepRun(waiting, 'history', kept, 50)).rejects.toThrow(/abort/i);
  silent.closeAllConnections();
  silent.close();
});

async function heardOf(given: Partial<Run>, mode: 'decide' | 'record' = 'decide'): Promise<KeptRun[]> {
  const heard: KeptRun[] = [];
  const whole = { ...run, trigger: 'schedule', shard: '1m-0', concurrency: 40, region: 'local', ...given } as const;
  const verdicts = [okVerdict('a'), ngVerdict('b')];
  await trackIncidents(
    { run: whole, verdicts, mode },
    {
      plan: planOf({ checks: [] }),
      topics: { defaultArn: 'arn:t', arns: new Map() },
      keepHistory: async (history) => void heard.push(history),
    },
  );
  return heard;
}

it('is given each run without its guards, marked where its transitions are out already', async () => {
  const [decided] = await heardOf({ guards: ['a'] });
  expect(decided).toMatchObject({ run, shard: '1m-0', isFirst: true, transitions: [{ type: 'once', check: 'b' }] });
  expect(decided?.verdicts.map(({ name }) => name)).toEqual(['b']);
  expect(await heardOf({}, 'record')).toMatchObject([{ isFirst: false, transitions: [] }]);
});

it('is given no run of checks that are on no list', async () => {
  expect(await heardOf({ adHoc: [['a', {}]] })).toEqual([]);
});
