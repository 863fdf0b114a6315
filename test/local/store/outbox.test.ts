import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, it, onTestFinished } from 'vitest';
import { openSqliteStore } from '#local/store/sqlite-store.ts';
import { SETTLE_MS, START } from '../../core/incident/answers.ts';
import { sample } from '../receivers/notification.ts';

const HOUR_MS = 3_600_000;
let file: string;

beforeEach(() => {
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-outbox-'));
  file = join(folder, 'rollcall.db');
  return () => rmSync(folder, { recursive: true, force: true });
});

/** An outbox as one process has it, at so many milliseconds after the start. */
async function outboxAt(ms: number) {
  const store = await openSqliteStore(file, { now: () => START + ms, retentionMs: HOUR_MS, settleMs: SETTLE_MS });
  onTestFinished(() => store.close());
  return store.outbox;
}

const unsent = (subject: string) => ({ receiver: 'r', notification: { ...sample(), subject } });
const subjects = (waiting: readonly { readonly notification: { readonly subject: string } }[]) =>
  waiting.map(({ notification }) => notification.subject);

it('gives a run what it puts in, after what waits from before, until it is sent', async () => {
  const outbox = await outboxAt(0);
  await outbox.exchange('run-1', [unsent('a'), unsent('b')]);
  await outbox.settle('run-1', []);
  const waiting = await outbox.exchange('run-2', [unsent('c')]);
  expect(subjects(waiting)).toEqual(['a', 'b', 'c']);
  expect(waiting[0]?.notification).toEqual(unsent('a').notification);
  await outbox.settle('run-2', waiting.slice(1));
  expect(subjects(await outbox.exchange('run-3', []))).toEqual(['a']);
});

it('gives nothing to two runs at a time', async () => {
  const [one, other] = [await outboxAt(0), await outboxAt(1_000)];
  expect(subjects(await one.exchange('run-1', [unsent('a')]))).toEqual(['a']);
  expect(subjects(await other.exchange('run-2', [unsent('b')]))).toEqual(['b']);
  await one.settle('run-1', []);
  expect(subjects(await other.exchange('run-3', []))).toEqual(['a']);
});

it('gives what a run took that died to another, five minutes later', async () => {
  await (await outboxAt(0)).exchange('killed', [unsent('a')]);
  expect(await (await outboxAt(4 * 60_000)).exchange('run-2', [])).toEqual([]);
  expect(subjects(await (await outboxAt(6 * 60_000)).exchange('run-3', []))).toEqual(['a']);
});

it('keeps the same notification for the same receiver once', async () => {
  const outbox = await outboxAt(0);
  await outbox.exchange('run-1', [unsent('a')]);
  expect(subjects(await outbox.exchange('run-1', [unsent('a')]))).toEqual(['a']);
});

it('forgets what nobody has taken for a day', async () => {
  await (await outboxAt(0)).exchange('run-1', [unsent('a')]);
  expect(await (await outboxAt(25 * HOUR_MS)).exchange('run-2', [])).toEqual([]);
});
