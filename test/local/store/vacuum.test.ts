import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { MIGRATIONS } from '#local/store/migrations.ts';
import { openSqliteStore } from '#local/store/sqlite-store.ts';
import { START, verdictOf } from '../../core/incident/answers.ts';

const DAY_MS = 86_400_000;
let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rollcall-vacuum-'));
  file = join(folder, 'rollcall.db');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function ask(pragma: string): unknown {
  const database = new DatabaseSync(file);
  const answer = Object.values(database.prepare(`PRAGMA ${pragma}`).get() ?? {})[0];
  database.close();
  return answer;
}

it('what is dropped leaves the file a little with each run, while another process writes', async () => {
  let now = START;
  const store = await openSqliteStore(file, { now: () => now, retentionMs: 7 * DAY_MS, settleMs: 0 });
  const names = Array.from({ length: 250 }, (_, index) => `check-${index}`);
  for (let run = 0; run < 40; run += 1) {
    const startedAt = new Date(START + run).toISOString();
    await store.remember(
      { id: `${run}`, startedAt },
      names.map((name) => verdictOf('N', name)),
    );
  }
  const before = Number(ask('page_count'));
  const writer = spawn(process.execPath, [join(import.meta.dirname, 'writer.ts'), file, '5'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let errors = '';
  writer.stderr.on('data', (text) => {
    errors += text;
  });
  const over = once(writer, 'close');
  now = Date.now();
  for await (const _ of createInterface({ input: writer.stdout })) {
    for (let run = 0; run < 4; run += 1) {
      now += 10_000;
      const startedAt = new Date(now).toISOString();
      await store.remember({ id: `later ${now}`, startedAt }, [verdictOf('O', 'check-0')]);
    }
  }
  await over;
  store.close();
  expect([writer.exitCode, errors]).toEqual([0, '']);
  expect(Number(ask('page_count'))).toBeLessThan(before);
  expect(ask('integrity_check')).toBe('ok');
});

it('a small file of an older Rollcall is written anew, so that it can give back what is dropped', async () => {
  const database = new DatabaseSync(file);
  for (const { statements } of MIGRATIONS.slice(0, 5)) database.exec(statements);
  database.exec('PRAGMA user_version = 5');
  database.close();
  expect(ask('auto_vacuum')).toBe(0);
  const settings = { now: () => START, retentionMs: DAY_MS, settleMs: 0 };
  (await openSqliteStore(file, settings)).close();
  expect(ask('auto_vacuum')).toBe(2);
});

it('one that another process reads and writes stays as it is, and is used all the same', async () => {
  const other = new DatabaseSync(file);
  other.exec('PRAGMA journal_mode = WAL');
  for (const { statements } of MIGRATIONS.slice(0, 5)) other.exec(statements);
  other.exec('PRAGMA user_version = 5; BEGIN; SELECT count(*) FROM verdicts');
  const store = await openSqliteStore(file, { now: () => START, retentionMs: DAY_MS, settleMs: 0 });
  await store.remember({ id: 'x', startedAt: new Date(START).toISOString() }, [verdictOf('O', 'a')]);
  expect(await store.history('a', 1)).toHaveLength(1);
  store.close();
  other.close();
  expect(statSync(file).size).toBeGreaterThan(0);
});
