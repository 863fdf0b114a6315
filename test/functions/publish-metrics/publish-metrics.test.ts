import { describe, expect, it } from 'vitest';
import type { Run } from '#core/run/run.ts';
import type { Verdict } from '#core/verdict/verdict.ts';
import { type PutMetricDataRequest, publishMetrics } from '#functions/publish-metrics/publish-metrics.ts';
import { okVerdict } from '../../local/checks.ts';

const run: Run = {
  id: 'x',
  startedAt: '2026-01-31T09:05:00.000Z',
  trigger: 'manual',
  shard: null,
  concurrency: 40,
  region: 'local',
};
const verdicts = (count: number, name = 'check') => Array.from({ length: count }, (_, i) => okVerdict(`${name}-${i}`));

function service(fail: (request: number) => Error | null = () => null) {
  const requests: PutMetricDataRequest[] = [];
  const putMetricData = async (request: PutMetricDataRequest) => {
    const error = fail(requests.push(request));
    if (error !== null) throw error;
  };
  return { namespace: 'N', putMetricData, requests };
}

describe('the log of an NG', () => {
  const ng = (name: string, change: object = {}): Verdict => ({
    ...okVerdict(name),
    outcome: 'NG',
    reason: { code: 'status', message: 'status 503, wanted 200' },
    status: 503,
    excerpt: 'Service unavailable',
    ...change,
  });
  const logged = async (answered: readonly Verdict[], fail?: (request: number) => Error | null) => {
    const lines: string[] = [];
    await publishMetrics({ run, verdicts: answered }, { ...service(fail), log: (line) => void lines.push(line) }).catch(
      () => {},
    );
    return lines;
  };

  it('is a line for each, with what an operator looks for', async () => {
    const lines = await logged([
      okVerdict('a'),
      ng('b'),
      okVerdict('c'),
      ng('d', { quiet: { because: 'maintenance', by: 'w' } }),
    ]);
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      {
        level: 'INFO',
        event: 'ng',
        check: 'b',
        reason: { code: 'status', message: 'status 503, wanted 200' },
        status: 503,
        excerpt: 'Service unavailable',
        quiet: null,
        run: { id: 'x', startedAt: run.startedAt, shard: null },
      },
      { check: 'd', quiet: 'maintenance' },
    ]);
  });

  it('is there though the metrics are refused', async () => {
    expect(await logged([ng('b')], () => new Error('no'))).toHaveLength(1);
  });

  it('is one line, cut and escaped, whatever is in the verdict', async () => {
    const long = `x\n\u001b[31m${'y'.repeat(5_000)}`;
    const [line = '', ...others] = await logged([
      ng(long, { reason: { code: long, message: long }, excerpt: long, curl: long }),
    ]);
    expect(others).toEqual([]);
    expect(line).toMatch(/^\P{Cc}*$/u);
    expect(JSON.parse(line).check).toMatch(/^\P{Cc}+$/u);
    expect(line.length).toBeLessThan(4_000);
  });
});

describe('publishMetrics', () => {
  it('sends one request for a run', async () => {
    const metrics = service();
    expect(await publishMetrics({ run, verdicts: verdicts(100) }, metrics)).toEqual({ metrics: 105 });
    expect(metrics.requests.map(({ Namespace, MetricData }) => [Namespace, MetricData.length])).toEqual([['N', 105]]);
  });

  it('sends 1,000 metrics a request, and every one once', async () => {
    const metrics = service();
    await publishMetrics({ run, verdicts: verdicts(2100) }, metrics);
    expect(metrics.requests.map(({ MetricData }) => MetricData.length)).toEqual([1000, 1000, 105]);
  });

  it('sends less than 1 MB a request', async () => {
    const metrics = service();
    await publishMetrics({ run, verdicts: verdicts(900, 'é'.repeat(1020)) }, metrics);
    expect(metrics.requests.length).toBeGreaterThan(1);
    for (const { MetricData } of metrics.requests) expect(JSON.stringify(MetricData).length).toBeLessThan(1_000_000);
  });

  it('tells the home Region what was seen from here, whatever becomes of the other', async () => {
    const [own, home] = [service(() => new Error('no such host')), service()];
    const region = { ...run, shard: '5m-0', region: 'ap-northeast-1' };
    const told = publishMetrics(
      { run: region, verdicts: verdicts(1) },
      { ...own, putHomeMetricData: home.putMetricData },
    );
    await expect(told).rejects.toThrow('1 of 2 requests failed: no such host; 3 of 9 metrics were written');
    expect(own.requests.flatMap(({ MetricData }) => MetricData)).toHaveLength(6);
    const written = home.requests.flatMap(({ MetricData }) => MetricData);
    expect(written.map(({ MetricName, Dimensions, Value }) => [MetricName, Value, ...Dimensions])).toEqual([
      ['Ng', 0, { Name: 'Check', Value: 'check-0' }, { Name: 'Region', Value: 'ap-northeast-1' }],
      ['ChecksNg', 0, { Name: 'Shard', Value: '5m-0' }, { Name: 'Region', Value: 'ap-northeast-1' }],
      ['RunCompleted', 1, { Name: 'Shard', Value: '5m-0' }, { Name: 'Region', Value: 'ap-northeast-1' }],
    ]);
  });

  it('tries every request, then throws the service’s own error with what was written', async () => {
    const busy = Object.assign(new Error('slow down'), { name: 'ThrottlingException' });
    const metrics = service((request) => (request === 1 || request === 3 ? busy : null));
    await expect(publishMetrics({ run, verdicts: verdicts(2100) }, metrics)).rejects.toMatchObject({
      name: 'ThrottlingException',
      message: '2 of 3 requests failed: slow down; 1000 of 2105 metrics were written',
      cause: busy,
    });
    expect(metrics.requests).toHaveLength(3);
  });
});
