import { renewals } from './certificates.ts';
import { decide, memoryless, type Roll } from './decide.ts';
import type { Transition } from './state.ts';
import type { IncidentStore } from './store.ts';

/** A run's verdicts and where its checks' states are kept. */
export type RunToTrack = Omit<Roll, 'states'> & { readonly store: IncidentStore };

/** `recorded` false: something could not be remembered, because of `trouble`, and was told without memory. */
export type Tracking = {
  readonly recorded: boolean;
  readonly transitions: readonly Transition[];
  readonly trouble: unknown;
};

// With two or three overlapping runs each gets its turn by the second or third try.
const TRIES = 4;

/**
 * Reads what is remembered, decides, writes what has changed; where another run was there in between, once more from
 * the start. What cannot be remembered is told without memory: a store that is down never silences an alert. Its
 * recoveries wait: until the state is written the incident is open, and the next OK run will tell.
 */
export async function trackRun({ store, ...roll }: RunToTrack): Promise<Tracking> {
  const transitions: Transition[] = [];
  let pending = roll.verdicts;
  try {
    for (let tries = 0; tries < TRIES && pending.length > 0; tries += 1) {
      const states = await store.load(pending.map(({ name }) => name));
      // Asked for once: where somebody else was there in between, they are among those that are asked for again.
      if (tries === 0) pending = [...pending, ...renewals(states, roll.verdicts, roll.run)];
      const decisions = decide({ ...roll, verdicts: pending, states });
      const { conflicts } = await store.save(decisions.flatMap(({ change }) => change ?? []));
      const lost = new Set(conflicts);
      transitions.push(...decisions.flatMap((made) => (lost.has(made.verdict.name) ? [] : made.transitions)));
      pending = pending.filter(({ name }) => lost.has(name));
    }
  } catch (trouble) {
    return { recorded: false, transitions: [...transitions, ...memoryless(roll.run, pending)], trouble };
  }
  if (pending.length === 0) return { recorded: true, transitions, trouble: null };
  const trouble = new IncidentsContended(pending.map(({ name }) => name));
  return { recorded: false, transitions: [...transitions, ...memoryless(roll.run, pending)], trouble };
}

/**
 * Remembers the verdicts of a run whose alerts are out already, told without memory. It tells nothing, so it writes only
 * what there is nothing to tell of: whatever would open or end an incident is left for the next run, which can say so.
 * Throws what the store throws.
 */
export async function recordRun({ store, ...roll }: RunToTrack): Promise<void> {
  const policyOf: Roll['policyOf'] = (name) => ({ ...roll.policyOf(name), notify: 'transitions' });
  const states = await store.load(roll.verdicts.map(({ name }) => name));
  const decisions = decide({ ...roll, policyOf, states });
  const silent = decisions.filter(({ transitions }) => transitions.length === 0);
  // Conflicts are no fault here: a later run has written, and this one no longer counts.
  await store.save(silent.flatMap(({ change }) => change ?? []));
}

/** Other runs wrote the same checks each time that this one tried. */
class IncidentsContended extends Error {
  override readonly name = 'IncidentsContended' as const;

  constructor(checks: readonly string[]) {
    super(
      `${checks.length} checks were written by other runs ${TRIES} times over, ${checks[0]} for one; run fewer at once`,
    );
  }
}
