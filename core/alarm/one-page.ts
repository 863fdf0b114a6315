import type { Alarm, AlarmKind, CompositeAlarm, MetricAlarm } from './alarm.ts';
import { ruleOf } from './composite.ts';
import { named } from './describe.ts';
import { type Ground, MOST_METRICS, sumOf } from './stack.ts';

/** So many may act by themselves: a composite costs as much as five alarms, and hides what goes off while it is on. */
const MOST_PAGES = 3;
/** What CloudWatch lets a composite alarm have. */
const MOST_CHILDREN = 100;
const LONGEST_RULE = 10_240;

export type Page = {
  readonly kind: AlarmKind;
  /** What its members have in common. */
  readonly what: string;
  /** The shard of a member whose metric can be summed with those of its shard, which are written together. */
  readonly shardOf?: (member: MetricAlarm) => string | null;
};

/**
 * What belongs together is few pages, however many alarms it is. Members of one shard are one page by their sum, ten at a
 * time; where that leaves more than three, a composite acts for all, and one more over composites that are full.
 */
export function onePage(members: readonly MetricAlarm[], page: Page, ground: Ground): readonly Alarm[] {
  const units = unitsOf(members, page);
  if (units.length > MOST_PAGES) return underComposite(members, page, ground);
  return units.flatMap(({ shard, part, alarms }) =>
    alarms.length === 1
      ? alarms
      : [...silent(alarms), sumAlarm(alarms, `${page.what} in ${shard}${part}`, page, ground)],
  );
}

type Unit = { readonly shard: string; readonly part: string; readonly alarms: readonly MetricAlarm[] };

function unitsOf(members: readonly MetricAlarm[], { shardOf = () => null }: Page): readonly Unit[] {
  const alone = members.filter((member) => shardOf(member) === null);
  const together = members.filter((member) => shardOf(member) !== null);
  const shards = [...Map.groupBy(together, (member) => shardOf(member) ?? '')];
  return [
    ...alone.map((alarm) => ({ shard: '', part: '', alarms: [alarm] })),
    ...shards.flatMap(([shard, inShard]) =>
      chunksOf(inShard, MOST_METRICS).map((alarms, index) => ({ shard, part: partName(index), alarms })),
    ),
  ];
}

const partName = (index: number) => (index === 0 ? '' : ` part ${index + 1}`);

/** Each is 1 when it is well; sums take 0 for what is missing. */
function sumAlarm(alarms: readonly MetricAlarm[], what: string, { kind }: Page, { naming }: Ground): MetricAlarm {
  const metrics = alarms.flatMap((alarm) => alarm.metrics);
  const [first] = alarms;
  if (first === undefined) throw new RangeError('a page of no alarms');
  return {
    ...first,
    ...named(naming, kind, what, `any of ${alarms.length}: ${what}`, 'any-'),
    metrics,
    expression: sumOf(metrics),
    threshold: alarms.length,
  };
}

function underComposite(members: readonly MetricAlarm[], { kind, what }: Page, { naming }: Ground): readonly Alarm[] {
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

export function chunksOf<T>(items: readonly T[], most: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / most) }, (_, index) =>
    items.slice(index * most, (index + 1) * most),
  );
}
