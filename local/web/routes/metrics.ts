import { checkFamilies } from '#core/report/prometheus/check-families.ts';
import { exposition, type Family } from '#core/report/prometheus/exposition.ts';
import { isStale } from '#core/report/prometheus/stale.ts';
import type { Answer } from '../http/answer.ts';
import type { Route } from '../http/route.ts';
import { CONTENT_TYPES, type Format, formatFor, OPENMETRICS_END } from '../metrics/format.ts';
import type { Shared } from '../shared.ts';
import { forPrivate } from './guarded.ts';

/** All that watch knows, for Prometheus: of itself, and of each check the latest verdict while it says something of now. */
export function metricsRoutes({ watching, own, now }: Shared): readonly Route[] {
  const current = () =>
    watching.inUse().list.checks.flatMap(({ name, schedule }) => {
      const latest = watching.latest(name);
      return latest === null || isStale(latest, schedule, now()) ? [] : [latest.verdict];
    });
  return [
    {
      path: '/metrics',
      on: {
        GET: forPrivate(async ({ asked }) => {
          const format = formatFor(asked.headers.accept);
          return metricsAnswer(await own.text(format), checkFamilies(current()), format);
        }),
      },
    },
  ];
}

/** Metrics in a format; `first` is in it already. */
export function metricsAnswer(first: string, families: readonly Family[], format: Format): Answer {
  const end = format === 'openmetrics' ? OPENMETRICS_END : '';
  const body = `${first}${exposition(families)}${end}`;
  return { status: 200, type: CONTENT_TYPES[format], body, keep: 'nobody' };
}
