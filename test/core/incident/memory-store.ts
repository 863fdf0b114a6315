import { isCertificate } from '#core/incident/certificates.ts';
import type { CheckState } from '#core/incident/state.ts';
import type { IncidentStore } from '#core/incident/store.ts';

export type MemoryStore = IncidentStore & { readonly states: Map<string, CheckState> };

/** A store with the real ones' conditions and none of their files or wires; they pass the same contract test. */
export function memoryStore(): MemoryStore {
  const states = new Map<string, CheckState>();
  const sameAs = (name: string, before: CheckState['lastRun'] | null) => {
    const kept = states.get(name)?.lastRun;
    return before === null ? kept === undefined : kept?.id === before.id && kept.startedAt === before.startedAt;
  };
  return {
    states,
    load: async (names) => new Map([...states].filter(([name]) => names.includes(name) || isCertificate(name))),
    save: async (changes) => {
      const conflicts: string[] = [];
      for (const { name, before, after } of changes) {
        if (!sameAs(name, before)) conflicts.push(name);
        else if (after === null) states.delete(name);
        else states.set(name, after);
      }
      return { conflicts };
    },
  };
}
