import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { beforeEach, expect, it, onTestFinished } from 'vitest';
import type { CheckState } from '#core/incident/state.ts';
import { MIGRATIONS } from '#local/store/migrations.ts';
import { openSqliteStore } from '#local/store/sqlite-store.ts';
import { runAt, START, verdictOf } from '../../core/incident/answers.ts';
import { sample } from '../receivers/notification.ts';

const HOUR_MS = 3_600_000;
let folder: string;
let shared: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rollcall-inherit-'));
  mkdirSync(join(folder, '.rollcall'));
  shared = join(folder, '.rollcall', 'rollcall.db');
  return () => rmSync(folder, { recursive: true, force: true });
});

const reason = verdictOf('N').reason ?? { code: 'status', message: '' };
const track = { since: runAt(0).startedAt, streak: 2, calm: 0, openedAt: runAt(1).startedAt, toldAt: null, reason };
const stateOf = (name: string, list: string): CheckState => {
  return { name, target: track, fault: null, lastRun: runAt(1), list, told: [] };
};
const own = () => join(folder, 'checks.yaml');
const PROD = () => `${own()}\nenvironment prod`;

/** A file of two lists as the last Rollcall left it that had them all in one: `a` of prod is down, `b` of the other. */
function before(): void {
  const database = new DatabaseSync(shared);
  database.exec('PRAGMA journal_mode = WAL');
  for (const { statements } of MIGRATIONS.slice(0, 6)) database.exec(statements);
  database.exec('PRAGMA user_version = 6');
  const keep = database.prepare('INSERT INTO verdicts (name, started_at, run_id, verdict) VALUES (?, ?, ?, ?)');
  for (const name of ['a', 'b']) {
    const verdict = { ...verdictOf('N', name), at: runAt(0).startedAt };
    keep.run(name, Date.parse(runAt(0).startedAt), runAt(0).id, JSON.stringify(verdict));
    database.exec(`INSERT INTO mutes (name, from_at, until) VALUES ('${name}', ${START}, ${START + HOUR_MS})`);
  }
  for (const state of [stateOf('a', PROD()), stateOf('b', own())]) {
    database
      .prepare('INSERT INTO states (name, started_at, run_id, expires_at, state) VALUES (?, ?, ?, ?, ?)')
      .run(state.name, state.lastRun.startedAt, state.lastRun.id, START + 1e10, JSON.stringify(state));
    database
      .prepare('INSERT INTO unsent (receiver, notification, put_at, list) VALUES (?, ?, ?, ?)')
      .run(state.name, JSON.stringify(sample()), START, state.list ?? '');
  }
  for (const { fill } of MIGRATIONS.slice(0, 6)) fill?.(database, shared);
  database.close();
}

async function opened(file: string, id: string, names: readonly string[] = ['a', 'b']) {
  const settings = { now: () => START + HOUR_MS, retentionMs: 24 * HOUR_MS, settleMs: 0 };
  const listed = { id, names: new Set(names) };
  const heir = { shared, earlier: PROD(), id, names };
  const store = await openSqliteStore(file, { ...settings, listed, ...(file !== shared && { heir }) });
  onTestFinished(() => store.close());
  const incidents = async () => (await store.incidents(0)).map(({ check }) => check);
  const down = async () => [...(await store.load(names)).values()].map(({ name, list }) => [name, list]);
  const unsent = async () => (await store.outbox.waiting(Number.MAX_SAFE_INTEGER)).map(({ receiver }) => receiver);
  const muted = async () => (await store.mutes()).map(({ check }) => check);
  return { ...store, all: async () => [await incidents(), await down(), await unsent(), await muted()] };
}

const prodFile = () => join(folder, '.rollcall', 'lists', 'prod.db');

it('parts what lists had in one file: incidents by their list, history and mutes for each', async () => {
  before();
  const prod = await opened(prodFile(), 'prod');
  expect(await prod.all()).toEqual([['a'], [['a', 'prod']], ['a'], ['a', 'b']]);
  expect(await prod.history('b', 9)).toHaveLength(1);
  expect(await prod.buckets('b', 'hour', { from: START, until: START + HOUR_MS })).toMatchObject([{ ng: 1 }]);
  const rest = await opened(shared, own());
  expect(await rest.all()).toEqual([['b'], [['b', own()]], ['b'], ['a', 'b']]);
  expect(await rest.history('a', 9)).toHaveLength(1);
  expect(readdirSync(join(folder, '.rollcall', 'lists')).filter((name) => name.includes('draft'))).toEqual([]);
});

it('has nothing of checks that the list has not, and nothing that came after', async () => {
  before();
  const rest = await opened(shared, own());
  const later = { id: 'later', startedAt: new Date(Date.now() + HOUR_MS).toISOString() };
  await rest.remember(later, [verdictOf('O', 'a')]);
  await rest.mute({ check: 'a', from: later.startedAt, until: new Date(Date.now() + 2 * HOUR_MS).toISOString() });
  const prod = await opened(prodFile(), 'prod', ['a']);
  expect((await prod.history('a', 9)).map(({ run }) => run.id)).toEqual([runAt(0).id]);
  expect(await prod.history('b', 9)).toEqual([]);
  expect(await prod.mutes()).toEqual([]);
});

it('begins with nothing beside a file that never had other lists', async () => {
  await opened(shared, own());
  const prod = await opened(prodFile(), 'prod');
  expect(await prod.all()).toEqual([[], [], [], []]);
  expect(existsSync(prodFile())).toBe(true);
});

it('is begun once, by two at a time too', async () => {
  before();
  const [one, other] = await Promise.all([opened(prodFile(), 'prod'), opened(prodFile(), 'prod')]);
  await one.unmute('a');
  expect(await other.all()).toEqual([['a'], [['a', 'prod']], ['a'], ['b']]);
  const again = await opened(prodFile(), 'prod');
  expect(await again.all()).toEqual([['a'], [['a', 'prod']], ['a'], ['b']]);
});
