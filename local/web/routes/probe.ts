import { nameFault } from '#core/check/known-name.ts';
import { probeFamilies } from '#core/report/prometheus/probe-families.ts';
import { isStale } from '#core/report/prometheus/stale.ts';
import type { PastVerdict } from '#core/status/past-verdict.ts';
import { type Answer, words } from '../http/answer.ts';
import type { Call, Route } from '../http/route.ts';
import { formatFor } from '../metrics/format.ts';
import type { Shared } from '../shared.ts';
import { forActing, forPrivate } from './guarded.ts';
import { metricsAnswer } from './metrics.ts';

/**
 * What Prometheus asks of blackbox_exporter: a probe of one target, which is a check by its name. `module` is taken and not
 * looked at, since the checks file says how each is asked.
 */
export function probeRoutes(shared: Shared): readonly Route[] {
  const { watching, now } = shared;
  const checkNamed = (name: string) => watching.inUse().list.checks.find((check) => check.name === name);
  const last = ({ asked }: Call): Answer => {
    const name = asked.query.get('target') ?? '';
    const check = checkNamed(name);
    if (check === undefined) return unknownTarget(name, shared);
    const latest = watching.latest(name);
    // Without an answer the scrape fails, and Prometheus's own `up` says so: an old one would look like news.
    if (latest === null) return words(503, `${name} has not been asked yet`);
    if (isStale(latest, check.schedule, now()))
      return words(503, `the last answer of ${name} is of ${latest.verdict.at}`);
    return probed(latest, asked.headers.accept);
  };
  const fresh = forActing(shared, async ({ asked }) => {
    const name = asked.query.get('target') ?? '';
    if (checkNamed(name) === undefined) return unknownTarget(name, shared);
    const verdict = await watching.runNow(name);
    return probed({ verdict }, asked.headers.accept);
  });
  return [
    {
      path: '/probe',
      on: { GET: forPrivate((call) => (call.asked.query.get('fresh') === '1' ? fresh(call) : last(call))) },
    },
  ];
}

function probed({ verdict }: Pick<PastVerdict, 'verdict'>, accept: string | undefined): Answer {
  return metricsAnswer('', probeFamilies(verdict), formatFor(accept));
}

function unknownTarget(name: string, { watching }: Shared): Answer {
  if (name === '') return words(400, 'Target parameter is missing');
  const names = watching.inUse().list.checks.map((check) => check.name);
  return words(400, `Unknown target: ${nameFault(name, names)}`);
}
