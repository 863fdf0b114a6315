/** Milliseconds spent in each phase; null where the phase did not happen or did not end. */
export type Phases = {
  readonly dns: number | null;
  readonly connect: number | null;
  readonly tls: number | null;
  readonly firstByte: number | null;
  readonly download: number | null;
};

/** Nothing happened yet. */
export const NO_PHASES: Phases = { dns: null, connect: null, tls: null, firstByte: null, download: null };

/** In the order in which they happen. */
export const PHASES = ['dns', 'connect', 'tls', 'firstByte', 'download'] as const satisfies readonly (keyof Phases)[];
