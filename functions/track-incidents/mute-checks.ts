import { nameFault } from '#core/check/known-name.ts';
import { isOn, LONGEST_MUTE_MS, type Mute, type MuteStore } from '#core/incident/mute.ts';
import { shown } from '#core/text/shown.ts';

/** What a person asks of the function beside the workflow's questions. `mutes` asks only which there are. */
export type MuteEvent =
  | { readonly mode: 'mute'; readonly check: string; readonly forMs: number }
  | { readonly mode: 'unmute'; readonly check: string }
  | { readonly mode: 'mutes' };

/** All that are on now, by name, or what was wrong with the question. */
export type MuteAnswer = { readonly mutes: readonly Mute[] } | { readonly faults: readonly string[] };

export type Muting = {
  readonly store: MuteStore;
  /** Names of all checks on the list. */
  readonly names: readonly string[];
  /** Milliseconds. */
  readonly now: () => number;
};

export function isMuteEvent(event: { readonly mode: string }): event is MuteEvent {
  return ['mute', 'unmute', 'mutes'].includes(event.mode);
}

/** Mutes a check, ends a mute, or only looks. Throws what the store throws. */
export async function muteChecks(event: MuteEvent, { store, names, now }: Muting): Promise<MuteAnswer> {
  const faults = [...nameFaults(event, names), ...timeFaults(event)];
  if (faults.length > 0) return { faults };
  const at = now();
  if (event.mode === 'mute') {
    const [from, until] = [at, at + event.forMs].map((ms) => new Date(ms).toISOString());
    await store.mute({ check: event.check, from: from ?? '', until: until ?? '' });
  }
  if (event.mode === 'unmute') await store.unmute(event.check);
  const mutes = (await store.mutes()).filter((mute) => isOn(mute, at));
  return { mutes: mutes.toSorted((a, b) => (a.check < b.check ? -1 : 1)) };
}

/** A mute of a check that the list has no more can still be ended. */
function nameFaults(event: MuteEvent, names: readonly string[]): readonly string[] {
  const fault = event.mode === 'mute' ? nameFault(event.check, names) : null;
  return fault === null ? [] : [fault];
}

function timeFaults(event: MuteEvent): readonly string[] {
  if (event.mode !== 'mute') return [];
  const { forMs } = event;
  if (Number.isFinite(forMs) && forMs >= 60_000 && forMs <= LONGEST_MUTE_MS) return [];
  return [`a mute of ${shown(forMs)} ms; a minute to ${LONGEST_MUTE_MS / 86_400_000} days are possible`];
}
