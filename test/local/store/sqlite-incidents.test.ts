import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { DEFAULT_POLICY } from '#core/check/incident-policy.ts';
import { decide } from '#core/incident/decide.ts';
import { openSqliteStore, type SqliteStore } from '#local/store/sqlite-store.ts';
import { type Letter, runAt, SETTLE_MS, START, verdictOf } from '../../core/incident/answers.ts';

const DAY_MS = 86_400_000;
let folder: string;
let now: number;
let store: SqliteStore;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'rollcall-incidents-'));
  now = START;
  const settings = { now: () => now, retentionMs: 7 * DAY_MS, settleMs: SETTLE_MS };
  store = await openSqliteStore(join(folder, 'rollcall.db'), settings);
});
afterEach(() => {
  store.close();
  rmSync(folder, { recursive: true, force: true });
});

/** What `rollcall run --remember` does with the verdict of each minute. */
async function play(letters: readonly Letter[], from: number, save: SqliteStore['save'] = store.save): Promise<void> {
  for (const [index, letter] of letters.entries()) {
    const run = runAt(from + index);
    now = Date.parse(run.startedAt);
    const states = await store.load(['orders-api']);
    const policyOf = () => DEFAULT_POLICY;
    const decisions = decide({ run, verdicts: [verdictOf(letter)], states, policyOf, now, settleMs: SETTLE_MS });
    await save(decisions.flatMap(({ change }) => change ?? []));
  }
}

it('an incident is recorded with the states that it is made of, whether alerts are sent or not', async () => {
  await play(['O', 'N', 'N', 'N', 'f'], 0);
  await play(['N', 'N'], 10, (changes) => store.saveAndDraft(changes, () => []));
  const reason = verdictOf('N').reason;
  expect(await store.incidents(0)).toEqual([
    {
      check: 'orders-api',
      kind: 'target',
      since: runAt(10).startedAt,
      openedAt: runAt(11).startedAt,
      endedAt: null,
      reason,
      flaky: false,
      steps: [{ type: 'opened', at: runAt(11).startedAt, reason }],
    },
    {
      check: 'orders-api',
      kind: 'target',
      since: runAt(1).startedAt,
      openedAt: runAt(2).startedAt,
      endedAt: runAt(4).startedAt,
      reason,
      flaky: true,
      steps: [
        { type: 'opened', at: runAt(2).startedAt, reason },
        { type: 'recovered', at: runAt(4).startedAt, reason },
      ],
    },
  ]);
});

it('those that are over are found by when they ended, and go two years later', async () => {
  await play(['N', 'N', 'O'], 0);
  const ended = Date.parse(runAt(2).startedAt);
  expect(await store.incidents(ended)).toHaveLength(1);
  expect(await store.incidents(ended + 1)).toEqual([]);
  now = ended + 730 * DAY_MS + 1;
  await store.remember({ id: 'later', startedAt: new Date(now).toISOString() }, []);
  expect(await store.incidents(0)).toEqual([]);
});

it('an incident of a check that nobody runs any more ends with its last run', async () => {
  await play(['N', 'N', 'N'], 0);
  now = START + 91 * DAY_MS;
  await store.save([]);
  expect(await store.incidents(0)).toMatchObject([
    { endedAt: runAt(2).startedAt, steps: [{ type: 'opened' }, { type: 'removed' }] },
  ]);
});

it('a save that fails records nothing', async () => {
  await play(['N'], 0);
  const broken = () => {
    throw new Error('no room');
  };
  await expect(play(['N'], 1, (changes) => store.saveAndDraft(changes, broken))).rejects.toThrow('no room');
  expect(await store.incidents(0)).toEqual([]);
});
