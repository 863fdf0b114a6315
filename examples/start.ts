/** `npm start`: a sample API on this machine, and the roll of it, called with the very code that `rollcall run` is. */
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { EXIT } from '../cli/exit-codes.ts';
import type { Io } from '../cli/io.ts';
import { widenThreadPool } from '../cli/look-up-threads.ts';
import { asProcess } from '../cli/process.ts';
import { main } from '../cli/program.ts';
import { startSampleApi } from './sample-api.ts';

/** The port that examples/checks.yaml names. */
const PORT = 8787;

/** Where the alerts and metrics of the sample are kept. */
const KEPT = '.rollcall';

const NEXT = `
Some of the sample is broken on purpose: this is what NG looks like. Your own API next:
  1. npx rollcall init --checks mine.yaml       and put its address in
  2. npx rollcall validate --checks mine.yaml
  3. npx rollcall run --checks mine.yaml
  4. npx rollcall prove --checks mine.yaml      names what would stay OK in an outage
`;

widenThreadPool([], process.env);
await asProcess(async (io) => {
  const api = await startSampleApi(PORT);
  try {
    io.stdout.write(
      `A sample API listens on http://127.0.0.1:${api.port}; calling the roll of examples/checks.yaml …\n\n`,
    );
    const text = await readFile(new URL('checks.yaml', import.meta.url), 'utf8');
    const checks = text.replaceAll(/(127\.0\.0\.1:|port: )8787/g, `$1${api.port}`);
    const metricsFile = join(io.cwd, KEPT, 'metrics.jsonl');
    const before = await sizeOf(metricsFile);
    const code = await main(['run', '--checks', '-', '--alert', '--keep', KEPT], {
      ...io,
      stdin: Readable.from([checks]),
    });
    if (code !== EXIT.ok && code !== EXIT.ng) return code;
    showMetrics((await readFile(metricsFile)).subarray(before).toString(), io);
    io.stdout.write(NEXT);
    // The roll was called; that the sample has NGs is its purpose.
    return EXIT.ok;
  } finally {
    api.stop();
  }
});

type Written = {
  readonly Namespace: string;
  readonly MetricData: readonly {
    readonly MetricName: string;
    readonly Dimensions?: readonly { readonly Name: string; readonly Value: string }[];
    readonly Value?: number;
  }[];
};

function showMetrics(lines: string, io: Io): void {
  io.stdout.write('\nThe metrics that would go to CloudWatch:\n');
  for (const line of lines.trim().split('\n')) {
    const { Namespace, MetricData } = JSON.parse(line) as Written;
    for (const { MetricName, Dimensions = [], Value } of MetricData) {
      const dimensions = Dimensions.map(({ Name, Value: value }) => `${Name}=${value}`).join(', ');
      io.stdout.write(`  ${Namespace} ${MetricName} {${dimensions}} ${Value}\n`);
    }
  }
}

async function sizeOf(path: string): Promise<number> {
  return stat(path).then(
    ({ size }) => size,
    () => 0,
  );
}
