/**
 * What state CloudWatch puts a metric alarm in, after "Configuring how CloudWatch alarms treat missing data" of its user
 * guide; both tables there are the tests of this file.
 */

export type AlarmState = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';

/** What TreatMissingData says. */
export type Missing = 'missing' | 'notBreaching' | 'breaching' | 'ignore';

/** One period: beyond the threshold, within it, or without a value. */
export type Point = 'X' | '0' | '-';

/** M of N, which AWS calls DatapointsToAlarm and EvaluationPeriods. */
type Rule = { readonly breaching: number; readonly of: number; readonly missing: Missing };

/**
 * The state after one evaluation. `range`: the points that CloudWatch fetches, more than N, the newest last. With N or
 * more values, the newest N decide and `missing` means nothing; with fewer, what is lacking is filled in.
 */
export function stateOf(range: readonly Point[], rule: Rule, current: AlarmState): AlarmState {
  const values = range.filter((point) => point !== '-');
  const newest = values.slice(-rule.of);
  const bad = newest.filter((point) => point === 'X').length;
  const lacking = rule.of - newest.length;
  if (lacking === 0 || rule.missing === 'notBreaching') return bad >= rule.breaching ? 'ALARM' : 'OK';
  if (rule.missing === 'breaching') return bad + lacking >= rule.breaching ? 'ALARM' : 'OK';
  if (values.length === 0) return rule.missing === 'missing' ? 'INSUFFICIENT_DATA' : current;
  if (bad >= rule.breaching) return 'ALARM';
  if (bad < newest.length) return 'OK';
  return rule.missing === 'missing' && ageOf(range) >= rule.breaching ? 'ALARM' : current;
}

/** Periods since the oldest bad one, itself included: "premature transitions to alarm state" wait for M of them. */
function ageOf(range: readonly Point[]): number {
  return range.length - range.indexOf('X');
}
