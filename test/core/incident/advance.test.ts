import { describe, expect, it } from 'vitest';
import { DEFAULT_POLICY, type IncidentPolicy } from '#core/check/incident-policy.ts';
import { advance } from '#core/incident/advance.ts';
import type { CheckState, RunStamp, Transition } from '#core/incident/state.ts';
import { type Letter, runAt, verdictOf } from './answers.ts';

const WORD: Record<Transition['type'], string> = {
  opened: 'open',
  reminder: 'remind',
  ng: 'ng',
  recovered: 'over',
  removed: 'gone',
  once: 'once',
  undeduplicated: 'unsure',
};

function wordOf({ type, kind }: Transition): string {
  return kind === 'target' ? WORD[type] : `${kind}-${WORD[type]}`;
}

/** Each run's news in a word, `.` for none, beside the state at the end. */
function play(history: string, settings: Partial<IncidentPolicy>, every = 1) {
  let state: CheckState | null = null;
  const told = history.split(' ').map((letter, at) => {
    const next = advance(state, verdictOf(letter as Letter), runAt(at * every), { ...DEFAULT_POLICY, ...settings });
    state = next.state;
    return next.transitions.map(wordOf).join('+') || '.';
  });
  return { told: told.join(' '), state: state as CheckState | null };
}

const one = { failureThreshold: 1 };
const histories: readonly { readonly why: string; history: string; policy?: Partial<IncidentPolicy>; told: string }[] =
  [
    { why: 'a check that is well', history: 'O O O', told: '. . .' },
    { why: 'one NG is no incident', history: 'O N O N O', told: '. . . . .' },
    { why: 'the second NG in a row opens', history: 'N N', told: '. open' },
    { why: 'an open incident is told once', history: 'N N N N N O', told: '. open . . . over' },
    { why: 'an OK starts the streak anew', history: 'N O N O N N O', told: '. . . . . open over' },
    { why: 'threshold 1 opens at once', history: 'N N O', policy: one, told: 'open . over' },
    { why: 'threshold 3', history: 'N N O N N N N O', policy: { failureThreshold: 3 }, told: '. . . . . open . over' },
    { why: 'each incident has its own end', history: 'N O N O', policy: one, told: 'open over open over' },
    { why: 'a recovery is told once', history: 'N N O O O', told: '. open over . .' },
    {
      why: 'three OK in a row recover',
      history: 'N N O O O',
      policy: { successThreshold: 3 },
      told: '. open . . over',
    },
    {
      why: 'an NG takes the OKs before it back, and opens nothing new',
      history: 'N N O O N O O O',
      policy: { successThreshold: 3 },
      told: '. open . . . . . over',
    },
    { why: 'a flaky OK recovers', history: 'N N f', told: '. open over' },
    { why: 'a flaky OK ends a streak', history: 'N f N', told: '. . .' },
    { why: 'one fault of ours is no incident', history: 'O F O', told: '. . .' },
    {
      why: 'the second fault in a row opens, under its own name',
      history: 'F F F O',
      told: '. fault-open . fault-over',
    },
    {
      why: 'faults have their own threshold',
      history: 'F N N',
      policy: { faultThreshold: 1 },
      told: 'fault-open fault-over open',
    },
    { why: 'a fault does not count for the target', history: 'N F O', told: '. . .' },
    { why: 'a fault does not break a streak', history: 'N F N', told: '. . open' },
    { why: 'a fault does not end an incident', history: 'N N F N O', told: '. open . . over' },
    {
      why: 'a fault is no OK towards recovery',
      history: 'N N O F O',
      policy: { successThreshold: 2 },
      told: '. open . . over',
    },
    { why: 'both kinds can be open', history: 'N N F F O', told: '. open . fault-open over+fault-over' },
    {
      why: 'an NG shows that Rollcall can check again',
      history: 'F F N N O',
      told: '. fault-open fault-over open over',
    },
    {
      why: 'what ends is told before what begins',
      history: 'F F N',
      policy: one,
      told: '. fault-open fault-over+open',
    },
    { why: 'a degraded OK is an OK', history: 'N N D D D', told: '. open over . .' },
    {
      why: 'degraded runs in a row are told where settings ask for it, and so is their end',
      history: 'O D D D O D O',
      policy: { degradedThreshold: 2 },
      told: '. . degraded-open . degraded-over . .',
    },
    {
      why: 'of a target that is down, or that nobody could ask, it is not known whether it is degraded',
      history: 'D D N N F D O',
      policy: { degradedThreshold: 2 },
      told: '. degraded-open . open . over degraded-over',
    },
    {
      why: 'a degraded check is reminded of, but not told of each run',
      history: 'D D D D O',
      policy: { degradedThreshold: 1, notify: 'every', remindEveryMs: 120_000 },
      told: 'degraded-open . degraded-remind . degraded-over',
    },
    {
      why: 'where the settings ask no more, it is over',
      history: 'D D O',
      policy: { degradedThreshold: null },
      told: '. . .',
    },
    {
      why: 'a reminder each three minutes',
      history: 'N N N N N N N N O',
      policy: { remindEveryMs: 180_000 },
      told: '. open . . remind . . remind over',
    },
    {
      why: 'no reminder before an incident',
      history: 'N N N N',
      policy: { remindEveryMs: 1, failureThreshold: 4 },
      told: '. . . open',
    },
    {
      why: 'every NG, as the recipe',
      history: 'O N N N O N O',
      policy: { notify: 'every' },
      told: '. ng open ng over ng .',
    },
    {
      why: 'every fault too',
      history: 'F F F O',
      policy: { notify: 'every' },
      told: 'fault-ng fault-open fault-ng fault-over',
    },
  ];

describe('the story of a check', () => {
  it.each(histories)('$history: $why', ({ history, policy = {}, told }) => {
    expect(play(history, policy).told).toBe(told);
  });

  it('tells an opening with its first NG, its streak and its reason', () => {
    const { state } = play('O N', {});
    expect(advance(state, verdictOf('N'), runAt(2), DEFAULT_POLICY).transitions).toEqual([
      {
        type: 'opened',
        check: 'orders-api',
        kind: 'target',
        since: runAt(1).startedAt,
        at: runAt(2).startedAt,
        streak: 2,
        reason: { code: 'status', message: 'status 503, wanted 200' },
        flaky: false,
      },
    ]);
  });

  it('tells a recovery with what was wrong, for how many runs, and that it was flaky', () => {
    const { state } = play('N N N N', {});
    const [news] = advance(state, verdictOf('f'), runAt(4), DEFAULT_POLICY).transitions;
    expect(news).toMatchObject({ since: runAt(0).startedAt, at: runAt(4).startedAt, streak: 4, flaky: true });
    expect(news?.reason.message).toBe('status 503, wanted 200');
  });

  it('remembers nothing of a check that stays well', () => {
    expect(play('O f O', {}).state).toBeNull();
  });

  it('keeps of a long reason 200 characters, and no half of one', () => {
    const verdict = { ...verdictOf('N'), reason: { code: 'body', message: `${'x'.repeat(199)}😀` } as const };
    const message = advance(null, verdict, runAt(0), DEFAULT_POLICY).state?.target?.reason.message;
    expect(message).toBe(`${'x'.repeat(199)}\uFFFD`);
  });

  it('says that Rollcall could not check when a secret was missing, not that the API is down', () => {
    const verdict = { ...verdictOf('N'), reason: { code: 'config', message: 'ssm:/key is not there' } as const };
    expect(advance(null, verdict, runAt(0), DEFAULT_POLICY).state).toMatchObject({
      target: null,
      fault: { streak: 1 },
    });
  });
});

describe('a run that comes twice, or late', () => {
  const step = (state: CheckState | null, letter: Letter, run: RunStamp) =>
    advance(state, verdictOf(letter), run, { ...DEFAULT_POLICY, ...one });

  it('gets its first answer again, and changes nothing', () => {
    const first = step(null, 'N', runAt(0));
    expect(step(first.state, 'N', runAt(0))).toEqual(first);
    expect(step(first.state, 'N', runAt(0)).state).toBe(first.state);
  });

  it('gets its first answer again after two later runs', () => {
    const opened = step(null, 'N', runAt(0));
    const over = step(opened.state, 'O', runAt(1));
    const again = step(over.state, 'N', runAt(2));
    expect(step(again.state, 'N', runAt(0)).transitions).toEqual(opened.transitions);
    expect(step(again.state, 'O', runAt(1)).transitions).toEqual(over.transitions);
  });

  it('is told of a recovery once more when the first answer was lost', () => {
    const over = step(step(null, 'N', runAt(0)).state, 'O', runAt(1));
    expect(step(over.state, 'O', runAt(1))).toEqual(over);
    expect(over.transitions).toHaveLength(1);
  });

  it('changes nothing when it started before the last one written', () => {
    const { state } = step(null, 'N', runAt(5));
    expect(step(state, 'O', runAt(4))).toEqual({ state, transitions: [] });
  });

  it('does not reopen what a later run saw recover', () => {
    const over = step(step(null, 'N', runAt(0)).state, 'O', runAt(2));
    expect(step(over.state, 'N', runAt(1))).toEqual({ state: over.state, transitions: [] });
  });

  it('counts one schedule once, however often it is delivered and however its instant is written', () => {
    const first = advance(null, verdictOf('N'), runAt(0, 'a'), DEFAULT_POLICY);
    const second = { id: 'b', startedAt: '2026-11-23T00:00:00Z' };
    expect(advance(first.state, verdictOf('N'), second, DEFAULT_POLICY)).toEqual({
      state: first.state,
      transitions: [],
    });
  });

  it('is refused without an instant', () => {
    const { state } = step(null, 'N', runAt(0));
    expect(() => step(state, 'N', { id: 'x', startedAt: 'soon' })).toThrow('run x started at "soon", no ISO time');
  });
});

describe('a check that is well again', () => {
  const over = play('N N O', {}).state;

  it('stays as it is, whatever number of OKs come', () => {
    expect(over).toMatchObject({ target: null, fault: null, lastRun: runAt(2) });
    expect(advance(over, verdictOf('O'), runAt(300), DEFAULT_POLICY).state).toBe(over);
  });

  it('begins anew with the next NG', () => {
    const { state } = advance(over, verdictOf('N'), runAt(3), DEFAULT_POLICY);
    expect(state?.target).toMatchObject({ since: runAt(3).startedAt, streak: 1, openedAt: null });
  });
});
