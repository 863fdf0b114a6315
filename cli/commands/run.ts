import { join } from 'node:path';
import { planOf } from '#core/check/alerting.ts';
import type { CheckList } from '#core/check/check-list.ts';
import { INVALID_INPUT } from '#core/contract.ts';
import { noticesOf } from '#core/report/notices.ts';
import { safeText } from '#core/text/safe-text.ts';
import type { LocalMemory } from '#local/memory.ts';
import { type Asked, idOf } from '../checks-files.ts';
import { EXIT, interruptedCode } from '../exit-codes.ts';
import { reserveFile } from '../files.ts';
import type { Io } from '../io.ts';
import { errorText } from '../output/failure.ts';
import { NO_PROGRESS, type Progress, progressBar } from '../output/progress.ts';
import { type Called, show } from '../output/show.ts';
import { terminalOf } from '../output/terminal.ts';
import { UsageError } from '../usage-error.ts';
import { type Destination, type DestinationOptions, destinationOf, OUTPUT_FOLDER } from './destination.ts';
import type { Wanted } from './lone-command.ts';
import { readList } from './read-list.ts';
import { LOCAL_TOPIC_ARN, localTopicArns, requireReceivers, unsentOf } from './receivers.ts';
import { send } from './send.ts';

export type RunOptions = DestinationOptions &
  Wanted &
  Asked & {
    readonly only?: readonly string[];
    readonly tags?: readonly string[];
    readonly json?: boolean;
    readonly junit?: string;
    readonly concurrency: number;
    /** Remembers incidents and verdicts in .rollcall/rollcall.db. */
    readonly remember?: boolean;
    /** How long verdicts are remembered, milliseconds. */
    readonly keepFor: number;
  };

/**
 * Calls the roll of a checks file through the workflow on this machine, and shows what came of it. `command` is a curl
 * command to check instead, in words or as one text; empty without.
 */
export async function run(command: readonly string[], options: RunOptions, io: Io): Promise<number> {
  const alerts: string[] = [];
  const isCommand = command.length > 0;
  const destination = await destinationOf({ ...options, keep: !isCommand }, io, (text) => alerts.push(text));
  const list = isCommand ? await readCommand(command, options, io) : await readList(options, io);
  if (list === null) return EXIT.usage;
  if (options.junit !== undefined) await reserveFile('--junit', options.junit, io);
  if (options.send) requireReceivers(list, '--send');
  const memory = options.remember ? await memoryOf(list, options, io) : null;
  const called = await call(list, options, destination, memory, io);
  const code = await show(called, { ...options, alerts, note: destination.note }, io);
  const { interrupted } = called.rollCall;
  try {
    const kept = memory === null || interrupted || (await keep(memory, called, io));
    const sent = !options.send || (interrupted && memory === null) || (await send(list, called.rollCall, memory, io));
    if (interrupted) return code;
    if (io.signal.aborted) return interruptedCode(io.signal);
    return kept && sent ? code : EXIT.failed;
  } finally {
    await memory?.close();
  }
}

async function memoryOf(list: CheckList, options: RunOptions, io: Io): Promise<LocalMemory> {
  const { keepFor, concurrency, send: sends } = options;
  const { localMemory } = await import('#local/memory.ts');
  const file = join(io.cwd, OUTPUT_FOLDER, 'rollcall.db');
  const plan = planOf(list);
  const topics = { defaultArn: LOCAL_TOPIC_ARN, arns: localTopicArns(list) };
  return localMemory(file, list, {
    now: Date.now,
    retentionMs: keepFor,
    concurrency,
    checksFile: await idOf(options, io),
    ...(sends && { unsentOf: (told) => unsentOf(list, noticesOf({ ...told, plan, topics })) }),
  });
}

/** Whether the verdicts are in the history; why not is reported. */
async function keep(memory: LocalMemory, { rollCall }: Called, io: Io): Promise<boolean> {
  try {
    await memory.remember(rollCall.run, rollCall.results);
    return true;
  } catch (error) {
    io.stderr.write(`rollcall failed: the verdicts are not remembered: ${safeText(errorText(error))}\n`);
    return false;
  }
}

async function readCommand(command: readonly string[], options: RunOptions, io: Io): Promise<CheckList | null> {
  const { listOfCommand } = await import('./lone-command.ts');
  return listOfCommand(command, options, io);
}

async function call(
  list: CheckList,
  options: RunOptions,
  destination: Destination,
  memory: LocalMemory | null,
  io: Io,
): Promise<Called> {
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
      ...(options.publish ? {} : { topicArns: localTopicArns(list) }),
      ...(memory === null ? {} : { memory: memory.memory }),
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
