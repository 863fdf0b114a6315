import { DynamoDBClient, QueryCommand, ScanCommand, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { DEFAULT_POLICY } from '#core/check/incident-policy.ts';
import { homesOf } from '#core/incident/homes.ts';
import { trackRun } from '#core/incident/track-run.ts';
import { dynamoStore } from '#functions/track-incidents/dynamo-store.ts';
import { STORE_CONTRACT } from '../../contract/incident-store.ts';
import { type Letter, PARTED, runAt, SETTLE_MS, START, verdictOf } from '../../core/incident/answers.ts';
import { fakeTable } from './table.ts';

type Shards = Readonly<Record<string, readonly string[]>>;

const minutes = (minute: number) => START + minute * 60_000;

/** An instance of the function as it is deployed for these shards. */
function instance(shards: Shards, clock: { minute: number } = { minute: 0 }) {
  const homes = homesOf({ shards: Object.entries(shards).map(([id, checks]) => ({ id, checks })), guards: [] });
  const settings = { table: 'incidents', settleMs: SETTLE_MS, homes, now: () => minutes(clock.minute) };
  const store = dynamoStore(new DynamoDBClient({ region: 'us-east-1' }), settings);
  return async (minute: number, letters: Readonly<Record<string, Letter>>) => {
    clock.minute = minute;
    const { recorded, transitions } = await trackRun({
      run: runAt(minute),
      verdicts: Object.entries(letters).map(([name, letter]) => verdictOf(letter, name)),
      policyOf: () => ({ ...DEFAULT_POLICY, failureThreshold: 1 }),
      now: minutes(minute),
      settleMs: SETTLE_MS,
      listed: homes.listed,
      store,
    });
    return [recorded, ...transitions.map(({ type, check }) => `${type} ${check}`)];
  };
}

const placesOf = ({ items }: ReturnType<typeof fakeTable>) =>
  [...items.values()].map(({ memory, name }) => `${memory?.S}: ${name?.S}`).toSorted();

describe('a table parted by shard', () => {
  it.each(STORE_CONTRACT)('$fact', ({ prove }) => {
    const table = fakeTable();
    const settings = { table: 'incidents', settleMs: SETTLE_MS, homes: PARTED, now: () => START };
    return prove(dynamoStore(new DynamoDBClient({ region: 'us-east-1' }), settings), 'check', async (name) => {
      table.refused.add(name);
      return async () => table.refused.clear();
    });
  });

  it('is read where a run’s own checks are, and where all shards’ things are', async () => {
    const table = fakeTable();
    const run = instance({ '1m-0': ['a'], '1m-1': ['b'] });
    await run(0, { a: 'N' });
    await run(1, { b: 'N' });
    expect(placesOf(table)).toEqual(['shard 1m-0: a', 'shard 1m-1: b']);
    const asked = table.client.commandCalls(QueryCommand).map(({ args }) => args[0].input);
    expect(asked.map((input) => input.ExpressionAttributeValues?.[':partition']?.S)).toEqual([
      'shared',
      'shard 1m-0',
      'shared',
      'shard 1m-1',
    ]);
    expect(asked.every(({ ConsistentRead }) => ConsistentRead)).toBe(true);
    expect(table.client.commandCalls(ScanCommand)).toHaveLength(1);
  });
});

describe('an update of the stack', () => {
  it('finds what was remembered in the one partition of before, and ends it', async () => {
    const table = fakeTable();
    await instance({ '1m-0': ['a', 'b'] })(0, { a: 'N', b: 'N' });
    for (const [key, item] of [...table.items]) {
      table.items.delete(key);
      table.items.set(`incidents\n${item['name']?.S}`, { ...item, memory: { S: 'incidents' } });
    }
    const run = instance({ '1m-0': ['a'], '1m-1': ['b'] });
    expect(await run(1, { a: 'O' })).toEqual([true, 'recovered a']);
    expect(await run(1, { b: 'N' })).toEqual([true]);
    expect(placesOf(table)).toEqual(['shard 1m-0: a', 'shard 1m-1: b']);
  });

  it('takes open incidents along when checks change their shard', async () => {
    const table = fakeTable();
    await instance({ '1m-0': ['a', 'b'] })(0, { a: 'N', b: 'N' });
    const run = instance({ '5m-0': ['b'], '1m-0': ['new', 'a'] });
    expect(await run(1, { a: 'N', new: 'O' })).toEqual([true]);
    expect(await run(2, { b: 'O' })).toEqual([true, 'recovered b']);
    expect(placesOf(table)).toEqual(['shard 1m-0: a', 'shard 5m-0: b']);
  });

  it('closes the incident of a check that is removed or renamed, once, and says so', async () => {
    fakeTable();
    await instance({ '1m-0': ['old', 'calm', 'b'] })(0, { old: 'N', b: 'O' });
    const run = instance({ '1m-0': ['new', 'b'], '1m-1': ['c'] });
    expect(await run(1, { c: 'O' })).toEqual([true, 'removed old']);
    expect(await run(1, { c: 'O' }), 'the run that asks again').toEqual([true, 'removed old']);
    expect(await run(2, { b: 'O', new: 'N' })).toEqual([true, 'opened new']);
  });

  it('lets the open one of two states go before the other, whichever is at home', async () => {
    const table = fakeTable();
    await instance({ '1m-0': ['a'] })(0, { a: 'N' });
    const [open] = table.items.values();
    await instance({ '1m-0': ['a'] })(1, { a: 'O' });
    table.items.set('incidents\na', { ...open, memory: { S: 'incidents' } });
    expect(await instance({ '1m-0': ['a'] })(2, { a: 'O' })).toEqual([true, 'recovered a']);
    expect(placesOf(table)).toEqual(['shard 1m-0: a']);
  });

  it('has a run move its own checks first, and never more than a run has', async () => {
    const table = fakeTable();
    const names = Array.from({ length: 250 }, (_, at) => `check-${String(at).padStart(3, '0')}`);
    await instance({ '1m-0': names })(0, Object.fromEntries(names.map((name) => [name, 'N'])));
    const run = instance({ '1m-0': names.slice(0, 200), '1m-1': names.slice(200) });
    expect(await run(1, { 'check-249': 'O' })).toEqual([true, 'recovered check-249']);
    expect(placesOf(table).filter((place) => place.startsWith('shard 1m-1'))).toHaveLength(50);
    const all = instance({ x: names });
    await all(2, { 'check-249': 'O' });
    expect(placesOf(table).filter((place) => place.startsWith('shard x'))).toHaveLength(100);
    await all(3, {});
    await all(4, { 'check-000': 'O' });
    await all(5, { 'check-000': 'O' });
    expect(placesOf(table).filter((place) => place.startsWith('shard x'))).toHaveLength(250);
  });

  it('looks again every ten minutes for what an execution of before has left', async () => {
    const table = fakeTable();
    const run = instance({ '1m-0': ['a'] });
    await run(0, { a: 'O' });
    await instance({ old: ['a'] })(1, { a: 'N' });
    expect(await run(9, { a: 'O' })).toEqual([true]);
    expect(await run(10, { a: 'O' })).toEqual([true, 'recovered a']);
    expect(placesOf(table)).toEqual(['shard 1m-0: a']);
  });

  it('leaves to the next sweep what somebody writes meanwhile, and forgets nothing for a sweep that fails', async () => {
    const table = fakeTable();
    await instance({ old: ['a'] })(0, { a: 'N' });
    const run = instance({ '1m-0': ['a'] });
    table.client.on(ScanCommand).rejectsOnce(new Error('Rate exceeded'));
    expect(await run(1, { a: 'O' }), 'the first sweep of an instance').toEqual([false]);
    expect(table.client.commandCalls(TransactWriteItemsCommand)).toEqual([]);
    table.client.on(ScanCommand).callsFake(async () => ({ Items: [...table.items.values()] }));
    expect(await run(2, { a: 'N' })).toEqual([true]);
    table.client.on(ScanCommand).rejects(new Error('Rate exceeded'));
    expect(await run(20, { a: 'O' }), 'a later one').toEqual([true, 'recovered a']);
  });
});
