import { type Answer, renewals } from './certificates.ts';
import { type Decision, decide, memoryless, type Roll } from './decide.ts';
import type { CheckState, RunStamp, Transition } from './state.ts';
import type { IncidentStore } from './store.ts';
import { closings } from './unlisted.ts';

/** A run's verdicts and where its checks' states are kept. */
export type RunToTrack = Omit<Roll, 'states'> & { readonly store: IncidentStore };

/** `recorded` false: something could not be remembered, because of `trouble`, and was reported without memory. */
export type Tracking = {
  readonly recorded: boolean;
  readonly transitions: readonly Transition[];
  readonly trouble: unknown;
};

// With two or three overlapping runs each gets its turn by the second or third try.
const TRIES = 4;

/**
 * Reads what is remembered, decides, writes what has changed; where another run was there in between, once more from
 * the start. What cannot be remembered is reported without memory: a store that is down never silences an alert. Its
 * recoveries wait: until the state is written the incident is open, and the next OK run will tell.
 */
export async function trackRun({ store, ...roll }: RunToTrack): Promise<Tracking> {
  const transitions: Transition[] = [];
  const unsaved: Decision[] = [];
  let trouble: unknown = null;
  let pending = roll.verdicts;
  try {
    for (let tries = 0; tries < TRIES && pending.length > 0; tries += 1) {
      const states = await store.load(pending.map(({ name }) => name));
      // Asked for once: where somebody else was there in between, they are among those that are asked for again.
      if (tries === 0) pending = [...pending, ...renewals(states, roll.verdicts, roll.run)];
      const ends = tries === 0 ? endsOf(roll, states, pending) : [];
      const made = await saved(store, [...decide({ ...roll, verdicts: pending, states }), ...ends]);
      transitions.push(...made.held.flatMap((decision) => decision.transitions));
      unsaved.push(...made.failed);
      trouble ??= made.trouble;
      pending = made.overtaken;
    }
  } catch (unreachable) {
    trouble ??= unreachable;
  }
  const contended = trouble === null && pending.length > 0 ? new IncidentsContended(pending) : null;
  const after = await afterAll(store, roll.run, unsaved);
  transitions.push(...after.transitions, ...memoryless(roll.run, pending));
  const recorded = after.written && pending.length === 0;
  return { recorded, transitions, trouble: recorded ? null : (trouble ?? contended) };
}

function endsOf({ listed, run, now }: Omit<Roll, 'states'>, states: Roll['states'], pending: readonly Answer[]) {
  if (listed === undefined) return [];
  return closings(states, listed, { run, now }, new Set(pending.map(({ name }) => name)));
}

type Made = {
  readonly held: readonly Decision[];
  readonly failed: readonly Decision[];
  readonly overtaken: readonly Answer[];
  readonly trouble: unknown;
};

/** Writes what was decided, and says what has become of each decision. */
async function saved(store: IncidentStore, decisions: readonly Decision[]): Promise<Made> {
  const changes = decisions.flatMap(({ change }) => change ?? []);
  const { conflicts, failed } = await store.save(changes).catch((trouble: unknown) => {
    return { conflicts: [], failed: { names: changes.map(({ name }) => name), trouble } };
  });
  const [overtaken, unsaved] = [new Set(conflicts), new Set(failed?.names)];
  return {
    held: decisions.filter(({ name }) => !overtaken.has(name) && !unsaved.has(name)),
    failed: decisions.filter(({ name }) => unsaved.has(name)),
    // What another run has closed meanwhile is closed.
    overtaken: decisions.flatMap(({ name, verdict }) => (overtaken.has(name) ? (verdict ?? []) : [])),
    trouble: failed?.trouble ?? null,
  };
}

/**
 * What is reported of decisions whose writing failed. Where only the answer was lost the store has them, and they are reported as
 * decided; the others without memory, and a recovery among them with the next OK run. When the store cannot say which
 * they are, both are reported: a recovery twice is better than none.
 */
async function afterAll(store: IncidentStore, run: RunStamp, unsaved: readonly Decision[]) {
  if (unsaved.length === 0) return { written: true, transitions: [] };
  const alone = (some: readonly Decision[]) =>
    memoryless(
      run,
      some.flatMap(({ verdict }) => verdict ?? []),
    );
  try {
    const states = await store.load(unsaved.map(({ name }) => name));
    const isWritten = ({ name }: Decision) => isOf(run, states.get(name));
    const { written = [], lost = [] } = Object.groupBy(unsaved, (made) => (isWritten(made) ? 'written' : 'lost'));
    const transitions = [...written.flatMap((made) => made.transitions), ...alone(lost)];
    return { written: lost.length === 0, transitions };
  } catch {
    const over = unsaved.flatMap((made) =>
      made.transitions.filter(({ type }) => type === 'recovered' || type === 'removed'),
    );
    return { written: false, transitions: [...over, ...alone(unsaved)] };
  }
}

function isOf({ id }: RunStamp, state: CheckState | undefined): boolean {
  return state !== undefined && (state.lastRun.id === id || state.told.some(({ runId }) => runId === id));
}

/**
 * Remembers the verdicts of a run whose alerts are out already, reported without memory. It tells nothing, so it writes only
 * what there is nothing to tell of: whatever would open or end an incident is left for the next run, which can say so.
 * Throws what the store throws.
 */
export async function recordRun({ store, ...roll }: RunToTrack): Promise<void> {
  const policyOf: Roll['policyOf'] = (name) => ({ ...roll.policyOf(name), notify: 'transitions' });
  const states = await store.load(roll.verdicts.map(({ name }) => name));
  const decisions = decide({ ...roll, policyOf, states });
  const silent = decisions.filter(({ transitions }) => transitions.length === 0);
  // Conflicts are no fault here: a later run has written, and this one no longer counts.
  const { failed } = await store.save(silent.flatMap(({ change }) => change ?? []));
  if (failed !== undefined) throw failed.trouble;
}

/** Other runs wrote the same checks each time that this one tried. */
class IncidentsContended extends Error {
  override readonly name = 'IncidentsContended' as const;

  constructor(checks: readonly Answer[]) {
    super(
      `${checks.length} checks were written by other runs ${TRIES} times over, ${checks[0]?.name} for one; run fewer at once`,
    );
  }
}
