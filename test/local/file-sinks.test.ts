import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { metricDataFor } from '#core/report/metric-data.ts';
import { fileSinks } from '#local/file-sinks.ts';
import { okVerdict } from './checks.ts';

const run = {
  id: 'x',
  startedAt: '2026-01-31T09:05:00.000Z',
  trigger: 'manual',
  shard: null,
  concurrency: 2,
  region: 'local',
} as const;
const notification = {
  topicArn: 'arn:t',
  subject: 'NG 1 of 2: a',
  message: JSON.stringify({ default: '{}', email: 'two\nlines' }),
  attributes: {},
};
let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'rollcall-'));
});
afterEach(() => rm(dir, { recursive: true }));

const linesOf = async (path: string) =>
  (await readFile(path, 'utf8'))
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('fileSinks', () => {
  it('prints an alert and appends it as one line', async () => {
    const printed: string[] = [];
    const sinks = fileSinks(join(dir, 'new', 'folder'), (text) => printed.push(text));
    await sinks.publish(notification);
    await sinks.publish(notification);
    expect(printed[0]).toBe('NG 1 of 2: a\n\ntwo\nlines');
    const lines = await linesOf(join(dir, 'new', 'folder', 'alerts.jsonl'));
    expect(lines).toEqual([expect.objectContaining(notification), expect.objectContaining(notification)]);
  });

  it('appends metric data in PutMetricData’s shape, times in ISO form', async () => {
    await fileSinks(dir, () => {}).putMetricData({ Namespace: 'N', MetricData: metricDataFor(run, [okVerdict('a')]) });
    const [line] = await linesOf(join(dir, 'metrics.jsonl'));
    expect(line).toMatchObject({
      Namespace: 'N',
      MetricData: [{ MetricName: 'Healthy', Timestamp: run.startedAt }, {}, {}, {}, {}, {}],
    });
  });

  it('fails with the path and what is wrong with it', async () => {
    await writeFile(join(dir, 'file'), '');
    const sinks = fileSinks(join(dir, 'file'), () => {});
    await expect(sinks.publish(notification)).rejects.toMatchObject({
      name: 'SinkError',
      message: expect.stringMatching(/^cannot write .*alerts\.jsonl: a part of its path is a file, not a folder /),
    });
  });
});
