import { pricesIn } from '#core/cost/price-list.ts';
import { BASE_REGION } from '#core/cost/prices.ts';
import { Metrics } from './metrics.ts';
import { PAGES, stageOf } from './planned.ts';
import { feed } from './runs.ts';
import { watch } from './watch.ts';

/** How a list of so many checks pages; `pages` of all that is NG. */
export type Crowd = {
  readonly checks: number;
  readonly alarms: number;
  readonly dollars: number;
  readonly pages: { readonly second: number; readonly oneByOne: number; readonly together: number };
};

const SIZES = [40, 400, 4_000];
const MINUTE_S = 60;
const AT_S = Date.parse('2026-11-25T11:00:00Z') / 1000;

/** Lists of each size, every minute, with the alarms that a template has room for. */
export function crowds(): readonly Crowd[] {
  return SIZES.map(crowdOf);
}

function crowdOf(checks: number): Crowd {
  const entries = Array.from({ length: checks }, (_, index) => ({
    name: `c${index}`,
    tcp: { host: 'target.example', port: 443 },
    every: '1m',
  }));
  const stage = stageOf(entries);
  const ofChecks = stage.alarms.filter(({ name }) => /^R-(?:check|group)-/.test(name));
  const pagesFor = (downFrom: (index: number) => number | null) => {
    const metrics = new Metrics();
    const isDown = (name: string, at: number) =>
      at >= AT_S + (downFrom(Number(name.slice(1))) ?? Number.POSITIVE_INFINITY);
    const [from, to] = [AT_S - 10 * MINUTE_S, AT_S + 30 * MINUTE_S];
    feed(metrics, { shardsAt: () => stage.shards, from, to, isDown, isLost: () => false, lateness: 5 });
    const messages = watch({ metrics, deployments: [{ at: from, alarms: ofChecks }], from, to });
    return messages.filter(({ state, topic }) => state === 'ALARM' && topic === PAGES).length;
  };
  return {
    checks,
    alarms: ofChecks.length,
    dollars: ofChecks.length * pricesIn(BASE_REGION).prices.alarmMonth,
    pages: {
      second: pagesFor((index) => (index < 2 ? index * 10 * MINUTE_S : null)),
      oneByOne: pagesFor((index) => (index < 11 ? index * MINUTE_S : null)),
      together: pagesFor((index) => (index < 100 ? 0 : null)),
    },
  };
}
