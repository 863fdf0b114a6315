import type { Bucket } from '../../history/bucket.ts';
import type { PastVerdict } from '../../status/past-verdict.ts';
import type { NO_PHASES } from '../../verdict/phases.ts';
import type { Scope } from '../how.ts';
import type { CheckDetails } from '../page-data.ts';
import { whyFor } from './incidents.ts';
import { type ShownState, stateOf } from './state.ts';
import type { Why } from './why.ts';

/** What a reader may see of one check beside its row. `own` is null for strangers, as are `status` and `attempts`. */
export type ShownDetails = {
  readonly results: readonly ShownResult[];
  readonly recent: readonly Bucket[];
  readonly own: (Pick<CheckDetails, 'configuration' | 'command'> & { readonly excerpt: string | null }) | null;
};

/** One answer of the past. */
type ShownResult = {
  readonly at: string;
  readonly state: ShownState;
  readonly why: Why | null;
  readonly latencyMs: number | null;
  readonly status: number | null;
  readonly attempts: number | null;
};

/** As `shownTo`, of one check: strangers see times, states and latencies, and not where the time goes. */
export function detailsFor({ results, recent, configuration, command }: CheckDetails, scope: Scope): ShownDetails {
  const isOwner = scope === 'private';
  return {
    results: results.map((result) => shownResult(result, isOwner)),
    recent: isOwner ? recent : recent.map((bucket) => ({ ...bucket, phases: ZEROS, phased: 0 })),
    own: isOwner ? { configuration, command, excerpt: results[0]?.verdict.excerpt ?? null } : null,
  };
}

const ZEROS = { dns: 0, connect: 0, tls: 0, firstByte: 0, download: 0 } satisfies Record<
  keyof typeof NO_PHASES,
  number
>;

function shownResult(past: PastVerdict, isOwner: boolean): ShownResult {
  const { at, reason, warning, latencyMs, status, attempts, quiet } = past.verdict;
  const isHidden = !isOwner && reason?.code === 'certificate';
  const why = reason === null || isHidden ? null : whyFor(reason, isOwner ? null : new Set());
  return {
    at,
    state: isHidden ? 'ok' : stateOf(past, quiet?.because === 'maintenance'),
    why: why ?? (isOwner && warning !== undefined ? { words: warning } : null),
    latencyMs,
    status: isOwner ? status : null,
    attempts: isOwner ? attempts : null,
  };
}
