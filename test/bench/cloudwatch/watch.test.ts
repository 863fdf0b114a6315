import { describe, expect, it } from 'vitest';
import { alarmFrom, type Properties } from '../../../bench/cloudwatch/alarm.ts';
import { Metrics } from '../../../bench/cloudwatch/metrics.ts';
import { readRule } from '../../../bench/cloudwatch/rule.ts';
import type { AlarmState } from '../../../bench/cloudwatch/state.ts';
import { type Message, watch } from '../../../bench/cloudwatch/watch.ts';

const HOUR = 3_600;
const NG = { namespace: 'N', name: 'Ng', dimensions: [] };

const alarmOf = (name: string, settings: Partial<Properties> = {}) =>
  alarmFrom({
    AlarmName: name,
    AlarmActions: ['page'],
    OKActions: ['page'],
    Namespace: 'N',
    MetricName: 'Ng',
    Statistic: 'Maximum',
    Period: 60,
    EvaluationPeriods: 1,
    Threshold: 1,
    ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    TreatMissingData: 'notBreaching',
    ...settings,
  });

const filled = (Expression: string, Period: number): Partial<Properties> => ({
  Metrics: [
    { Id: 'm1', MetricStat: { Metric: { Namespace: 'N', MetricName: 'Ng' }, Stat: 'Sum', Period }, ReturnData: false },
    { Id: 'all', Expression, ReturnData: true },
  ],
});

const told = (messages: readonly Message[]) => messages.map(({ at, alarm, state }) => `${alarm} ${state} ${at}`);

function metricsWith(...data: readonly (readonly [at: number, value: number, arrives?: number])[]): Metrics {
  const metrics = new Metrics();
  for (const [at, value, arrives = at] of data) metrics.put(NG, { at, value, arrives });
  return metrics;
}

describe('an alarm', () => {
  it('acts when its state changes, in the minute after the data, and not again', () => {
    const metrics = metricsWith([70, 0], [130, 1], [190, 1], [250, 0]);
    const messages = watch({ metrics, deployments: [{ at: 0, alarms: [alarmOf('a')] }], from: 120, to: 600 });
    expect(told(messages)).toEqual(['a OK 140', 'a ALARM 200', 'a OK 320']);
    expect(messages[0]?.before).toBe('INSUFFICIENT_DATA');
  });

  it('knows no datum before it has arrived', () => {
    const metrics = metricsWith([130, 1, 400]);
    const alarm = alarmOf('a', { EvaluationPeriods: 5, DatapointsToAlarm: 1 });
    const messages = watch({ metrics, deployments: [{ at: 0, alarms: [alarm] }], from: 120, to: 430 });
    expect(told(messages)).toEqual(['a OK 140', 'a ALARM 440']);
  });

  it('slides its periods minute by minute', () => {
    const alarm = alarmOf('a', filled('FILL(m1, 0)', 300));
    const metrics = metricsWith([130, 1]);
    const messages = watch({ metrics, deployments: [{ at: 0, alarms: [alarm] }], from: 60, to: 900 });
    expect(told(messages)).toEqual(['a OK 80', 'a ALARM 200', 'a OK 500']);
  });

  it('goes by the last values that it can find, when there are no newer ones', () => {
    const alarm = alarmOf('a', { Period: 300 });
    const metrics = metricsWith([130, 1]);
    const messages = watch({ metrics, deployments: [{ at: 0, alarms: [alarm] }], from: 60, to: 1_200 });
    expect(told(messages)).toEqual(['a OK 80', 'a ALARM 200', 'a OK 1100']);
  });

  it('of more than a day looks three minutes after each hour, at whole hours', () => {
    const alarm = alarmOf('a', { Period: 25 * HOUR });
    const metrics = metricsWith([10 * HOUR + 120, 1]);
    const messages = watch({ metrics, deployments: [{ at: 0, alarms: [alarm] }], from: 9 * HOUR, to: 12 * HOUR });
    expect(told(messages)).toEqual([`a OK ${9 * HOUR + 200}`, `a ALARM ${11 * HOUR + 200}`]);
  });

  it('that warms up says nothing until that is over, once', () => {
    const alarm = alarmOf('a', {
      ...filled('FILL(m1, 1)', 60),
      WarmUpConfiguration: { WarmUpPeriodDurationInMinutes: 5, OnlyStartEvaluatingAfterWarmUpPeriodEnds: true },
    });
    const deployments = [0, 600].map((at) => ({ at, alarms: [alarm] }));
    expect(told(watch({ metrics: new Metrics(), deployments, from: 0, to: 1_200 }))).toEqual(['a ALARM 320']);
  });

  it('is gone with the deployment that leaves it out, without a word', () => {
    const deployments = [
      { at: 0, alarms: [alarmOf('a')] },
      { at: 230, alarms: [] },
    ];
    expect(told(watch({ metrics: metricsWith([130, 1], [190, 1]), deployments, from: 180, to: 900 }))).toEqual([
      'a ALARM 200',
    ]);
  });

  it('over others goes off with the first of them, and not with the second', () => {
    const quiet = { AlarmActions: [], OKActions: [] };
    const two = alarmOf('two', { ...quiet, Threshold: 2 });
    const any = alarmFrom({ AlarmName: 'any', AlarmRule: 'ALARM("one") OR ALARM("two")', AlarmActions: ['page'] });
    const alarms = [any, alarmOf('one', quiet), two];
    const messages = watch({
      metrics: metricsWith([70, 0], [130, 1], [190, 2]),
      deployments: [{ at: 0, alarms }],
      from: 120,
      to: 240,
    });
    expect(told(messages)).toEqual(['any ALARM 200']);
  });
});

describe('a rule', () => {
  const states: Readonly<Record<string, AlarmState>> = { a: 'ALARM', b: 'OK', 'c d': 'INSUFFICIENT_DATA' };
  it.each([
    ['ALARM("a") OR ALARM("b")', true],
    ['ALARM("a") AND ALARM("b")', false],
    ['NOT ALARM("b") AND (OK("a") OR OK("b"))', true],
    ['INSUFFICIENT_DATA("c d")', true],
    ['ALARM("nobody")', false],
  ])('%s holds: %s', (text, wanted) => {
    expect(readRule(text)((name) => states[name])).toBe(wanted);
  });

  it.each(['ALARM(a)', 'ALARM("a") OR', '(ALARM("a")', 'ALARM("a") ALARM("b")'])('%s is none', (text) => {
    expect(() => readRule(text)).toThrow(SyntaxError);
  });
});
