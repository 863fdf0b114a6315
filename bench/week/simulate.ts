import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteStore } from '#local/store/sqlite-store.ts';
import { type Account, accountFor } from './account.ts';
import { deliver, type Mishaps, mishapsOf } from './deliveries.ts';
import { type Heard, play, SETTLE_MS, SHARD_CHECKS } from './play.ts';
import { type Script, writeScript } from './script.ts';

export type Simulated = {
  readonly script: Script;
  readonly runs: number;
  readonly mishaps: Mishaps;
  readonly heard: Heard;
  readonly account: Account;
};

const BEGIN = Date.parse('2026-11-23T00:00:00Z');

/** Whole days, at one run a minute of each shard of 100 checks. */
export async function simulate({
  days,
  checks,
  seed,
}: {
  readonly days: number;
  readonly checks: number;
  readonly seed: number;
}): Promise<Simulated> {
  const script = writeScript({ seed, checks, minutes: days * 24 * 60 });
  const deliveries = deliver(script.minutes, Math.ceil(checks / SHARD_CHECKS), seed + 1);
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-week-'));
  let now = BEGIN;
  const store = await openSqliteStore(join(folder, 'rollcall.db'), {
    now: () => now,
    retentionMs: 0,
    settleMs: SETTLE_MS,
  });
  try {
    const heard = await play(script, deliveries, store, BEGIN, (next) => {
      now = next;
    });
    const account = accountFor(script, BEGIN, heard.transitions);
    return { script, runs: deliveries.flat().length, mishaps: mishapsOf(deliveries), heard, account };
  } finally {
    store.close();
    rmSync(folder, { recursive: true });
  }
}
