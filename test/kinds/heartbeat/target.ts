import { type Heartbeat, NO_BEATS } from '#kinds/heartbeat/beats.ts';
import type { KindTarget } from '../target.ts';

/** A job that has reported success, and one that has reported failure. */
export async function startTarget(): Promise<KindTarget> {
  return {
    ok: { heartbeat: { every: '1h' } },
    ng: { heartbeat: { every: '1h' } },
    // Nothing that a job says of its schedule is kept elsewhere.
    secret: null,
    store: { readHeartbeat: async (name, at) => known(/^down$|-ng$/.test(name), at) },
    reports: { ok: '', ng: '/3' },
  };
}

function known(isDown: boolean, at: number): Heartbeat {
  const ok = { at, rid: null, startedAt: null };
  const fail = { at, rid: null, exit: 3, text: '' };
  return { since: at, beats: isDown ? { ...NO_BEATS, fail } : { ...NO_BEATS, ok } };
}
