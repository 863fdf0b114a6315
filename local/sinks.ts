import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { textOf } from '#core/report/bodies.ts';
import type { Notification } from '#core/report/notification.ts';
import type { PutMetricDataRequest } from '#functions/publish-metrics/publish-metrics.ts';
import { makeFolder, plainFileError } from './files.ts';

/** Where alerts and metrics go: what SNS and CloudWatch are to the workflow on AWS. */
export type Sinks = {
  publish(notification: Notification): Promise<void>;
  putMetricData(request: PutMetricDataRequest): Promise<void>;
};

/** Alerts are printed and appended to `alerts.jsonl` in `dir`, metric data in PutMetricData's shape to `metrics.jsonl`. */
export function fileSinks(dir: string, print: (text: string) => void): Sinks {
  return {
    async publish(notification) {
      await appendLine(dir, 'alerts.jsonl', { at: new Date().toISOString(), ...notification });
      print(`${notification.subject}\n\n${textOf(notification)}`);
    },
    putMetricData: (request) => appendLine(dir, 'metrics.jsonl', request),
  };
}

// One write of whole lines in append mode: two runs at a time do not mix theirs.
async function appendLine(dir: string, file: string, value: unknown): Promise<void> {
  const path = join(dir, file);
  try {
    makeFolder(dir);
    await appendFile(path, `${JSON.stringify(value)}\n`);
  } catch (cause) {
    throw new SinkError(`cannot write ${path}: ${plainFileError(cause)}`, { cause });
  }
}

class SinkError extends Error {
  override readonly name = 'SinkError' as const;
}

/** The real services, loaded when the first thing is sent. Without a region the SDK takes the one it is configured for. */
export function awsSinks({ region }: { readonly region?: string } = {}): Sinks {
  const load = async () => (await import('./aws-sinks.ts')).realSinks(region);
  let sinks: Promise<Sinks> | undefined;
  const loaded = () => {
    sinks ??= load();
    return sinks;
  };
  return {
    publish: async (notification) => (await loaded()).publish(notification),
    putMetricData: async (request) => (await loaded()).putMetricData(request),
  };
}
