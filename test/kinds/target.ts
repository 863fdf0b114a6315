import type { ReadHeartbeat } from '#kinds/heartbeat/beats.ts';

/**
 * A healthy target of a kind and three entries of a checks file for it (without names): one that is OK, one that is NG, and
 * one whose target holds `${env:ROLLCALL_KIND_SECRET}` and which is NG with a reason that would say its value.
 * `secret` is null for a kind of which nothing can be a reference. `store`: of a kind that is not asked but reports, what the
 * check of each entry would find, by its name: `down` and names that end in `-ng` are the NG's. `reports`: what makes a
 * deployed receiver know the same.
 * kinds/<kind>/ has it in test/kinds/<kind>/target.ts, as `startTarget`.
 */
export type KindTarget = {
  readonly ok: object;
  readonly ng: object;
  readonly secret: { readonly entry: object; readonly value: string } | null;
  readonly store?: { readonly readHeartbeat: ReadHeartbeat };
  readonly reports?: { readonly ok: string; readonly ng: string };
};

export const SECRET_REFERENCE = '${env:ROLLCALL_KIND_SECRET}';
