import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { CheckList } from '#core/checks/parse.ts';
import { INVALID_INPUT } from '#core/contract.ts';
import { safeText } from '#core/verdict/safe-text.ts';
import type { RollCall } from '#local/roll-call.ts';
import { EXIT } from '../exit-codes.ts';
import { plainFileError, readChecksFile, reserveFile } from '../files.ts';
import type { Io } from '../io.ts';
import { renderCounts } from '../output/counts.ts';
import { documentOf } from '../output/document.ts';
import { failureText } from '../output/failure.ts';
import { NO_PROGRESS, type Progress, progressBar } from '../output/progress.ts';
import { safeLines } from '../output/safe-lines.ts';
import { terminalOf } from '../output/terminal.ts';
import { UsageError } from '../usage-error.ts';
import { type Destination, type DestinationOptions, destinationOf } from './destination.ts';

export type RunOptions = DestinationOptions & {
  readonly checks: string;
  readonly only?: readonly string[];
  readonly tags?: readonly string[];
  readonly json?: boolean;
  readonly junit?: string;
  readonly concurrency: number;
};

type Called = { readonly rollCall: RollCall; readonly total: number; readonly elapsedMs: number };

/** Calls the roll of a checks file through the workflow on this machine, and shows what came of it. */
export async function run(options: RunOptions, io: Io): Promise<number> {
  const said: string[] = [];
  const destination = await destinationOf(options, io, (text) => said.push(text));
  const list = await readList(options.checks, io);
  if (list === null) return EXIT.usage;
  if (options.junit !== undefined) await reserveFile('--junit', options.junit, io);
  const called = await call(list, options, destination, io);
  if (options.json) {
    showDocument(called, io);
    showSaid(said, io.stderr);
  } else {
    await showTable(called, io);
    showSaid(said, io.stdout);
    io.stderr.write(`${destination.note}\n`);
  }
  const reported = options.junit === undefined || (await writeJunit(options.junit, called, io));
  tellTrouble(called, io);
  return reported ? exitCodeOf(called.rollCall, io.signal) : EXIT.failed;
}

async function readList(path: string, io: Io): Promise<CheckList | null> {
  const [file, { parseChecks, formatFault }] = await Promise.all([
    readChecksFile(path, io),
    import('#core/checks/parse.ts'),
  ]);
  const { list, faults } = parseChecks(file.text);
  for (const fault of faults) io.stderr.write(`${safeText(formatFault(file.name, fault))}\n`);
  return list;
}

async function call(list: CheckList, options: RunOptions, destination: Destination, io: Io): Promise<Called> {
  const { callTheRoll } = await import('#local/roll-call.ts');
  const progress = await progressOf(options, io);
  const startedAt = io.now();
  let total = 0;
  try {
    const rollCall = await callTheRoll({
      list,
      input: {
        ...(options.only === undefined ? {} : { only: [...options.only] }),
        ...(options.tags === undefined ? {} : { tags: [...options.tags] }),
      },
      concurrency: options.concurrency,
      namespace: destination.namespace,
      topicArn: destination.topicArn,
      sinks: destination.sinks,
      signal: io.signal,
      onStart(count) {
        total = count;
        progress.start(count);
      },
      onVerdict: (verdict) => progress.answered(verdict),
    });
    return { rollCall, total, elapsedMs: io.now() - startedAt };
  } catch (error) {
    if (error instanceof Error && error.name === INVALID_INPUT) throw new UsageError(error.message, { cause: error });
    throw error;
  } finally {
    progress.stop();
  }
}

/** A bar where somebody looks and nothing reads: neither in a pipe nor beside a JSON document. */
async function progressOf(options: RunOptions, io: Io): Promise<Progress> {
  const watched = io.stdout.isTTY === true && io.stderr.isTTY === true && io.env['TERM'] !== 'dumb';
  return watched && !options.json ? progressBar(io.stderr, terminalOf(io.stderr, io.env)) : NO_PROGRESS;
}

function showDocument({ rollCall, total }: Called, io: Io): void {
  io.stdout.write(`${JSON.stringify(documentOf(rollCall, total), null, 2)}\n`);
}

async function showTable({ rollCall, elapsedMs }: Called, io: Io): Promise<void> {
  const { renderTable } = await import('../output/table.ts');
  const terminal = terminalOf(io.stdout, io.env);
  io.stdout.write(renderTable(rollCall.results, terminal));
  io.stdout.write(renderCounts(rollCall.counts, elapsedMs, terminal));
}

function showSaid(said: readonly string[], out: Io['stdout']): void {
  for (const text of said) {
    const indented = safeLines(text.trimEnd()).replace(/^(?=.)/gm, '  ');
    out.write(`\nThe alert, written to this machine only:\n\n${indented}\n\n`);
  }
}

/** False when the report could not be written, which was told. */
async function writeJunit(path: string, { rollCall, elapsedMs }: Called, io: Io): Promise<boolean> {
  const { renderJunit } = await import('../output/junit.ts');
  try {
    await writeFile(resolve(io.cwd, path), renderJunit(rollCall, elapsedMs));
    return true;
  } catch (error) {
    io.stderr.write(`rollcall: --junit ${safeText(path)} was not written: ${safeText(plainFileError(error))}\n`);
    return false;
  }
}

function tellTrouble({ rollCall, total }: Called, io: Io): void {
  if (rollCall.interrupted) {
    io.stderr.write(`interrupted: ${rollCall.results.length} of ${total} checks had answered\n`);
  }
  if (rollCall.failure !== null) {
    io.stderr.write(`rollcall failed: ${safeText(failureText(rollCall.failure))}\n`);
  }
}

function exitCodeOf({ interrupted, failure, counts }: RollCall, signal: AbortSignal): number {
  if (interrupted) return signal.reason === 'SIGTERM' ? EXIT.terminated : EXIT.interrupted;
  if (failure !== null) return EXIT.failed;
  return counts.ng > 0 ? EXIT.ng : EXIT.ok;
}
