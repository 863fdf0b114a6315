import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CheckState } from '#core/incident/state.ts';
import { MIGRATIONS } from '#local/store/migrations.ts';
import { openSqliteStore } from '#local/store/sqlite-store.ts';
import { runAt, START, verdictOf } from '../../core/incident/answers.ts';

const HOUR_MS = 3_600_000;
let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rollcall-migrations-'));
  file = join(folder, 'rollcall.db');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const reason = verdictOf('N').reason ?? { code: 'status', message: '' };
const track = { since: runAt(0).startedAt, streak: 2, calm: 0, openedAt: runAt(1).startedAt, toldAt: null, reason };
const state: CheckState = { name: 'a', target: track, fault: null, lastRun: runAt(1), told: [] };

/** A file as the Rollcall of that version has left it. */
function older(version: number): void {
  const database = new DatabaseSync(file);
  database.exec('PRAGMA journal_mode = WAL');
  for (const { statements } of MIGRATIONS.slice(0, version)) database.exec(statements);
  database.exec(`PRAGMA user_version = ${version}`);
  const keep = database.prepare('INSERT INTO verdicts (name, started_at, run_id, verdict) VALUES (?, ?, ?, ?)');
  for (const [minute, letter] of (['N', 'N', 'O', 'O'] as const).entries()) {
    const { id, startedAt } = runAt(minute * 40);
    keep.run('a', Date.parse(startedAt), id, JSON.stringify({ ...verdictOf(letter, 'a'), at: startedAt }));
  }
  database
    .prepare('INSERT INTO states (name, started_at, run_id, expires_at, state) VALUES (?, ?, ?, ?, ?)')
    .run('a', state.lastRun.startedAt, state.lastRun.id, START + 1e10, JSON.stringify(state));
  for (const { fill } of MIGRATIONS.slice(0, version)) fill?.(database, file);
  database.close();
}

describe('a file of an older Rollcall', () => {
  it.each(
    MIGRATIONS.slice(0, -1).map((_, before) => before + 1),
  )('of version %i keeps all, and has buckets and incidents', async (version) => {
    older(version);
    const settings = { now: () => START, retentionMs: 24 * HOUR_MS, settleMs: 0 };
    const store = await openSqliteStore(file, settings);
    expect(await store.load(['a'])).toEqual(new Map([['a', state]]));
    expect(await store.history('a', 9)).toHaveLength(4);
    const between = { from: START, until: START + 3 * HOUR_MS };
    expect(await store.buckets('a', 'hour', between)).toMatchObject([
      { at: START, ok: 0, ng: 2 },
      { at: START + HOUR_MS, ok: 1, ng: 0 },
      { at: START + 2 * HOUR_MS, ok: 1, ng: 0 },
    ]);
    expect(await store.buckets('a', 'fiveMinutes', between)).toHaveLength(4);
    expect(await store.incidents(0)).toMatchObject([{ check: 'a', openedAt: runAt(1).startedAt, endedAt: null }]);
    // A run that was kept before is not counted once more.
    await store.remember(runAt(0), [verdictOf('N', 'a')]);
    expect(await store.buckets('a', 'hour', between)).toMatchObject([{ ng: 2 }, {}, {}]);
    store.close();
  });
});
