import type { CheckList } from '#core/checks/parse.ts';
import { INVALID_INPUT } from '#core/contract.ts';
import { safeText } from '#core/verdict/safe-text.ts';
import { EXIT } from '../exit-codes.ts';
import { readChecksFile, reserveFile } from '../files.ts';
import type { Io } from '../io.ts';
import { NO_PROGRESS, type Progress, progressBar } from '../output/progress.ts';
import { type Called, show } from '../output/show.ts';
import { terminalOf } from '../output/terminal.ts';
import { UsageError } from '../usage-error.ts';
import { type Destination, type DestinationOptions, destinationOf } from './destination.ts';
import type { Wanted } from './lone-command.ts';

export type RunOptions = DestinationOptions &
  Wanted & {
    readonly checks: string;
    readonly only?: readonly string[];
    readonly tags?: readonly string[];
    readonly json?: boolean;
    readonly junit?: string;
    readonly concurrency: number;
  };

/**
 * Calls the roll of a checks file through the workflow on this machine, and shows what came of it. `command` is a curl
 * command to check instead, in words or as one text; empty without.
 */
export async function run(command: readonly string[], options: RunOptions, io: Io): Promise<number> {
  const alerts: string[] = [];
  const isCommand = command.length > 0;
  const destination = await destinationOf({ ...options, keep: !isCommand }, io, (text) => alerts.push(text));
  const list = isCommand ? await readCommand(command, options, io) : await readList(options.checks, io);
  if (list === null) return EXIT.usage;
  if (options.junit !== undefined) await reserveFile('--junit', options.junit, io);
  const called = await call(list, options, destination, io);
  return show(called, { ...options, alerts, note: destination.note }, io);
}

async function readCommand(command: readonly string[], options: RunOptions, io: Io): Promise<CheckList | null> {
  const { listOfCommand } = await import('./lone-command.ts');
  return listOfCommand(command, options, io);
}

async function readList(path: string, io: Io): Promise<CheckList | null> {
  const [file, { formatFault }, { readChecks }] = await Promise.all([
    readChecksFile(path, io),
    import('#core/checks/parse.ts'),
    import('#local/read-checks.ts'),
  ]);
  const { list, faults } = await readChecks(file.text, file.folder);
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
