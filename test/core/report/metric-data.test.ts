import { describe, expect, it } from 'vitest';
import { homeMetricDataFor, metricDataFor } from '#core/report/metric-data.ts';
import type { Run } from '#core/run/run.ts';
import type { Verdict } from '#core/verdict/verdict.ts';
import { ngVerdict, okVerdict } from '../../local/checks.ts';

const run: Run = {
  id: 'arn:run',
  startedAt: '2026-01-31T09:05:00.000Z',
  trigger: 'schedule',
  shard: '5m-0',
  concurrency: 40,
  region: 'local',
};
const fault = ngVerdict('c', { reason: { code: 'checker-fault', message: 'broke' } });

describe('metricDataFor', () => {
  it('has Healthy for each check that says something of its target, and the counts of the run, at the run’s start', () => {
    const data = metricDataFor(run, [okVerdict('a', { flaky: true }), ngVerdict('b'), fault]);
    expect(
      data.map(({ MetricName, Dimensions: [one], Value }) => `${MetricName} ${one?.Name}=${one?.Value} ${Value}`),
    ).toEqual([
      'Healthy Check=a 1',
      'Healthy Check=b 0',
      'ChecksOk Shard=5m-0 1',
      'ChecksNg Shard=5m-0 1',
      'CheckerFaults Shard=5m-0 1',
      'Flaky Shard=5m-0 1',
      'RunCompleted Shard=5m-0 1',
    ]);
    expect(new Set(data.map(({ Timestamp }) => Timestamp.toISOString()))).toEqual(new Set([run.startedAt]));
  });

  it('has Degraded of each OK of a check that asks for it, and of no NG', () => {
    const asked = { metrics: ['degraded'] as const };
    const data = metricDataFor(run, [
      okVerdict('a', { ...asked, degraded: true }),
      okVerdict('b', asked),
      ngVerdict('c', asked),
      okVerdict('d', { degraded: true }),
    ]);
    expect(
      data.flatMap(({ MetricName, Dimensions: [one], Value, Unit }) =>
        MetricName === 'Degraded' ? [`${one?.Value} ${Value} ${Unit}`] : [],
      ),
    ).toEqual(['a 1 None', 'b 0 None']);
  });

  it('has what a check asks for, in milliseconds and days, when it was measured', () => {
    const phases = { dns: null, connect: 1, tls: 12, firstByte: 30, download: 0 };
    const certificate = { daysLeft: 20, fingerprint: '00' };
    const all = okVerdict('a', {
      metrics: ['latency', 'certificateDays', 'phases'],
      latencyMs: 43,
      phases,
      certificate,
    });
    const data = metricDataFor(run, [
      all,
      okVerdict('b', { metrics: ['certificateDays'] }),
      okVerdict('c', { phases }),
    ]);
    expect(
      data
        .slice(0, -5)
        .map(({ MetricName, Dimensions: [one], Value, Unit }) => `${one?.Value} ${MetricName} ${Value} ${Unit}`),
    ).toEqual([
      'a Healthy 1 None',
      'a Latency 43 Milliseconds',
      'a CertificateDays 20 None',
      'a Connect 1 Milliseconds',
      'a Tls 12 Milliseconds',
      'a FirstByte 30 Milliseconds',
      'a Download 0 Milliseconds',
      'b Healthy 1 None',
      'c Healthy 1 None',
    ]);
  });

  it.each([
    { metrics: 'latency' },
    { metrics: ['latency', 'toString', 7, null] },
    { metrics: ['latency', 'phases'], latencyMs: 'soon', phases: { dns: {}, connect: null } },
    { metrics: ['certificateDays', 'phases'], phases: undefined, certificate: 'none' },
  ])('leaves out what is rubbish in a verdict, and nothing of the others: %j', (rubbish) => {
    const verdict = { ...okVerdict('a', { latencyMs: null }), ...rubbish } as Verdict;
    const data = metricDataFor(run, [verdict, okVerdict('b')]);
    expect(data.slice(0, -5).map(({ Dimensions: [one], MetricName }) => `${one?.Value} ${MetricName}`)).toEqual([
      'a Healthy',
      'b Healthy',
    ]);
  });

  it('tells the home Region who is NG, and whence it is seen', () => {
    const data = homeMetricDataFor(run, [okVerdict('a', { metrics: ['latency'] }), ngVerdict('b')]);
    expect(
      data.map(({ MetricName, Dimensions, Value }) => [MetricName, Value, ...Dimensions.map(({ Value }) => Value)]),
    ).toEqual([
      ['Ng', 0, 'a', 'local'],
      ['Ng', 1, 'b', 'local'],
      ['ChecksNg', 1, '5m-0', 'local'],
      ['RunCompleted', 1, '5m-0', 'local'],
    ]);
  });

  it('has no NG of a maintenance window, and neither OK nor NG of a check under another, which is no incident', () => {
    const data = metricDataFor(run, [
      ngVerdict('a', { quiet: { because: 'maintenance', by: 'deploy' } }),
      ngVerdict('b', { quiet: { because: 'parent', by: 'c' } }),
    ]);
    const values = data.map(({ MetricName, Dimensions: [one], Value }) => `${MetricName} ${one?.Value} ${Value}`);
    expect(values.slice(0, 3)).toEqual(['Healthy a 1', 'ChecksOk 5m-0 0', 'ChecksNg 5m-0 0']);
  });

  it('has the NG of each severity, where not all checks have one: alarms page by it', () => {
    const data = metricDataFor(run, [
      ngVerdict('a'),
      ngVerdict('b', { severity: 'info' }),
      okVerdict('c', { severity: 'info' }),
      { ...fault, severity: 'warning' },
    ]);
    const ofShard = data.filter(({ MetricName }) => MetricName === 'ChecksNg');
    expect(ofShard.map(({ Dimensions, Value }) => [...Dimensions.map(({ Value: value }) => value), Value])).toEqual([
      ['5m-0', 2],
      ['5m-0', 'critical', 1],
      ['5m-0', 'warning', 0],
      ['5m-0', 'info', 1],
    ]);
  });

  it.each([
    { because: 'maintenance', by: 'deploy' },
    { because: 'muted', by: '2026-01-31T11:05:00.000Z' },
  ] as const)('has no NG under a check that is quiet by $because: it pages nobody further down either', (quiet) => {
    const data = metricDataFor(run, [
      ngVerdict('a', { quiet }),
      ngVerdict('b', { quiet: { because: 'parent', by: 'a' } }),
    ]);
    const values = data.map(({ MetricName, Dimensions: [one], Value }) => `${MetricName} ${one?.Value} ${Value}`);
    expect(values.slice(0, 4)).toEqual(['Healthy a 1', 'Healthy b 1', 'ChecksOk 5m-0 0', 'ChecksNg 5m-0 0']);
  });

  it.each([
    ['OK', [okVerdict('up-1'), ngVerdict('up-2')], 1],
    ['NG, all of them, and so no NG of a check', [ngVerdict('up-1'), ngVerdict('up-2')], 0],
  ])('has Online where there are guards, and counts none of these: %s', (_, guards, online) => {
    const data = metricDataFor({ ...run, guards: ['up-1', 'up-2'] }, [ngVerdict('a'), ...guards]);
    expect(data.map(({ MetricName, Value }) => `${MetricName} ${Value}`)).toEqual([
      `Healthy ${1 - online}`,
      'ChecksOk 0',
      `ChecksNg ${online}`,
      'CheckerFaults 0',
      'Flaky 0',
      'RunCompleted 1',
      `Online ${online}`,
    ]);
    expect(data.at(-1)?.Dimensions).toEqual([{ Name: 'Shard', Value: '5m-0' }]);
  });

  it('counts a run that no schedule started as manual', () => {
    expect(metricDataFor({ ...run, shard: null }, [])[0]?.Dimensions).toEqual([{ Name: 'Shard', Value: 'manual' }]);
  });

  it.each([
    [':colon', '?colon'],
    ['注文', '%E6%B3%A8%E6%96%87'],
    ['\n', '%0A'],
    ['   ', '?'],
    ['x'.repeat(2000), 'x'.repeat(1024)],
  ])('makes of %j a dimension that CloudWatch takes', (name, expected) => {
    expect(metricDataFor(run, [okVerdict(name)])[0]?.Dimensions[0]?.Value).toBe(expected);
  });
});
