import { describe, expect, it } from 'vitest';
import { isComposite, ruleOf } from '#core/alarm/alarm.ts';
import { type AlarmPlan, countsOf } from '#core/alarm/plan.ts';
import type { DeploySettings } from '#core/check/deploy-settings.ts';
import { alarmNamed, entries, namesOf, planFor } from './watched.ts';

const REGIONS: DeploySettings = { regions: ['us-west-2', 'eu-west-1', 'ap-northeast-1'], home: 'us-west-2' };

/** The alarms that do something, as name and action. */
function acting(plan: AlarmPlan): Record<string, string> {
  return Object.fromEntries(
    plan.alarms.filter(({ action }) => action !== 'none').map(({ name, action }) => [name, action]),
  );
}

const HEALTH = {
  'Rollcall-checker-faults-5m-0': 'both',
  'Rollcall-workflow-failed': 'both',
  'Rollcall-workflow-timed-out': 'both',
  'Rollcall-workflow-throttled': 'both',
  'Rollcall-schedules-dropped': 'both',
  'Rollcall-dead-letters': 'tell',
  'Rollcall-undelivered-alerts': 'page',
  'Rollcall-undelivered-pages': 'tell',
  'Rollcall-functions-throttled': 'both',
};

describe('the alarms of a stack', () => {
  it('are for one check its own, and those of the monitor', () => {
    const plan = planFor(entries(1));
    expect(acting(plan)).toEqual({ 'Rollcall-check-c0': 'page', 'Rollcall-silence-5m-0': 'both', ...HEALTH });
    expect(plan).toMatchObject({ per: 'check', without: [], fits: true });
  });

  it('look for an answer that was not OK', () => {
    expect(alarmNamed(planFor(entries(1)), 'Rollcall-check-c0')).toMatchObject({
      metrics: [{ namespace: 'Rollcall', name: 'Healthy', dimensions: [['Check', 'c0']], statistic: 'Minimum' }],
      expression: null,
      comparison: 'below',
      threshold: 1,
    });
  });

  it('page each check by itself, so that one which is NG hides no other', () => {
    const plan = planFor(entries(40));
    const pages = Object.entries(acting(plan)).filter(([name]) => name.includes('check-'));
    expect(pages).toEqual(entries(40).map((_, index) => [`Rollcall-check-c${index}`, 'page']));
  });

  it('page for what is critical; of the others the alerts tell', () => {
    const of = (severity: string) => ({ name: severity, severity });
    const checks = [of('info'), of('warning'), of('critical'), { name: 'usual' }];
    const paging = (alarms: object) =>
      Object.keys(acting(planFor(checks, { deploy: { alarms } }))).filter((name) => /check-/.test(name));
    expect(paging({})).toEqual(['Rollcall-check-critical', 'Rollcall-check-usual']);
    expect(paging({ severity: 'info' })).toEqual(['Rollcall-check-info']);
    expect(paging({ severity: ['critical', 'warning'] })).toHaveLength(3);
    expect(namesOf(planFor(checks)).some((name) => name.endsWith('check-info'))).toBe(false);
  });

  it('make one page of a severity or of the first tag, where that is asked for', () => {
    const tagged = [{ name: 'a', tags: ['shop', 'eu'] }, { name: 'b', tags: ['shop'] }, { name: 'c' }, { name: 'd' }];
    const paging = (pageBy: 'severity' | 'tag') =>
      Object.keys(acting(planFor(tagged, { deploy: { alarms: { pageBy } } }))).filter((name) => /check-/.test(name));
    expect(paging('severity')).toEqual(['Rollcall-any-check-critical']);
    expect(paging('tag')).toEqual(['Rollcall-any-check-shop', 'Rollcall-any-check-untagged']);
  });

  it('make one page of more than a composite can have', () => {
    const plan = planFor(entries(250), { deploy: { alarms: { pageBy: 'severity' } } });
    const composites = plan.alarms.filter(isComposite).filter(({ kind }) => kind === 'check');
    expect(composites.map(({ name, action, children }) => [name, action, children.length])).toEqual([
      ['Rollcall-any-check-critical part 1', 'none', 100],
      ['Rollcall-any-check-critical part 2', 'none', 100],
      ['Rollcall-any-check-critical part 3', 'none', 50],
      ['Rollcall-any-check-critical', 'page', 3],
    ]);
  });

  it('keep the rule of a composite as short as CloudWatch wants it', () => {
    const plan = planFor(
      Array.from({ length: 200 }, (_, index) => ({ name: `${'x'.repeat(90)}-${index}` })),
      { deploy: { alarms: { pageBy: 'severity' } } },
    );
    const rules = plan.alarms.filter(isComposite).map(ruleOf);
    expect(Math.max(...rules.map(({ length }) => length))).toBeLessThanOrEqual(10_240);
    expect(rules.length).toBeGreaterThan(3);
  });

  it('say in a rule whose alarms', () => {
    expect(ruleOf({ children: ['Rollcall-check-a b', 'Rollcall-check-c'] })).toBe(
      'ALARM("Rollcall-check-a b") OR ALARM("Rollcall-check-c")',
    );
  });

  it('have names of their own, whatever checks and tags are called', () => {
    const names = ['any-check-x', 'check-any', 'x part 1', 'a/b', 'a--b'];
    const plan = planFor(
      names.map((name) => ({ name, tags: ['x'] })),
      { deploy: { alarms: { pageBy: 'tag' } } },
    );
    expect(new Set(namesOf(plan)).size).toBe(plan.alarms.length);
  });

  it('are none when nobody wants any, but for the one that a rollout goes back on', () => {
    expect(planFor(entries(1), { deploy: { alarms: false } }).alarms).toEqual([]);
    const rollout = { type: 'canary', percentage: 10, minutes: 5 } as const;
    const { alarms } = planFor(entries(1), { deploy: { alarms: false, rollout } });
    expect(alarms.map(({ name, action }) => [name, action])).toEqual([['Rollcall-workflow-failed', 'none']]);
  });

  it('of an express workflow know no throttled transitions', () => {
    const plan = planFor(entries(1), { deploy: { workflow: 'express' } });
    expect(namesOf(plan)).not.toContain('Rollcall-workflow-throttled');
    expect(namesOf(plan)).toContain('Rollcall-workflow-timed-out');
  });

  it('watch all functions by one sum', () => {
    expect(alarmNamed(planFor(entries(1)), 'Rollcall-functions-throttled')).toMatchObject({
      metrics: [
        {
          namespace: 'AWS/Lambda',
          name: 'Throttles',
          dimensions: [['FunctionName', { of: 'function', state: 'PrepareChecks' }]],
        },
        { dimensions: [['FunctionName', { of: 'function', state: 'CheckTcp' }]] },
      ],
      expression: 'm1 + m2',
    });
  });

  it('stay on as long as each run fails', () => {
    expect(alarmNamed(planFor(entries(1)), 'Rollcall-workflow-failed')).toMatchObject({
      metrics: [
        { namespace: 'AWS/States', name: 'ExecutionsFailed', dimensions: [['StateMachineArn', { of: 'workflow' }]] },
      ],
      periodSeconds: 300,
      datapoints: { breaching: 1, of: 3 },
      missing: 'notBreaching',
    });
  });

  it('count the faults of at most ten shards together, and of those that run as often', () => {
    const plan = planFor([...entries(1_150), { name: 'slow', every: '1h' }], { deploy: { alarms: { per: 'group' } } });
    const faults = plan.alarms.filter((alarm) => alarm.kind === 'checkerFaults');
    expect(faults.map((alarm) => (isComposite(alarm) ? alarm.children.length : alarm.metrics.length))).toEqual([
      10, 2, 1,
    ]);
  });

  it('tell of certificates, and page nobody for them', () => {
    const checks = ['a', 'b'].map((name) => ({
      name,
      metrics: ['certificateDays'],
      tcp: undefined,
      http: { url: 'https://h/' },
    }));
    const plan = planFor([...checks, ...entries(1)]);
    expect(acting(plan)).toMatchObject({ 'Rollcall-certificate-a': 'tell', 'Rollcall-certificate-b': 'tell' });
    expect(alarmNamed(plan, 'Rollcall-certificate-a')).toMatchObject({
      metrics: [{ name: 'CertificateDays', dimensions: [['Check', 'a']], statistic: 'Minimum' }],
      periodSeconds: 3_600,
      comparison: 'below',
      threshold: 21,
      missing: 'ignore',
    });
  });
});

describe('a list with guards', () => {
  it('has one alarm of the monitor that is offline, by the shard that runs most often', () => {
    const plan = planFor([...entries(1), { name: 'often', every: '1m' }], { guarded: true });
    expect(alarmNamed(plan, 'Rollcall-offline')).toMatchObject({
      action: 'both',
      metrics: [{ name: 'Online', dimensions: [['Shard', '1m-0']], statistic: 'Minimum' }],
      comparison: 'below',
      threshold: 1,
      datapoints: { breaching: 2, of: 4 },
      missing: 'ignore',
    });
    expect(namesOf(planFor(entries(1)))).not.toContain('Rollcall-offline');
  });
});

describe('the home Region', () => {
  const home = planFor(entries(1), { deploy: REGIONS, region: 'us-west-2' });

  it('counts the Regions that say NG, where a silent one says nothing', () => {
    expect(namesOf(home)).not.toContain('Rollcall-check-c0');
    expect(alarmNamed(home, 'Rollcall-quorum-c0')).toMatchObject({
      action: 'page',
      metrics: REGIONS.regions?.map((region) => ({
        name: 'Ng',
        dimensions: [
          ['Check', 'c0'],
          ['Region', region],
        ],
        statistic: 'Maximum',
      })),
      expression: 'm1 + m2 + m3',
      comparison: 'atLeast',
      threshold: 2,
      missing: 'ignore',
    });
  });

  it.each([
    [2, undefined, 2],
    [3, undefined, 2],
    [4, undefined, 3],
    [4, 1, 1],
  ])('of %d Regions with quorum %s wants %d', (count, quorum, wanted) => {
    const regions = ['us-west-2', 'eu-west-1', 'ap-northeast-1', 'sa-east-1'].slice(0, count);
    const deploy = { regions, home: 'us-west-2', ...(quorum && { alarms: { quorum } }) };
    expect(alarmNamed(planFor(entries(1), { deploy, region: 'us-west-2' }), 'Rollcall-quorum-c0').threshold).toBe(
      wanted,
    );
  });

  it('misses each other Region by the shard that runs most often', () => {
    const plan = planFor([...entries(1), { name: 'often', every: '1m' }], { deploy: REGIONS, region: 'us-west-2' });
    const silences = plan.alarms.filter(({ kind }) => kind === 'regionSilence');
    expect(silences.map(({ name, action }) => [name, action])).toEqual([
      ['Rollcall-silence-eu-west-1', 'both'],
      ['Rollcall-silence-ap-northeast-1', 'both'],
    ]);
    expect(silences[0]).toMatchObject({
      metrics: [
        {
          name: 'RunCompleted',
          dimensions: [
            ['Shard', '1m-0'],
            ['Region', 'eu-west-1'],
          ],
        },
      ],
      missing: 'breaching',
    });
  });

  it('counts by shard where there is no room for checks', () => {
    const plan = planFor(entries(200), { deploy: { ...REGIONS, alarms: { per: 'group' } }, region: 'us-west-2' });
    expect(alarmNamed(plan, 'Rollcall-group-5m-1')).toMatchObject({
      expression: '(m1 >= 1) + (m2 >= 1) + (m3 >= 1)',
      threshold: 2,
      metrics: [
        {
          name: 'ChecksNg',
          dimensions: [
            ['Shard', '5m-1'],
            ['Region', 'us-west-2'],
          ],
        },
        {},
        {},
      ],
    });
  });

  it.each([
    [{ cron: '0 9 * * *' }],
    [{ every: '8d' }],
    [{ every: '1m' }],
  ])('leaves the alarm as it is between runs of %j, for checks and for groups', (schedule) => {
    for (const per of ['check', 'group'] as const) {
      const plan = planFor(entries(1, schedule), { deploy: { ...REGIONS, alarms: { per } }, region: 'us-west-2' });
      const [alarm] = plan.alarms.filter(({ kind }) => kind === 'quorum' || kind === 'group');
      expect(alarm).toMatchObject({ missing: 'ignore' });
    }
  });

  it('leaves the others nothing but themselves to watch', () => {
    const plan = planFor(entries(1), { deploy: REGIONS, region: 'eu-west-1' });
    expect(acting(plan)).toEqual({ 'Rollcall-silence-5m-0': 'both', ...HEALTH });
    expect(plan.per).toBeNull();
  });
});

describe('where there is no room for an alarm a check', () => {
  const room = { resources: 20, bytes: 1_000_000 };

  it('there are a few a shard, each for one NG more, which a silent shard does not set off', () => {
    const plan = planFor(entries(150), { room: { resources: 40, bytes: 1_000_000 } });
    expect(plan).toMatchObject({ per: 'group', without: ['check'], fits: true });
    expect(acting(plan)).toMatchObject({ 'Rollcall-group-5m-0': 'page', 'Rollcall-silence-5m-0 to 5m-1': 'both' });
    const rungs = plan.alarms.filter(({ kind }) => kind === 'group').map(({ name, action }) => [name, action]);
    expect(rungs).toEqual(
      ['5m-0', '5m-1'].flatMap((shard) =>
        ['', ' with 2', ' with 3', ' with 4', ' with 5', ' with 10', ' with 20', ' with 50'].map((rung) => [
          `Rollcall-group-${shard}${rung}`,
          'page',
        ]),
      ),
    );
    expect(alarmNamed(plan, 'Rollcall-group-5m-1 with 3')).toMatchObject({
      metrics: [{ name: 'ChecksNg', dimensions: [['Shard', '5m-1']], statistic: 'Maximum' }],
      comparison: 'atLeast',
      threshold: 3,
      datapoints: { breaching: 2, of: 4 },
      missing: 'ignore',
    });
  });

  it('they count what pages alone, where a shard has checks of several severities', () => {
    const checks = [...entries(3), { name: 'quiet', severity: 'info' }];
    const plan = planFor(checks, { deploy: { alarms: { per: 'group', severity: ['critical', 'warning'] } } });
    const groups = plan.alarms.filter(({ kind }) => kind === 'group');
    expect(groups.map(({ name }) => name)).toEqual(
      ['', ' with 2', ' with 3'].map((rung) => `Rollcall-group-5m-0 critical${rung}`),
    );
    expect(groups[0]).toMatchObject({
      metrics: [
        {
          name: 'ChecksNg',
          dimensions: [
            ['Shard', '5m-0'],
            ['Severity', 'critical'],
          ],
        },
      ],
    });
  });

  it('there are fewer where shards are many, one at least', () => {
    const groupsIn = (resources: number) => {
      const plan = planFor(entries(350), { room: { resources, bytes: 1_000_000 } });
      return plan.alarms.filter(({ kind }) => kind === 'group').length;
    };
    expect([60, 30, 20].map(groupsIn)).toEqual([32, 20, 8]);
  });

  it.each([
    ['5m', 40, 8],
    ['1m', 100, 4],
  ])('4,000 checks every %s are %i shards and have room for %i each', (every, shards, rungs) => {
    const plan = planFor(entries(4_000, { every }));
    expect(plan).toMatchObject({ per: 'group', fits: true });
    expect(plan.alarms.filter(({ kind }) => kind === 'group')).toHaveLength(shards * rungs);
  });

  it('ten shards of a schedule that are silent are one page, and so are more than thirty', () => {
    const silences = (plan: AlarmPlan) => Object.keys(acting(plan)).filter((name) => name.includes('silence'));
    const few = planFor([...entries(1_150), { name: 'slow', every: '1h' }], { deploy: { alarms: { per: 'group' } } });
    expect(silences(few)).toEqual([
      'Rollcall-silence-5m-0 to 5m-9',
      'Rollcall-silence-5m-10 to 5m-11',
      'Rollcall-silence-1h-0',
    ]);
    expect(silences(planFor(entries(4_000)))).toEqual(['Rollcall-any-silence-shard']);
  });

  it('bytes count as well', () => {
    expect(planFor(entries(40), { room: { resources: 500, bytes: 60_000 } }).per).toBe('group');
  });

  it('alarms of certificates go next', () => {
    const checks = Array.from({ length: 30 }, (_, index) => ({
      name: `${index}`,
      metrics: ['certificateDays'],
      tcp: undefined,
      http: { url: 'https://h/' },
    }));
    const plan = planFor(checks, { room });
    expect(plan).toMatchObject({ per: 'group', without: ['check', 'certificate'], fits: true });
    expect(plan.alarms.some(({ kind }) => kind === 'certificate')).toBe(false);
  });

  it('an explicit choice does not fit', () => {
    expect(planFor(entries(150), { room, deploy: { alarms: { per: 'check' } } })).toMatchObject({
      per: 'check',
      fits: false,
    });
  });
});

describe('what is paid for', () => {
  it('is each metric that an alarm looks at, and each composite', () => {
    // three checks; silence, checker faults, seven counts of AWS’s own, two functions
    expect(countsOf(planFor(entries(3)))).toEqual({ metricAlarms: 3 + 1 + 1 + 7 + 2, compositeAlarms: 0 });
    const together = planFor(entries(31), { deploy: { alarms: { pageBy: 'tag' } } });
    expect(countsOf(together)).toEqual({ metricAlarms: 31 + 1 + 1 + 7 + 2, compositeAlarms: 1 });
  });
});
