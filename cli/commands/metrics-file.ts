import { basename } from 'node:path';
import { checkFamilies } from '#core/report/prometheus/check-families.ts';
import { exposition } from '#core/report/prometheus/exposition.ts';
import { type RunEnded, runFamilies } from '#core/report/prometheus/run-families.ts';
import { withoutGuards } from '#core/run/guards.ts';
import { EXIT } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import type { Called, Runs } from '../output/called.ts';
import { isInput, wroteReport } from '../report-file.ts';
import { UsageError } from '../usage-error.ts';
import { writePublished } from '../write-whole.ts';

/**
 * Runs, and writes what came of it for Prometheus, whatever came of it: an older file would go on to look well. A file that
 * cannot be written is no reason not to call the roll: it is reported, and the exit code is 3.
 */
export async function withMetricsFile(
  path: string,
  io: Io,
  run: Runs,
  onCalled: (called: Called) => void,
): Promise<number> {
  if (!path.endsWith('.prom')) {
    throw new UsageError(`--metrics ${path} would not be read by node_exporter; name a file that ends in .prom`);
  }
  const startedAt = new Date().toISOString();
  let called: Called | null = null;
  let code: number = EXIT.failed;
  let written = false;
  try {
    code = await run((told) => {
      called = told;
      onCalled(told);
    });
  } finally {
    written = await write(path, endedOf(called, { code, startedAt, label: basename(path, '.prom') }), io);
  }
  return isVerdict(code) && !written ? EXIT.failed : code;
}

/** Whether a run came to its end: it says what the targets are like. */
const isVerdict = (code: number): boolean => code === EXIT.ok || code === EXIT.ng;

type Began = { readonly code: number; readonly startedAt: string; readonly label: string };

function endedOf(called: Called | null, { code, startedAt, label }: Began): RunEnded {
  if (called === null) return { run: { startedAt }, verdicts: [], succeeded: false, elapsedMs: null, label };
  const { rollCall, elapsedMs, unrun } = called;
  const succeeded = isVerdict(code) && unrun === undefined;
  return { run: rollCall.run, verdicts: rollCall.results, succeeded, elapsedMs, label };
}

/** Whether it was written; why not is reported. Over what the run reads nothing is: the run has refused to begin. */
async function write(path: string, ended: RunEnded, io: Io): Promise<boolean> {
  if (await isInput(path, io)) return false;
  const families = [...runFamilies(ended), ...checkFamilies(withoutGuards(ended.run, ended.verdicts))];
  return wroteReport('--metrics', path, io, (file) => writePublished(file, exposition(families)));
}
