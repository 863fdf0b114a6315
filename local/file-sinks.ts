import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { textOf, titleOf } from '#core/report/bodies.ts';
import { makeFolder, plainFileError } from './files.ts';
import type { Sinks } from './sinks.ts';

/** Alerts are printed and appended to `alerts.jsonl` in `dir`, metric data in PutMetricData's shape to `metrics.jsonl`. */
export function fileSinks(dir: string, print: (text: string) => void): Sinks {
  return {
    async publish(notification) {
      await appendLine(dir, 'alerts.jsonl', { at: new Date().toISOString(), ...notification });
      print(`${titleOf(notification)}\n\n${textOf(notification)}`);
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
