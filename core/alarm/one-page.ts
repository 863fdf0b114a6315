import type { Alarm, AlarmKind, CompositeAlarm, MetricAlarm } from './alarm.ts';
import { ruleOf } from './alarm.ts';
import { named } from './describe.ts';
import type { Ground } from './stack.ts';

/** So many of the monitor's own may act by themselves: a composite costs as much as five alarms. */
const MOST_PAGES = 3;
/** What CloudWatch lets a composite alarm have. */
const MOST_CHILDREN = 100;
const LONGEST_RULE = 10_240;

/** `what` is what its members have in common. `most`: how many of them act by themselves. */
export type Page = { readonly kind: AlarmKind; readonly what: string; readonly most?: number };

/**
 * What belongs together is one page, however many alarms it is: a composite acts for all, and one more over composites that
 * are full. While one of its members is on, another one pages nobody.
 */
export function onePage(members: readonly MetricAlarm[], page: Page, { naming }: Ground): readonly Alarm[] {
  const { kind, what, most = MOST_PAGES } = page;
  if (members.length <= most) return members;
  const action = members[0]?.action ?? 'none';
  const over = (part: string, children: readonly string[], acts: Alarm['action']): CompositeAlarm => ({
    ...named(naming, kind, `${what}${part}`, `any of ${members.length} alarms (${what})${part}`, 'any-'),
    action: acts,
    children,
  });
  const parts = partsOf(members.map(({ name }) => name));
  const [whole = []] = parts;
  if (parts.length === 1) return [...silent(members), over('', whole, action)];
  const below = parts.map((names, index) => over(` part ${index + 1}`, names, 'none'));
  const names = below.map(({ name }) => name);
  return [...silent(members), ...below, over('', names, action)];
}

function silent(alarms: readonly MetricAlarm[]): MetricAlarm[] {
  return alarms.map((alarm) => ({ ...alarm, action: 'none' as const }));
}

/** As few as hold all names, each within what a rule can be. */
function partsOf(names: readonly string[]): string[][] {
  const parts: string[][] = [];
  for (const name of names) {
    const last = parts.at(-1) ?? [];
    const longer = [...last, name];
    const fits =
      last.length > 0 && longer.length <= MOST_CHILDREN && ruleOf({ children: longer }).length <= LONGEST_RULE;
    if (fits) last.push(name);
    else parts.push([name]);
  }
  return parts;
}

/** A list in parts of at most `most` items, in order. */
export function chunksOf<T>(items: readonly T[], most: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / most) }, (_, index) =>
    items.slice(index * most, (index + 1) * most),
  );
}
