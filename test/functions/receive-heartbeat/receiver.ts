import type { UrlEvent } from '#functions/receive-heartbeat/read-request.ts';
import { type Receiving, receiveHeartbeat } from '#functions/receive-heartbeat/receive-heartbeat.ts';
import { type BeatStore, type Beats, NO_BEATS } from '#kinds/heartbeat/beats.ts';
import { tokenOf } from '#kinds/heartbeat/token.ts';

export const KEY = 'k'.repeat(64);
export const NOW = Date.parse('2026-05-16T22:51:00Z');
export const JOBS = new Map([
  ['nightly', 1],
  ['rotated', 2],
  ['jobs/start', 1],
  ['a b+c=d&e?f#g', 1],
  ['404', 1],
]);

/** Reports in memory. */
function memoryBeats() {
  const known = new Map<string, Beats>();
  const store: BeatStore = {
    change: async (name, _, change) => void known.set(name, change(known.get(name) ?? NO_BEATS)),
  };
  return { known, store };
}

/** A receiver of JOBS; its clock goes a second on with each report. */
export function receiver(given: Partial<Receiving> = {}) {
  const { known, store } = memoryBeats();
  let clock = NOW;
  const receiving: Receiving = {
    versions: JOBS,
    key: async () => KEY,
    store,
    now: () => {
      clock += 1_000;
      return clock;
    },
    ...given,
  };
  return { known, take: (event: UrlEvent) => receiveHeartbeat(event, receiving) };
}

export const tokenFor = (name: string): string => tokenOf(KEY, name, JOBS.get(name) ?? 0);

type More = Omit<UrlEvent, 'rawPath'> & { readonly method?: string };

/** A request as Lambda hands it over. */
export function request(rawPath: string, { method = 'GET', ...more }: More = {}): UrlEvent {
  return { rawPath, rawQueryString: '', headers: {}, requestContext: { http: { method } }, ...more };
}
