const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Milliseconds of a duration as Go, Prometheus and compose write it (`1m30s`, `500ms`), or of plain seconds. */
export function millisecondsOf(value: unknown): number | null {
  if (typeof value === 'number') return value * 1000;
  if (typeof value !== 'string') return null;
  const parts = [...value.matchAll(/(\d+(?:\.\d+)?)(ms|[smhd])/g)];
  if (parts.length === 0 || parts.map(([whole]) => whole).join('') !== value.trim()) return null;
  return parts.reduce((sum, [, count = '', unit = '']) => sum + Number(count) * (UNITS[unit] ?? 0), 0);
}

/** A duration as a checks file has it: one number and one unit. */
export function durationOf(ms: number): string {
  const whole = Math.max(1, Math.round(ms));
  return whole % 1000 === 0 ? `${whole / 1000}s` : `${whole}ms`;
}

/** How often a check runs: whole minutes, at least one, since no schedule is finer. */
export function everyOf(ms: number | null): { readonly every?: string } {
  if (ms === null || ms <= 0) return {};
  const minutes = Math.max(1, Math.round(ms / 60_000));
  return { every: minutes % 60 === 0 && minutes >= 60 ? `${minutes / 60}h` : `${minutes}m` };
}

/** A deadline of an attempt, at most what a check may take. */
export function timeoutOf(ms: number | null): { readonly timeout?: string } {
  return ms === null || ms <= 0 ? {} : { timeout: durationOf(Math.min(ms, 60_000)) };
}
