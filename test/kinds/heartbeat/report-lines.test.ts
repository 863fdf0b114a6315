import { expect, it } from 'vitest';
import { reportLines } from '#kinds/heartbeat/report-lines.ts';
import { reported, targetOf } from './job.ts';

const TOKYO = targetOf({ cron: '51 22 * * *', timezone: 'Asia/Tokyo' });

it('says each report of a job in a line, the oldest first, at the clocks of its schedule', () => {
  const known = reported(
    '05-01 00:00',
    '05-13 13:51 ok',
    '05-14 13:51 start a',
    '05-14 14:10 ok a',
    '05-15 13:52 3 b',
    '05-16 13:51 start c',
    '05-16 14:00 log c',
  );
  expect(reportLines(known, TOKYO)).toEqual([
    'success at 2026-05-13 22:51:00 Asia/Tokyo',
    'success of run a at 2026-05-14 23:10:00 Asia/Tokyo, started at 2026-05-14 22:51:00 Asia/Tokyo',
    'failure of run b with exit code 3 at 2026-05-15 22:52:00 Asia/Tokyo: 3 of 13:52',
    'start of run c at 2026-05-16 22:51:00 Asia/Tokyo, last sign at 2026-05-16 23:00:00 Asia/Tokyo, not ended',
    'log at 2026-05-16 23:00:00 Asia/Tokyo: log of 14:00',
  ]);
});

it('says since when a job is looked for that has not reported', () => {
  expect(reportLines(reported('05-01 00:00'), TOKYO)).toEqual([
    'no report, looked for since 2026-05-01 09:00:00 Asia/Tokyo',
  ]);
});
