import { describe, expect, it } from 'vitest';
import { parseChecks } from '#checks-file/parse.ts';

/** The schedules of checks named a, b, … with these settings. */
function schedules(settings: readonly object[], defaults?: object): unknown {
  const checks = settings.map((own, index) => ({ name: `${index}`, tcp: { host: 'h', port: 1 }, ...own }));
  const { list, faults } = parseChecks(JSON.stringify({ ...(defaults && { defaults }), checks }));
  return list?.checks.map(({ schedule }) => schedule) ?? faults.map(({ path, message }) => `${path} ${message}`);
}

describe('the schedule of a check', () => {
  it.each([
    [{}, undefined, { every: 300 }],
    [{ every: '1m' }, undefined, { every: 60 }],
    [{ every: '24h' }, undefined, { every: 86_400 }],
    [{ every: '31d' }, undefined, { every: 31 * 86_400 }],
    [{ cron: '0 9 * * MON-FRI' }, undefined, { cron: '0 9 * * 1-5', timezone: 'UTC' }],
    [{ cron: '0 9 * * *', timezone: 'Asia/Kolkata' }, undefined, { cron: '0 9 * * *', timezone: 'Asia/Kolkata' }],
    [{}, { every: '1h' }, { every: 3_600 }],
    [{}, { cron: '0 9 * * *', timezone: 'Asia/Tokyo' }, { cron: '0 9 * * *', timezone: 'Asia/Tokyo' }],
    [{ every: '1m' }, { cron: '0 9 * * *', timezone: 'Asia/Tokyo' }, { every: 60 }],
    [{ cron: '5 * * * *' }, { every: '1h', timezone: 'Asia/Tokyo' }, { cron: '5 * * * *', timezone: 'Asia/Tokyo' }],
    [{ timezone: 'Etc/GMT+3' }, { cron: '0 9 * * *' }, { cron: '0 9 * * *', timezone: 'Etc/GMT+3' }],
  ])('%j with defaults %j is %j', (own, defaults, wanted) => {
    expect(schedules([own], defaults)).toEqual([wanted]);
  });

  it('stands beside a curl command and the recipe’s event as well', () => {
    const at =
      'checks:\n  - {curl_cmd: x, search_keyword: "", cron: "99 * * * *"}\n  - {name: a, curl: x, every: 90s}\n';
    expect(parseChecks(at).faults.map(({ path }) => path)).toEqual(expect.arrayContaining(['checks[0].cron']));
    expect(parseChecks(at).faults.map(({ path }) => path)).toEqual(expect.arrayContaining(['checks[1].every']));
  });
});
