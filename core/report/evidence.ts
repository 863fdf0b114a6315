import { BUDGETS } from '../contract.ts';
import { cutToBytes, safeText } from '../text/safe-text.ts';
import type { Phases } from '../verdict/phases.ts';
import type { Verdict } from '../verdict/verdict.ts';

/** What a verdict shows of its target, safe to print and of known shapes. Null and empty where there is nothing. */
export type Evidence = {
  readonly status: number | null;
  readonly latencyMs: number | null;
  readonly phases: Partial<Phases>;
  readonly attempts: number | null;
  readonly excerpt: string | null;
  readonly curl: string | null;
  readonly tags: readonly string[];
};

/** A verdict that got here passed RouteVerdict, which looks at name and outcome only: no other field's shape is trusted. */
export function evidenceOf(verdict: Verdict | undefined): Evidence {
  const { status, latencyMs, phases, attempts, excerpt, curl, tags } = (verdict ?? {}) as Partial<Verdict>;
  return {
    status: numberOf(status),
    latencyMs: numberOf(latencyMs),
    phases: phasesOf(phases),
    attempts: numberOf(attempts),
    excerpt: textOf(excerpt, BUDGETS.excerptBytes),
    curl: textOf(curl, BUDGETS.verdictBytes),
    tags: Array.isArray(tags) ? tags.map((tag) => field(tag, 100)) : [],
  };
}

/** A part of a sentence: safe to print, at most `bytes` long. */
export const field = (value: unknown, bytes: number): string => cutToBytes(safeText(String(value)), bytes);

const numberOf = (value: unknown): number | null => (typeof value === 'number' ? value : null);

const textOf = (value: unknown, bytes: number): string | null =>
  typeof value === 'string' && value !== '' ? field(value, bytes) : null;

function phasesOf(phases: unknown): Partial<Phases> {
  if (typeof phases !== 'object' || phases === null) return {};
  const measured = Object.entries(phases).filter(([, ms]) => typeof ms === 'number');
  return Object.fromEntries(measured.map(([phase, ms]) => [field(phase, 20), ms])) as Partial<Phases>;
}
