import type { ReadHeartbeat } from '#kinds/heartbeat/beats.ts';

/**
 * A healthy target of a kind and three entries of a checks file for it (without names): one that is OK, one that is NG, and
 * one whose target holds `${env:ROLLCALL_KIND_SECRET}` and which is NG with a reason that would say its value.
 * `secret` is null for a kind of which nothing can be a reference. `readHeartbeat` is the store that a heartbeat's target is,
 * and `report` puts the same into a deployed one.
 * kinds/<kind>/ has it in test/kinds/<kind>/target.ts, as `startTarget`.
 */
export type KindTarget = {
  readonly ok: object;
  readonly ng: object;
  readonly secret: { readonly entry: object; readonly value: string } | null;
  readonly readHeartbeat?: ReadHeartbeat;
  readonly reports?: readonly { readonly of: 'ok' | 'ng'; readonly path: string }[];
};

export const SECRET_REFERENCE = '${env:ROLLCALL_KIND_SECRET}';
