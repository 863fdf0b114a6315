import { isCertificate } from '#core/incident/certificates.ts';
import type { CheckState, Listed } from '#core/incident/state.ts';
import type { IncidentStore } from '#core/incident/store.ts';
import { isListed } from '#core/incident/unlisted.ts';

/** `refused`: names of checks that cannot be written. */
export type MemoryStore = IncidentStore & { readonly states: Map<string, CheckState>; readonly refused: Set<string> };

/** A store with the real ones' conditions and none of their files or wires; they pass the same contract test. */
export function memoryStore(listed?: Listed): MemoryStore {
  const states = new Map<string, CheckState>();
  const refused = new Set<string>();
  const sameAs = (name: string, before: CheckState['lastRun'] | null) => {
    const kept = states.get(name)?.lastRun;
    return before === null ? kept === undefined : kept?.id === before.id && kept.startedAt === before.startedAt;
  };
  return {
    states,
    refused,
    load: async (names) => {
      const isGone = (state: CheckState) => listed !== undefined && !isListed(state, listed);
      const isWanted = (state: CheckState) => names.includes(state.name) || isCertificate(state.name) || isGone(state);
      return new Map([...states].filter(([, state]) => isWanted(state)));
    },
    save: async (changes) => {
      const conflicts: string[] = [];
      const names: string[] = [];
      for (const { name, before, after } of changes) {
        if (refused.has(name)) names.push(name);
        else if (!sameAs(name, before)) conflicts.push(name);
        else if (after === null) states.delete(name);
        else states.set(name, after);
      }
      return names.length === 0 ? { conflicts } : { conflicts, failed: { names, trouble: new Error('refused') } };
    },
  };
}
