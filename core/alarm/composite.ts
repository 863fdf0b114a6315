import type { CompositeAlarm } from './alarm.ts';

/** A composite's rule in the words of CloudWatch. By name: a hundred ARNs would not fit. */
export function ruleOf({ children }: Pick<CompositeAlarm, 'children'>): string {
  return children.map((name) => `ALARM("${name}")`).join(' OR ');
}
