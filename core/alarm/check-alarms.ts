import { severityOf } from '../check/alert-settings.ts';
import type { Check } from '../check/check.ts';
import { DIMENSIONS, METRICS } from '../contract.ts';
import { scheduleName } from '../run/interval.ts';
import { asciiName } from '../text/ascii-name.ts';
import type { Alarm, MetricAlarm } from './alarm.ts';
import { named } from './describe.ts';
import { onePage } from './one-page.ts';
import { type Ground, ownMetric, sumOf } from './stack.ts';
import { answerWindow, dailyWindow } from './window.ts';

/** Warned of as many days before the end as a certificate's owner needs to act at leisure. */
const CERTIFICATE_DAYS = 21;
const UNTAGGED = 'untagged';

/** An alarm for each check that may page, and what makes one page of those that shall be one. */
export function checkAlarms(ground: Ground): readonly Alarm[] {
  const { checks, alarming } = ground;
  const paging = checks.filter((check) => alarming.severities.includes(severityOf(check)));
  const alarmOf = (check: Check) => (ground.hearing === null ? healthAlarm : quorumAlarm)(check, ground);
  if (alarming.pageBy === 'alarm') return paging.map(alarmOf);
  const kind = ground.hearing === null ? 'check' : 'quorum';
  const groups = Map.groupBy(paging, alarming.pageBy === 'severity' ? severityOf : tagOf);
  return [...groups].flatMap(([what, members]) => onePage(members.map(alarmOf), { kind, what, most: 1 }, ground));
}

/** One for each check that has the metric. Nothing is broken yet, so nobody is paged. */
export function certificateAlarms(ground: Ground): readonly Alarm[] {
  const alarms = ground.checks
    .filter(({ metrics }) => metrics?.includes('certificateDays'))
    .map((check): MetricAlarm => {
      const metric = ownMetric(
        ground,
        METRICS.certificateDays,
        { [DIMENSIONS.check]: asciiName(check.name) },
        'Minimum',
      );
      return {
        ...named(ground.naming, 'certificate', check.name, `${check.name}: less than ${CERTIFICATE_DAYS} days left`),
        action: 'tell',
        metrics: [metric],
        expression: null,
        ...dailyWindow(check.schedule),
        comparison: 'below',
        threshold: CERTIFICATE_DAYS,
      };
    });
  return onePage(alarms, { kind: 'certificate', what: 'all' }, ground);
}

function healthAlarm(check: Check, ground: Ground): MetricAlarm {
  return {
    ...named(ground.naming, 'check', check.name, `${check.name} (schedule ${scheduleName(check.schedule)})`),
    action: 'page',
    metrics: [ownMetric(ground, METRICS.healthy, { [DIMENSIONS.check]: asciiName(check.name) }, 'Minimum')],
    expression: null,
    ...answerWindow(check.schedule, ground.alarming.datapoints),
    comparison: 'below',
    threshold: 1,
  };
}

/** A Region without data adds nothing to the sum; that it is silent is an alarm of its own. */
function quorumAlarm(check: Check, ground: Ground): MetricAlarm {
  const { regions, quorum } = ground.hearing ?? { regions: [], quorum: 1 };
  const metrics = regions.map((region) =>
    ownMetric(
      ground,
      METRICS.ng,
      { [DIMENSIONS.check]: asciiName(check.name), [DIMENSIONS.region]: region },
      'Maximum',
    ),
  );
  return {
    ...named(ground.naming, 'quorum', check.name, `${check.name}: NG from ${quorum} of ${regions.length} Regions`),
    action: 'page',
    metrics,
    expression: sumOf(metrics),
    ...answerWindow(check.schedule, ground.alarming.datapoints),
    comparison: 'atLeast',
    threshold: quorum,
  };
}

function tagOf({ tags }: Check): string {
  return tags[0] ?? UNTAGGED;
}
