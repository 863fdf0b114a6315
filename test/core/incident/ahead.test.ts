import { expect, it } from 'vitest';
import { DEFAULT_POLICY } from '#core/check/incident-policy.ts';
import { trackRun } from '#core/incident/track-run.ts';
import { type Letter, runAt, SETTLE_MS, START, verdictOf } from './answers.ts';
import { memoryStore } from './memory-store.ts';

const YEAR = 365 * 24 * 60;

/** What runs tell, each by a clock that shows so many minutes after the start. */
async function toldBy(runs: readonly (readonly [minute: number, letter: Letter])[]) {
  const store = memoryStore();
  const told: unknown[] = [];
  for (const [minute, letter] of runs) {
    const { transitions, recorded } = await trackRun({
      run: runAt(minute),
      verdicts: [verdictOf(letter)],
      policyOf: () => ({ ...DEFAULT_POLICY, failureThreshold: 1, remindEveryMs: 60_000 }),
      now: START + minute * 60_000,
      settleMs: SETTLE_MS,
      store,
    });
    expect(recorded).toBe(true);
    told.push(
      transitions.map(
        ({ type, since, at }) => `${type} ${Date.parse(at) - Date.parse(since) < 0 ? 'ahead' : 'well timed'}`,
      ),
    );
  }
  return told;
}

it.each([
  [
    'an incident that a clock a year ahead has opened is over when it is',
    [
      [YEAR, 'N'],
      [1, 'O'],
    ],
    ['opened well timed', 'recovered well timed'],
  ],
  [
    'reminders of it come',
    [
      [YEAR, 'N'],
      [1, 'N'],
      [2, 'N'],
    ],
    ['opened well timed', '', 'reminder well timed'],
  ],
  [
    'an incident opens after one that such a clock has ended',
    [
      [0, 'N'],
      [YEAR, 'O'],
      [1, 'N'],
      [2, 'O'],
    ],
    ['opened well timed', 'recovered well timed', 'opened well timed', 'recovered well timed'],
  ],
  [
    'a run that another overtook by minutes says nothing',
    [
      [5, 'N'],
      [1, 'O'],
    ],
    ['opened well timed', ''],
  ],
] as const)('%s', async (_, runs, told) => {
  expect((await toldBy(runs)).map(String)).toEqual(told);
});
