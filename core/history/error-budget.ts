/**
 * How a check did against its objective. `target`: percent of verdicts that shall be OK. `budgetMs`: the time in which it may be
 * down in the whole month, `consumedMs` what of it is gone: the share of verdicts that were NG, of the time that the check
 * was observed. `leftMs` is negative where it is overspent. `consumedPercent`: of the budget. `isMet`: as far as is known.
 */
export type ErrorBudget = {
  readonly target: number;
  readonly isMet: boolean;
  readonly budgetMs: number;
  readonly consumedMs: number;
  readonly leftMs: number;
  readonly consumedPercent: number;
};

/**
 * The error budget of an objective, in percent; null while nothing was counted. `uptime`: from 0 to 1. `observedMs`: how long the
 * check was observed of the month, which has `monthMs`.
 */
export function errorBudget(
  target: number,
  uptime: number | null,
  { observedMs, monthMs }: { readonly observedMs: number; readonly monthMs: number },
): ErrorBudget | null {
  if (uptime === null) return null;
  const budgetMs = Math.round(((100 - target) / 100) * monthMs);
  const consumedMs = Math.round((1 - uptime) * observedMs);
  return {
    target,
    // 0.999 is a little less than 999 / 1000 in floating point, or a little more.
    isMet: uptime * 100 >= target - 1e-9,
    budgetMs,
    consumedMs,
    leftMs: budgetMs - consumedMs,
    consumedPercent: budgetMs === 0 ? 0 : Math.round((consumedMs / budgetMs) * 1000) / 10,
  };
}
