import type { Transition } from '../incident/state.ts';
import { NO_PHASES, PHASES, type Phases } from '../verdict/phases.ts';
import type { ReasonCode } from '../verdict/reason.ts';
import type { Quiet, Verdict } from '../verdict/verdict.ts';
import type { RunHistory } from './run-history.ts';

/**
 * One run as JSON that deflates well: a column for each figure of its verdicts, and beside them, by their index, only what
 * few of them have. `v` changes when older code could not read it.
 */
export type PackedRun = {
  readonly v: 1;
  readonly id: string;
  /** An ISO instant. */
  readonly startedAt: string;
  readonly names: readonly string[];
  /** A letter each: `o` OK, `n` NG. */
  readonly outcomes: string;
  readonly statuses: readonly (number | null)[];
  /** Milliseconds, to three digits. */
  readonly latencies: readonly (number | null)[];
  /** A column for each phase, in the order of PHASES; milliseconds, to three digits. */
  readonly phases: readonly (readonly (number | null)[])[];
  /** Whole seconds from the start of the run to the answer. */
  readonly after: readonly number[];
  readonly reasons: Sparse<ReasonCode>;
  readonly attempts: Sparse<number>;
  readonly flaky: readonly number[];
  readonly degraded: readonly number[];
  readonly quiet: Sparse<readonly [because: Quiet['because'], by: string | null]>;
  readonly transitions: readonly Transition[];
};

/** Values by the index of their verdict. */
type Sparse<T> = readonly (readonly [index: number, value: T])[];

/** What a verdict cannot say of its check after it was packed: the list knows it. */
export type CheckWords = Pick<Verdict, 'kind' | 'tags'>;

/** A run without the words of its targets: of a reason its code is kept, and of incidents all that was reported. */
export function packed({ run, verdicts, transitions }: RunHistory): PackedRun {
  const startedAt = Date.parse(run.startedAt);
  return {
    v: 1,
    id: run.id,
    startedAt: run.startedAt,
    names: verdicts.map(({ name }) => name),
    outcomes: verdicts.map(({ outcome }) => (outcome === 'OK' ? 'o' : 'n')).join(''),
    statuses: verdicts.map(({ status }) => status ?? null),
    latencies: verdicts.map(({ latencyMs }) => threeDigits(latencyMs)),
    phases: PHASES.map((phase) => verdicts.map(({ phases }) => threeDigits(phases?.[phase]))),
    after: verdicts.map(({ at }) => Math.max(0, Math.round((Date.parse(at) - startedAt) / 1000))),
    reasons: sparse(verdicts, ({ reason }) => reason?.code),
    attempts: sparse(verdicts, ({ attempts }) => (attempts === 1 ? undefined : attempts)),
    flaky: indexesOf(verdicts, ({ flaky }) => flaky),
    degraded: indexesOf(verdicts, ({ degraded }) => degraded),
    quiet: sparse(verdicts, ({ quiet }) => quiet && ([quiet.because, quiet.by] as const)),
    transitions,
  };
}

/**
 * The run packed, and then leaner and leaner, for whoever has room for no more: without the words of incidents' reasons, without
 * incidents, without phases.
 */
export function* packings(history: RunHistory): Generator<PackedRun> {
  const whole = packed(history);
  yield whole;
  yield { ...whole, transitions: whole.transitions.map(withoutWords) };
  yield { ...whole, transitions: [] };
  yield { ...whole, transitions: [], phases: [] };
}

function withoutWords(transition: Transition): Transition {
  const { code } = transition.reason;
  return { ...transition, reason: { code, message: code } };
}

/**
 * The run again. `wordsOf` says what the list knows of a check by its name; null for one that it has no more, whose verdict
 * and transitions are left out. Of a reason the message is its code. Null for what another version has packed.
 */
export function unpacked(run: PackedRun, wordsOf: (name: string) => CheckWords | null): RunHistory | null {
  if (run.v !== 1) return null;
  const { id, startedAt } = run;
  const rare = {
    reasons: new Map(run.reasons),
    attempts: new Map(run.attempts),
    quiet: new Map(run.quiet),
    flaky: new Set(run.flaky),
    degraded: new Set(run.degraded),
  };
  const verdicts = run.names.flatMap((name, index) => {
    const words = wordsOf(name);
    return words === null ? [] : [verdictAt(run, index, rare, { name, kind: words.kind, tags: words.tags })];
  });
  const transitions = run.transitions.filter(({ check }) => wordsOf(check) !== null);
  return { run: { id, startedAt }, verdicts, transitions };
}

type Rare = {
  readonly reasons: ReadonlyMap<number, ReasonCode>;
  readonly attempts: ReadonlyMap<number, number>;
  readonly quiet: ReadonlyMap<number, readonly [Quiet['because'], string | null]>;
  readonly flaky: ReadonlySet<number>;
  readonly degraded: ReadonlySet<number>;
};

function verdictAt(run: PackedRun, index: number, rare: Rare, words: CheckWords & Pick<Verdict, 'name'>): Verdict {
  const isOk = run.outcomes[index] === 'o';
  const code = rare.reasons.get(index);
  const quiet = rare.quiet.get(index);
  return {
    ...words,
    outcome: isOk ? 'OK' : 'NG',
    reason: code === undefined ? null : { code, message: code },
    status: run.statuses[index] ?? null,
    latencyMs: run.latencies[index] ?? null,
    phases: phasesAt(run, index),
    attempts: rare.attempts.get(index) ?? 1,
    recheck: false,
    flaky: rare.flaky.has(index),
    degraded: rare.degraded.has(index),
    label: isOk ? 'healthy' : 'unhealthy',
    at: new Date(Date.parse(run.startedAt) + (run.after[index] ?? 0) * 1000).toISOString(),
    ...(quiet && { quiet: { because: quiet[0], by: quiet[1] } as Quiet }),
  };
}

function phasesAt({ phases }: PackedRun, index: number): Phases {
  const measured = PHASES.map((phase, column) => [phase, phases[column]?.[index] ?? null] as const);
  return { ...NO_PHASES, ...Object.fromEntries(measured) };
}

/** Classes of latencies are wider than what is lost. What is no number, from a checker of another version, is none. */
function threeDigits(ms: unknown): number | null {
  return typeof ms === 'number' && Number.isFinite(ms) ? Number(ms.toPrecision(3)) : null;
}

function sparse<T>(verdicts: readonly Verdict[], pick: (verdict: Verdict) => T | undefined): Sparse<T> {
  return verdicts.flatMap((verdict, index) => {
    const value = pick(verdict);
    return value === undefined ? [] : [[index, value] as const];
  });
}

function indexesOf(verdicts: readonly Verdict[], is: (verdict: Verdict) => boolean): readonly number[] {
  return verdicts.flatMap((verdict, index) => (is(verdict) ? [index] : []));
}
