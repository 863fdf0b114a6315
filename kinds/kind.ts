import type * as z from 'zod';
import type { Destination } from '#core/address/destination.ts';
import type { Check } from '#core/check/check.ts';
import type { Trial } from '#core/prove/trial.ts';
import type { Literal } from '#core/redact/literal.ts';
import type { Draft } from '#core/settings/draft.ts';
import type { PathFault } from '#core/settings/fault.ts';
import type { Defaults } from '#core/settings/shared-settings.ts';
import type { Surroundings } from '#core/settings/surroundings.ts';
import type { Failure, Observation } from '#core/verdict/observation.ts';
import type { Reason } from '#core/verdict/reason.ts';
import type { Seen } from '#core/verdict/verdict.ts';
import type { CheckerEffects } from './probing/effects.ts';
import type { Expectation, Said } from './probing/trace/trace.ts';

/**
 * What a kind of check is: a folder of kinds/ that gives these four, and a line for each in settings.ts, probes.ts,
 * offences.ts and explanations.ts. They are four because a checker's bundle must not hold the validator, only `prove` needs
 * offences, and only `run --verbose` explanations.
 */

/** The settings that an entry does not take of those that `defaults` gives its kind. */
export type GivesWay = (entry: Settings, given: Settings) => readonly string[];

type Settings = Readonly<Record<string, unknown>>;

/** How people write a check of the kind (kinds/<name>/settings.ts). It is in no checker's bundle. */
export type KindSettings<Authored, C extends Check> = {
  /**
   * A whole entry of checks.yaml: the settings that every check has, the kind's own under its name, and `expect`. Made when
   * the first check of the kind is read: a start pays for the kinds that it meets.
   */
  readonly schema: () => z.ZodType<Authored, Authored>;
  /**
   * What the kind takes where neither a check nor the file's `defaults` says, such as `{every: '1d'}`. They have come into
   * `defaults` before `rules` and `resolve` see it.
   */
  readonly defaults?: Defaults;
  /** What is wrong between settings, as far as the sound part of an entry says it. Paths begin at the entry. */
  readonly rules: (draft: Draft<Authored>, defaults: Defaults, surroundings: Surroundings) => readonly PathFault[];
  /** What is left of a faulty entry for the rules, where that is more than `soundPart` in core/settings/draft.ts leaves. */
  readonly soundPart?: (entry: unknown, faults: readonly PathFault[]) => object;
  /** What is wrong with references and templates in an entry, for a kind that replaces more than those. */
  readonly referenceFaults?: (draft: object) => readonly PathFault[];
  /** An entry without faults as the check that travels, every default filled. */
  readonly resolve: (authored: Authored, defaults: Defaults, surroundings: Surroundings) => C;
  /**
   * What an entry does not take of what `defaults` gives the kind, because of something else that it says: `auth` beside a
   * header of its own, `expect.status`. What it says by the same name goes before anyway.
   */
  readonly givesWay?: GivesWay;
  /** Literal credentials in a target, for warnings: the same function as the probe's evidence has. */
  readonly secretsIn?: (target: C['target']) => readonly Literal[];
  /** Whether the request is signed by the role of whoever makes it. No kind does when left out. */
  readonly usesRole?: (target: C['target']) => boolean;
  /** The hosts that a check connects to, for warnings; those that a reference stands for are left out. None when left out. */
  readonly destinations?: (target: C['target']) => readonly Destination[];
};

/** How a check of the kind is made, and what its answer means (kinds/<name>/probe.ts). Bundled as functions/check-<name>. */
export type KindProbe<C extends Check, Observed extends Observation> = {
  /**
   * Asks the target once. References in `check.target` are resolved; `written` is the target with the references in
   * place. Whatever the target does is data; a throw is a fault of ours.
   */
  readonly observe: (check: C, effects: CheckerEffects, written: C['target']) => Promise<Observed>;
  /** `observe` resolves references itself, because what else it puts in must never be read for references. */
  readonly resolvesItself?: true;
  /** Why the answer is not what the check expects; null when it is. */
  readonly judge: (observed: Observed, check: C, effects: Pick<CheckerEffects, 'date' | 'isAlone'>) => Judgement;
  /** Why an answer that is OK is degraded all the same, the real value beside the limit; null when it is not. */
  readonly warn?: (observed: Observed, check: C, effects: Pick<CheckerEffects, 'date'>) => string | null;
  /** What was seen of the target, OK or NG, for results, page and metrics. */
  readonly seen?: (observed: Observed, check: C, effects: Pick<CheckerEffects, 'measuresAll'>) => Seen | null;
  /** What an NG shows besides its reason, loaded on NG only. What it returns is redacted by the checker. */
  readonly evidence?: () => Promise<Evidence<C, Observed>>;
};

type Judgement = Reason | null | Promise<Reason | null>;

/** What an NG of a kind shows besides its reason. */
export type Evidence<C extends Check, Observed extends Observation> = {
  /** Literal credentials in a target: the same function as the settings have. Left out where it can hold none. */
  readonly secretsIn?: (target: C['target']) => readonly Literal[];
  /** `excerpt`: the beginning of what the target said, safe to print. `command`: what asks it again by hand. */
  readonly shown: (
    observed: Observed,
    check: C,
  ) => { readonly excerpt: string | null; readonly command: string | null };
};

/** What `rollcall prove` breaks to see whether the check notices (kinds/<name>/offences.ts). */
export type KindOffences<C extends Check, Observed extends Observation> = {
  /** An answer that fits what the check expects, without asking the target. */
  readonly madeUp: (check: C, at: Date) => Observed;
  /** What a check of a healthy target has to notice. `healthy` may be any answer that the check accepts. */
  readonly trials: (check: C, healthy: Observed, at: Date) => readonly Trial[];
};

/**
 * What `rollcall run --verbose` says of an answer (kinds/<name>/explain.ts). What the probe did on the way is not its
 * business: that is `effects.trace`, which the probe itself tells. Everything is redacted by who asks.
 */
export type KindExplanation<C extends Check, Observed extends Observation> = {
  /**
   * Everything that the check expects of an answer, held or not, in the order of judging, with the real value beside the
   * wanted one. What does not hold is best said in the words of `judge`. A failure is not asked about.
   */
  readonly expectations: (
    observed: Exclude<Observed, Failure>,
    check: C,
    at: Date,
  ) => readonly Expectation[] | Promise<readonly Expectation[]>;
  /**
   * Whether an answer can hold what becomes a secret only later in its attempt, such as a token, a session or what is
   * captured. Then nothing is shown from the first answer on, before the attempt is over.
   */
  readonly learnsSecrets: (check: C) => boolean;
  /** What the target said, of which the beginning is shown. Left out where it says nothing that is text. */
  readonly said?: (observed: Exclude<Observed, Failure>, check: C) => Said | null;
};

/** What a registry demands of its rows; `never` stands for the kind's own types, which only its folder knows. */
export type AnySettings = {
  readonly schema: () => z.ZodType;
  readonly defaults?: Defaults;
  readonly rules: (draft: never, defaults: Defaults, surroundings: Surroundings) => readonly PathFault[];
  readonly soundPart?: (entry: unknown, faults: readonly PathFault[]) => object;
  readonly referenceFaults?: (draft: object) => readonly PathFault[];
  readonly resolve: (authored: never, defaults: Defaults, surroundings: Surroundings) => Check;
  readonly givesWay?: GivesWay;
  readonly secretsIn?: (target: never) => readonly Literal[];
  readonly usesRole?: (target: never) => boolean;
  readonly destinations?: (target: never) => readonly Destination[];
};
/** What the registry of probes demands of a row. */
export type AnyProbe = {
  readonly observe: (check: never, effects: CheckerEffects, written: never) => Promise<Observation>;
  readonly resolvesItself?: true;
  readonly judge: (observed: never, check: never, effects: Pick<CheckerEffects, 'date' | 'isAlone'>) => Judgement;
  readonly warn?: (observed: never, check: never, effects: Pick<CheckerEffects, 'date'>) => string | null;
  readonly seen?: (observed: never, check: never, effects: Pick<CheckerEffects, 'measuresAll'>) => Seen | null;
  readonly evidence?: () => Promise<{
    readonly secretsIn?: (target: never) => readonly Literal[];
    readonly shown: (
      observed: never,
      check: never,
    ) => { readonly excerpt: string | null; readonly command: string | null };
  }>;
};
/** What the registry of offences demands of a row. */
export type AnyOffences = {
  readonly madeUp: (check: never, at: Date) => Observation;
  readonly trials: (check: never, healthy: never, at: Date) => readonly Trial[];
};
/** What the registry of explanations demands of a row. */
export type AnyExplanation = {
  readonly expectations: (
    observed: never,
    check: never,
    at: Date,
  ) => readonly Expectation[] | Promise<readonly Expectation[]>;
  readonly learnsSecrets: (check: never) => boolean;
  readonly said?: (observed: never, check: never) => Said | null;
};
