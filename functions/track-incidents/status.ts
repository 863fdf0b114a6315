import { isOn, type Mute, type MuteStore } from '#core/incident/mute.ts';
import { type Standing, standingIn } from '#core/incident/standing.ts';
import type { IncidentStore } from '#core/incident/store.ts';

/** What a person asks of the function beside the workflow's questions: what is down, and what is muted. */
export type StatusEvent = { readonly mode: 'status' };

/** Open incidents, the longest first, and the mutes that are on, by name. */
export type StatusAnswer = { readonly open: readonly Standing[]; readonly mutes: readonly Mute[] };

export type Remembered = {
  readonly store: Pick<IncidentStore, 'load'>;
  readonly mutes: Pick<MuteStore, 'mutes'>;
  /** Names of all checks on the list. */
  readonly names: readonly string[];
  /** Milliseconds. */
  readonly now: () => number;
};

export function isStatusEvent(event: { readonly mode: string }): event is StatusEvent {
  return event.mode === 'status';
}

/** What is remembered now. Throws what the stores throw. */
export async function statusNow({ store, mutes, names, now }: Remembered): Promise<StatusAnswer> {
  const [states, muted] = await Promise.all([store.load(names), mutes.mutes()]);
  const on = muted.filter((mute) => isOn(mute, now()));
  return { open: standingIn(states.values()), mutes: on.toSorted((a, b) => (a.check < b.check ? -1 : 1)) };
}
