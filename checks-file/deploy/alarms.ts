import * as z from 'zod';
import { MOST_QUORUM_REGIONS } from '#core/alarm/settings.ts';
import type { DeploySettings } from '#core/check/deploy-settings.ts';
import { once } from '#core/once.ts';
import { severities } from '#core/settings/alert-shape.ts';
import type { PathFault } from '#core/settings/fault.ts';
import { choice, count, settings, text } from '#core/settings/setting.ts';
import { subscriptionsSchema, topicArn } from './subscriptions.ts';

/** `deploy.alarms` of checks.yaml: which alarms there are, and whom they wake. */

const WRITE_ALARMS = 'write false, or a map such as {datapoints: 2 of 3}';
const MOST_DATAPOINTS = 10;
const WRITE_DATAPOINTS = `write how many of how many, such as 2 of 3, at most ${MOST_DATAPOINTS}`;
const alarms = once(() =>
  settings(
    {
      datapoints: text(/^\d{1,2} of \d{1,2}$/, WRITE_DATAPOINTS)
        .refine(isDatapoints, { error: WRITE_DATAPOINTS })
        .optional()
        .describe(
          'How many of the last runs must be NG before an alarm of a check goes off. 2 of 4 when left out, 1 of 2 from 15m on.',
        ),
      severity: severities
        .optional()
        .describe('Which severities page; other checks have no alarm. critical when left out.'),
      per: choice(['check', 'group'])
        .optional()
        .describe('An alarm for each check, or for each shard. For each check when left out, as long as they fit.'),
      pageBy: choice(['severity', 'tag', 'alarm'])
        .optional()
        .describe(
          'What is one page: the checks of a severity, those with the same first tag, or each alarm. alarm when left out.',
        ),
      topicArn: topicArn().optional().describe('A topic that is there, for pages.'),
      subscriptions: subscriptionsSchema().optional().describe('Who is paged.'),
      quorum: count(1, MOST_QUORUM_REGIONS)
        .optional()
        .describe('How many Regions must say NG, where there is a home. More than half when left out.'),
      runbook: text(
        /^https?:\/\/[!-~]{1,290}$/,
        'write a URL of at most 300 characters, such as https://wiki.example.com/rollcall',
      )
        .optional()
        .describe('URL of the runbook, for the links in alarms. docs/runbook.md when left out.'),
    },
    WRITE_ALARMS,
  ),
);

export const alarmsSchema = once(() => z.union([z.literal(false), alarms()], { error: WRITE_ALARMS }));

function isDatapoints(text: string): boolean {
  const [breaching = 0, of = 0] = text.split(' of ').map(Number);
  return breaching >= 1 && breaching <= of && of <= MOST_DATAPOINTS;
}

/** What is wrong between the settings that are right by themselves; paths from `deploy` on. */
export function alarmFaults(settings: DeploySettings): PathFault[] {
  return [...quorumFaults(settings), ...pagedFaults(settings)];
}

/** SNS filters by attributes, and what an alarm publishes has none. */
function pagedFaults({ alarms }: DeploySettings): PathFault[] {
  const paged = alarms === undefined || alarms === false ? [] : (alarms.subscriptions ?? []);
  return paged.flatMap((subscription, index): PathFault[] => {
    if (!('severity' in subscription)) return [];
    const message = 'is for alerts, and alarms have none to tell; write deploy.alarms.severity, which says what pages';
    return [{ path: ['alarms', 'subscriptions', index, 'severity'], at: 'key', message }];
  });
}

function quorumFaults({ alarms: settings, regions = [], home }: DeploySettings): PathFault[] {
  const quorum = settings === undefined || settings === false ? 0 : (settings.quorum ?? 0);
  const counted = home === undefined ? 0 : regions.length;
  if (quorum <= counted) return [];
  const message =
    counted < 2
      ? 'is of several Regions that tell their home; write regions and home too, or leave it out'
      : `is ${quorum}, and there are ${counted} regions; write ${counted} or less`;
  return [{ path: ['alarms', 'quorum'], message }];
}
