import { describe, expect, it } from 'vitest';
import type { Run } from '#core/run/run.ts';
import { trackIncidents } from '#functions/track-incidents/track-incidents.ts';
import { ngVerdict, okVerdict } from '../../local/checks.ts';

const run: Run = {
  id: 'x',
  startedAt: '2026-01-31T09:05:00.000Z',
  trigger: 'manual',
  shard: null,
  concurrency: 40,
  region: 'local',
};
const verdicts = [okVerdict('a'), ngVerdict('b')];

describe('trackIncidents', () => {
  it('decides on one notification to the topic for a run with an NG', () => {
    const { recorded, notifications } = trackIncidents({ run, verdicts, mode: 'decide' }, { topicArn: 'arn:t' });
    expect([recorded, notifications.map(({ topicArn, subject }) => `${topicArn} ${subject}`)]).toEqual([
      true,
      ['arn:t NG 1 of 2: b'],
    ]);
  });

  it('only records once the alerts are out', () => {
    const tracked = trackIncidents({ run, verdicts, mode: 'record' }, { topicArn: 'arn:t' });
    expect(tracked).toEqual({ recorded: true, notifications: [] });
  });
});
