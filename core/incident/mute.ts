import type { Quiet, Verdict } from '../verdict/verdict.ts';

/**
 * Nobody is told of the check before `until`, an ISO instant: it ends by itself. `from` says when a person asked for it; a
 * run that was under way by then is quiet too, for that is what was meant.
 */
export type Mute = { readonly check: string; readonly from: string; readonly until: string };

/** Where mutes are kept, beside the incidents. Everything throws when it cannot be reached. */
export type MuteStore = {
  /** Those that are over may be among them. */
  mutes(): Promise<readonly Mute[]>;
  /** In the place of one that the check has. */
  mute(mute: Mute): Promise<void>;
  unmute(check: string): Promise<void>;
};

/** A mute is for an outage or a piece of work that somebody looks at; what lasts is a matter of the list. */
export const LONGEST_MUTE_MS = 7 * 24 * 3_600_000;

/** Whether a mute counts at a moment, in milliseconds. */
export function isOn({ until }: Mute, at: number): boolean {
  return at < Date.parse(until);
}

/** The mark of the verdicts of muted checks, at an instant in milliseconds. */
export function muted(mutes: readonly Mute[], at: number): (verdict: Verdict) => Quiet | null {
  const ends = new Map(mutes.flatMap((mute) => (isOn(mute, at) ? [[mute.check, mute.until] as const] : [])));
  return ({ name }) => {
    const by = ends.get(name);
    return by === undefined ? null : { because: 'muted', by };
  };
}
