import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { Transition } from '#core/incident/state.ts';
import { openSqliteStore } from '#local/store/sqlite-store.ts';
import { runAt, SETTLE_MS, START } from '../../core/incident/answers.ts';
import { sample } from '../receivers/notification.ts';

const HOUR_MS = 3_600_000;
const RUN_1 = runAt(0);
let file: string;

beforeEach(() => {
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-outbox-'));
  file = join(folder, 'rollcall.db');
  return () => rmSync(folder, { recursive: true, force: true });
});

/** The store as one process has it, at so many milliseconds after the start. */
async function storeAt(ms: number, list = 'list') {
  const listed = { id: list, names: new Set(['a', 'b']) };
  const store = await openSqliteStore(file, {
    now: () => START + ms,
    retentionMs: HOUR_MS,
    settleMs: SETTLE_MS,
    listed,
  });
  onTestFinished(() => store.close());
  return store;
}
const outboxAt = async (ms: number, list?: string) => (await storeAt(ms, list)).outbox;

const unsent = (subject: string) => ({ receiver: 'r', notification: { ...sample(), subject } });
const subjects = (waiting: readonly { readonly notification: { readonly subject: string } }[]) =>
  waiting.map(({ notification }) => notification.subject);

it('gives a run what it puts in, after what waits from before, until it was taken', async () => {
  const outbox = await outboxAt(0);
  await outbox.exchange([unsent('a'), unsent('b')]);
  const waiting = await (await outboxAt(1_000)).exchange([unsent('c')]);
  expect(subjects(waiting)).toEqual(['a', 'b', 'c']);
  expect(waiting[0]?.notification).toEqual(unsent('a').notification);
  for (const one of waiting.slice(1)) await outbox.taken(one);
  expect(subjects(await outbox.exchange([]))).toEqual(['a']);
});

it('gives a list what is for its own receivers, which may be called as those of another', async () => {
  await (await outboxAt(0, 'one.yaml')).exchange([unsent('a')]);
  expect(await (await outboxAt(0, 'other.yaml')).exchange([])).toEqual([]);
  expect(subjects(await (await outboxAt(0, 'one.yaml')).exchange([]))).toEqual(['a']);
});

it('forgets what nobody has taken for a day, once it was tried', async () => {
  await (await outboxAt(0)).exchange([unsent('a')]);
  const later = await outboxAt(25 * HOUR_MS);
  expect(subjects(await later.exchange([]))).toEqual(['a']);
  await later.tidy();
  expect(await later.exchange([])).toEqual([]);
});

describe('what a run remembers as told', () => {
  const opened: Transition = {
    type: 'opened',
    check: 'a',
    kind: 'target',
    since: RUN_1.startedAt,
    at: RUN_1.startedAt,
    streak: 1,
    reason: { code: 'status', message: 'status 503' },
    flaky: false,
  };
  const track = { since: RUN_1.startedAt, streak: 1, calm: 0, openedAt: null, toldAt: null, reason: opened.reason };
  const change = (name: string, news: readonly Transition[] = [{ ...opened, check: name }]) => ({
    name,
    before: null,
    after: { name, target: track, fault: null, lastRun: RUN_1, told: [{ runId: RUN_1.id, transitions: news }] },
  });
  const draft = (transitions: readonly Transition[]) => [unsent(transitions.map(({ check }) => check).join(' '))];

  it('is in the outbox as soon as it is remembered, though the run never came to send it', async () => {
    await (await storeAt(0)).saveAndDraft([change('a'), change('b')], draft);
    expect(subjects(await (await outboxAt(1_000)).exchange([]))).toEqual(['a b']);
  });

  it('waits for its run while that is under way, and for nobody once that must have ended', async () => {
    const store = await storeAt(1_000);
    await store.outbox.exchange([unsent('before')]);
    await store.saveAndDraft([change('a')], draft);
    expect(subjects(await store.outbox.waiting(START + 1_000))).toEqual(['before']);
    expect(subjects(await store.outbox.waiting(START + 1_001))).toEqual(['before', 'a']);
    await store.outbox.exchange([unsent('all of it')]);
    expect(subjects(await store.outbox.waiting(START + 1_000))).toEqual(['before', 'all of it']);
  });

  it('is replaced, in its place, by what the run has to say in the end', async () => {
    const [one, other] = [await storeAt(0), await storeAt(0)];
    await one.saveAndDraft([change('a')], draft);
    await other.outbox.exchange([unsent('later')]);
    expect(subjects(await one.outbox.exchange([unsent('all of it')]))).toEqual(['all of it', 'later']);
  });

  it('is not said again by a run whose drafts another one has sent', async () => {
    const [one, other] = [await storeAt(0), await storeAt(0)];
    await one.saveAndDraft([change('a')], draft);
    for (const waiting of await other.outbox.exchange([])) await other.outbox.taken(waiting);
    expect(await one.outbox.exchange([unsent('all of it')])).toEqual([]);
  });

  it('is neither remembered nor in the outbox when another run was there before', async () => {
    const store = await storeAt(0);
    await store.save([change('a')]);
    expect(await store.saveAndDraft([change('a')], draft)).toEqual({ conflicts: ['a'] });
    expect(await store.outbox.exchange([])).toEqual([]);
  });

  it('is neither when one of both cannot be written', async () => {
    const store = await storeAt(0);
    const broken = () => {
      throw new Error('no room');
    };
    await expect(store.saveAndDraft([change('a')], broken)).rejects.toThrow('no room');
    expect(await store.load(['a'])).toEqual(new Map());
  });

  it('is said in the end also where the transaction of its drafts failed when it was committed', async () => {
    const store = await storeAt(0);
    const database = new DatabaseSync(file);
    database.exec(`CREATE TABLE parents (id INTEGER PRIMARY KEY);
      CREATE TABLE lacking (id INTEGER REFERENCES parents DEFERRABLE INITIALLY DEFERRED);
      CREATE TRIGGER failing AFTER INSERT ON unsent BEGIN INSERT INTO lacking VALUES (1); END`);
    await expect(store.saveAndDraft([change('a')], draft)).rejects.toThrow('FOREIGN KEY');
    database.exec('DROP TRIGGER failing');
    database.close();
    expect(subjects(await store.outbox.exchange([unsent('all of it')]))).toEqual(['all of it']);
  });
});

it('keeps what an older Rollcall had not sent', async () => {
  await storeAt(0);
  const database = new DatabaseSync(file);
  database.exec(`DROP TABLE unsent;
    DROP TABLE heartbeats; DROP TABLE checks; DROP TABLE buckets; DROP TABLE zones; DROP TABLE days; DROP TABLE incidents;
    DROP TABLE parted; DROP TABLE parted_states; DROP TABLE parted_incidents;
    CREATE TABLE unsent (id INTEGER PRIMARY KEY, receiver TEXT NOT NULL, notification TEXT NOT NULL,
      put_at INTEGER NOT NULL, run_id TEXT NOT NULL, until INTEGER NOT NULL, UNIQUE (receiver, notification)) STRICT;
    PRAGMA user_version = 3`);
  const { receiver, notification } = unsent('old');
  database
    .prepare('INSERT INTO unsent (receiver, notification, put_at, run_id, until) VALUES (?, ?, ?, ?, 0)')
    .run(receiver, JSON.stringify(notification), START, 'run-0');
  database.close();
  expect(subjects(await (await outboxAt(0)).exchange([unsent('new')]))).toEqual(['old', 'new']);
});

it('says what waits for longer than a run takes to send it, of all lists', async () => {
  await (await outboxAt(0, 'one.yaml')).exchange([unsent('a')]);
  await (await outboxAt(500, 'other.yaml')).exchange([unsent('b')]);
  expect(await (await outboxAt(60_000)).stuck()).toBeNull();
  expect(await (await outboxAt(60_001)).stuck()).toEqual({ count: 1, since: START });
  expect(await (await outboxAt(HOUR_MS)).stuck()).toEqual({ count: 2, since: START });
});
