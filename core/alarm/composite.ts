import type { Alarm, AlarmKind, CompositeAlarm, MetricAlarm } from './alarm.ts';
import { named } from './describe.ts';
import type { Ground } from './stack.ts';

/** What CloudWatch lets a composite alarm have. */
const MOST_CHILDREN = 100;
const LONGEST_RULE = 10_240;

/**
 * What belongs together is one page: a composite acts in the place of its members. One alarm alone acts by itself. More
 * than a composite can have are split, and a composite of those composites acts.
 */
export function onePage(
  members: readonly MetricAlarm[],
  { kind, what }: { readonly kind: AlarmKind; readonly what: string },
  { naming }: Ground,
): readonly Alarm[] {
  const [first] = members;
  if (first === undefined || members.length === 1) return members;
  const silent = members.map((alarm) => ({ ...alarm, action: 'none' as const }));
  const over = (part: string, children: readonly string[], action: Alarm['action']): CompositeAlarm => ({
    ...named(naming, kind, `${what}${part}`, `any of ${members.length} alarms (${what})${part}`, 'any-'),
    action,
    children,
  });
  const parts = partsOf(silent.map(({ name }) => name));
  if (parts.length === 1) return [...silent, ...parts.map((names) => over('', names, first.action))];
  const below = parts.map((names, index) => over(` part ${index + 1}`, names, 'none'));
  const top = over(
    '',
    below.map(({ name }) => name),
    first.action,
  );
  return [...silent, ...below, top];
}

/** In the words of CloudWatch. By name: a hundred ARNs would not fit. */
export function ruleOf({ children }: CompositeAlarm): string {
  return children.map(termOf).join(OR);
}

const OR = ' OR ';
const termOf = (name: string) => `ALARM("${name}")`;

function partsOf(names: readonly string[]): string[][] {
  const parts: string[][] = [];
  let length = Number.POSITIVE_INFINITY;
  for (const name of names) {
    const more = termOf(name).length + OR.length;
    const last = parts.at(-1);
    if (last === undefined || last.length === MOST_CHILDREN || length + more > LONGEST_RULE) {
      parts.push([name]);
      length = more;
    } else {
      last.push(name);
      length += more;
    }
  }
  return parts;
}
