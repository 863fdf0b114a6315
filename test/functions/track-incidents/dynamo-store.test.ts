import { createServer } from 'node:net';
import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  DynamoDBClient,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { DEFAULT_POLICY } from '#core/check/incident-policy.ts';
import { advance } from '#core/incident/advance.ts';
import { homesOf } from '#core/incident/homes.ts';
import type { CheckState } from '#core/incident/state.ts';
import { dynamoStore, INCIDENT_CLIENT } from '#functions/track-incidents/dynamo-store.ts';
import { runAt, SETTLE_MS, START, verdictOf } from '../../core/incident/answers.ts';

const table = mockClient(DynamoDBClient);
const homes = homesOf({ shards: [{ id: '1m-0', checks: ['a', 'b', 'c', 'not-asked-for'] }], guards: [] });
const settings = { table: 'incidents', settleMs: SETTLE_MS, homes, now: () => START };
const store = dynamoStore(new DynamoDBClient({ region: 'us-east-1' }), settings);

function stateOf(name: string): CheckState {
  const { state } = advance(null, verdictOf('N', name), runAt(0), DEFAULT_POLICY);
  if (state === null) throw new Error('an NG leaves a state');
  return state;
}

const begin = (name: string) => ({ name, before: null, after: stateOf(name) });
const refusal = () => new ConditionalCheckFailedException({ message: 'The conditional request failed', $metadata: {} });

beforeEach(() => table.reset());

describe('incidents in DynamoDB', () => {
  it('reads all pages of a partition, consistently', async () => {
    const item = (name: string) => ({ name: { S: name }, state: { S: JSON.stringify(stateOf(name)) } });
    const ofShard = { ExpressionAttributeValues: { ':partition': { S: 'shard 1m-0' } } };
    table.on(ScanCommand).resolves({});
    table.on(QueryCommand).resolves({});
    table
      .on(QueryCommand, ofShard)
      .resolvesOnce({ Items: [item('a')], LastEvaluatedKey: { name: { S: 'a' } } })
      .resolvesOnce({ Items: [item('b'), item('not-asked-for')] });
    expect([...(await store.load(['a', 'b', 'c'])).keys()]).toEqual(['a', 'b']);
    const [, first, second] = table.commandCalls(QueryCommand).map(({ args }) => args[0].input);
    expect(first).toMatchObject({ TableName: 'incidents', ConsistentRead: true });
    expect(second?.ExclusiveStartKey).toEqual({ name: { S: 'a' } });
  });

  it('names the refused ones, and writes all the others', async () => {
    table.on(PutItemCommand).callsFake(({ Item }) => {
      if (Item.name.S === 'b') throw refusal();
    });
    expect(await store.save(['a', 'b', 'c'].map(begin))).toEqual({ conflicts: ['b'] });
    expect(table.commandCalls(PutItemCommand)).toHaveLength(3);
  });

  it('writes nothing but on the condition that what was read still holds', async () => {
    const state = stateOf('a');
    const stamp = { ':startedAt': { S: runAt(1).startedAt }, ':runId': { S: runAt(1).id } };
    const still = {
      ConditionExpression: 'startedAt = :startedAt AND runId = :runId',
      ExpressionAttributeValues: stamp,
    };
    await store.save([begin('new')]);
    await store.save([{ name: 'a', before: runAt(1), after: state }]);
    await store.save([{ name: 'a', before: runAt(1), after: null }]);
    expect(table.commandCalls(PutItemCommand).map(({ args }) => args[0].input)).toMatchObject([
      { ConditionExpression: 'attribute_not_exists(runId)' },
      { Item: { startedAt: { S: runAt(0).startedAt }, runId: { S: runAt(0).id } }, ...still },
    ]);
    expect(table.commandCalls(DeleteItemCommand).map(({ args }) => args[0].input)).toMatchObject([still]);
  });

  it('lets an item go 90 days after the last NG, or the settle time after the check is well', async () => {
    const open = stateOf('a');
    const well: CheckState = { ...open, name: 'b', target: null };
    await store.save([
      { name: 'a', before: null, after: open },
      { name: 'b', before: runAt(0), after: well },
    ]);
    const expiries = table.commandCalls(PutItemCommand).map(({ args }) => Number(args[0].input.Item?.['expiresAt']?.N));
    expect(expiries.map((seconds) => seconds - START / 1000)).toEqual([90 * 86_400, SETTLE_MS / 1000]);
  });

  it('writes all others when one cannot be written, and says which and why', async () => {
    table.on(PutItemCommand).callsFake(({ Item }) => {
      if (Item.name.S === 'check-7') throw new Error('Rate exceeded');
    });
    const changes = Array.from({ length: 100 }, (_, at) => begin(`check-${at}`));
    const failed = { names: ['check-7'], trouble: new Error('Rate exceeded') };
    expect(await store.save(changes)).toEqual({ conflicts: [], failed });
    expect(table.commandCalls(PutItemCommand)).toHaveLength(100);
  });

  it('stops writing to a table that takes nothing, and names all that was to be written', async () => {
    table.on(PutItemCommand).rejects(new Error('Rate exceeded'));
    const changes = Array.from({ length: 100 }, (_, at) => begin(`check-${at}`));
    expect((await store.save(changes)).failed?.names.toSorted()).toEqual(changes.map(({ name }) => name).toSorted());
    expect(table.commandCalls(PutItemCommand).length).toBeLessThan(20);
  });

  it('has nothing to write for a check that had and has no state', async () => {
    expect(await store.save([{ name: 'a', before: null, after: null }])).toEqual({ conflicts: [] });
    expect(table.commandCalls(DeleteItemCommand)).toEqual([]);
  });

  it('gives a table that never answers up in seconds', async () => {
    table.restore();
    const silent = createServer(() => {});
    await new Promise<void>((listening) => silent.listen(0, '127.0.0.1', listening));
    const address = silent.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const client = new DynamoDBClient({
      ...INCIDENT_CLIENT,
      requestHandler: { connectionTimeout: 100, requestTimeout: 50, throwOnRequestTimeout: true },
      region: 'us-east-1',
      endpoint: `http://127.0.0.1:${port}`,
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    });
    await expect(dynamoStore(client, settings).load(['a'])).rejects.toThrow(/timeout|timed out/i);
    client.destroy();
    silent.close();
  });
});
