import type { Check } from '#core/check/check.ts';
import type { CheckList } from '#core/check/check-list.ts';
import { InvalidInput } from '#core/run/invalid-input.ts';
import { failureText } from '#local/failure-text.ts';
import type { LocalHeartbeats } from '#local/local-heartbeats.ts';
import type { LocalMemory } from '#local/memory.ts';
import { localTopicArns, unsentIn } from '#local/receivers/errands.ts';
import { type Asked, listId } from '../checks-files.ts';
import { EXIT, interruptedCode } from '../exit-codes.ts';
import { type GithubOptions, isForGithub } from '../github/options.ts';
import type { Io } from '../io.ts';
import type { Called, Runs } from '../output/called.ts';
import { errorText } from '../output/failure.ts';
import { type Listing, NOTHING_LISTED } from '../output/listing.ts';
import { say } from '../output/say.ts';
import { show } from '../output/show.ts';
import { type Watch, watchOf } from '../output/watch.ts';
import { refuseInput, reserveFile } from '../report-file.ts';
import { type SelectOptions, selectedChecks } from '../selection/select.ts';
import { requireStore } from '../store-file.ts';
import { UsageError } from '../usage-error.ts';
import { type Destination, type DestinationOptions, destinationOf } from './destination.ts';
import type { FailFast } from './fail-fast.ts';
import { heartbeatsOf, inheritance } from './local-memory.ts';
import type { Wanted } from './lone-command.ts';
import { noRun } from './no-run.ts';
import { type Listed, readListed } from './read-list.ts';
import { requireReceivers } from './receivers.ts';
import { send } from './send.ts';

export type RunOptions = DestinationOptions &
  Wanted &
  SelectOptions &
  GithubOptions &
  Asked & {
    /** Stops at the first NG. */
    readonly failFast?: boolean;
    readonly json?: boolean;
    readonly junit?: string;
    /** Where metrics for node_exporter go. */
    readonly metrics?: string;
    /** The address of an OTLP/HTTP receiver that gets the verdicts. */
    readonly otlp?: string;
    readonly concurrency: number;
    /** Shows what each attempt did: of all checks, or those of these names, and then only they are called. */
    readonly verbose?: true | readonly string[];
    readonly onlyNg?: boolean;
    readonly quiet?: boolean;
    /** Prints the alerts as they would be sent. */
    readonly alert?: boolean;
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
  const runs = runsOf(command, options, io);
  if (!isForGithub(options, io)) return runs(() => {});
  let called: Called | null = null;
  const code = await runs((told) => {
    called = told;
  });
  const { tellOfLog } = await import('../github/github.ts');
  // Faults of a checks file are annotated at their lines.
  if (called !== null || command.length > 0) tellOfLog(code, called, options.json ? io.stderr : io.stdout);
  return code;
}

function runsOf(command: readonly string[], options: RunOptions, io: Io): Runs {
  const { metrics, otlp } = options;
  const plain: Runs = (onCalled) => runAndReport(command, options, io, onCalled);
  const sending: Runs =
    otlp === undefined ? plain : async (onCalled) => (await import('./otlp.ts')).sendingOtlp(otlp, io, plain)(onCalled);
  if (metrics === undefined) return sending;
  return async (onCalled) => (await import('./metrics-file.ts')).withMetricsFile(metrics, io, sending, onCalled);
}

/** `onCalled` is told once what was called; never where nothing could be. */
async function runAndReport(
  command: readonly string[],
  options: RunOptions,
  io: Io,
  onCalled: (called: Called) => void,
): Promise<number> {
  const isGithub = isForGithub(options, io);
  const listed = command.length > 0 ? null : await readListed(options, io, isGithub);
  if (command.length === 0 && listed === null) return EXIT.usage;
  const asked = { command, listed, onCalled };
  if (!isGithub) return (await runOnce(asked, options, io)).code;
  const { deafen, reportToGithub } = await import('../github/github.ts');
  const out = options.json ? io.stderr : io.stdout;
  const listen = deafen(out);
  const { code, called, listing } = await runOnce(asked, options, io).finally(listen);
  if (called !== null) await reportToGithub(called, await listing(), out, io);
  return code;
}

/** What is to be called: a checks file's list, or else a curl command. */
type Subject = {
  readonly command: readonly string[];
  readonly listed: Listed | null;
  readonly onCalled: (called: Called) => void;
};
/** `called` is null when nothing was called. */
type Ran = { readonly code: number; readonly called: Called | null; readonly listing: () => Promise<Listing> };

async function runOnce({ command, listed, onCalled }: Subject, options: RunOptions, io: Io): Promise<Ran> {
  const list = listed?.list ?? (await readCommand(command, options, io));
  if (list === null) return { code: EXIT.usage, called: null, listing: async () => NOTHING_LISTED };
  const alerts: string[] = [];
  const destination = await destinationOf(options, io, (text) => alerts.push(text));
  const selected = await selectedChecks(list, listed?.loaded ?? null, { ...options, ...shownNames(options) }, io);
  if (options.metrics !== undefined) await refuseInput('--metrics', options.metrics, io);
  if (options.junit !== undefined) await reserveFile('--junit', options.junit, io);
  if (options.send) requireReceivers(list, '--send');
  const isIdle = selected?.length === 0;
  const memory = options.remember && !isIdle ? await memoryOf(list, options, io) : null;
  const watch = await watchOf({ ...options, isTracing: options.verbose !== undefined }, io);
  const heartbeats = await heartbeatsOf(list, options, io, options.remember === true);
  const failFast = options.failFast === true ? await failFastIn(list, memory, io) : null;
  const edges = { destination, memory, watch, heartbeats, failFast };
  const called = isIdle ? noRun(options.concurrency) : await call({ list, selected }, options, edges, io);
  onCalled(called);
  const listing = async () => (await import('./run-reports.ts')).listingOf(listed, called, options, io);
  const shown = { ...options, ...shownOf(options, watch), alerts, note: destination.note, listing };
  const code = await show(called, shown, io);
  return { code: await finish(code, { list, called, memory }, options, io), called, listing };
}

type Finished = { readonly list: CheckList; readonly called: Called; readonly memory: LocalMemory | null };

/** Remembers and sends what came of a run. A run that was stopped does neither. */
async function finish(code: number, { list, called, memory }: Finished, options: RunOptions, io: Io): Promise<number> {
  const { interrupted } = called.rollCall;
  const isStopped = interrupted || called.unrun !== undefined;
  try {
    const kept = memory === null || isStopped || (await keep(memory, called, io));
    const sent = !options.send || (isStopped && memory === null) || (await send(list, called.rollCall, memory, io));
    if (interrupted) return code;
    if (io.signal.aborted) return interruptedCode(io.signal);
    return kept && sent ? code : EXIT.failed;
  } finally {
    await memory?.close();
  }
}

/** Without a memory each NG is news, and stands in the table: an alert has more to say where there is one. */
function shownOf({ alert = false, remember = false }: RunOptions, { unseen }: Watch) {
  return { alert: alert || remember, unseen };
}

async function failFastIn(list: CheckList, memory: LocalMemory | null, io: Io): Promise<FailFast> {
  const { failFastOf } = await import('./fail-fast.ts');
  return failFastOf(list, memory?.memory, io.signal);
}

async function memoryOf(list: CheckList, options: RunOptions, io: Io): Promise<LocalMemory> {
  requireStore();
  const { keepFor, concurrency, send: sends } = options;
  const [{ localMemory }, { memoryFile }] = await Promise.all([import('#local/memory.ts'), import('../list-files.ts')]);
  return localMemory(memoryFile(options, io), list, {
    now: Date.now,
    retentionMs: keepFor,
    concurrency,
    listId: listId(options, io),
    inherits: await inheritance(options, io),
    ...(sends && { unsentOf: unsentIn(list) }),
  });
}

/** Whether the verdicts are in the history; why not is reported. */
async function keep(memory: LocalMemory, { rollCall }: Called, io: Io): Promise<boolean> {
  const { run, results, failure } = rollCall;
  try {
    await memory.remember(run, results);
    return true;
  } catch (error) {
    const why = errorText(error);
    // What ended the run was reported, and mostly keeps the verdicts out of the store as well.
    const isKnown = failure !== null && failureText(failure).includes(why);
    if (!isKnown) await say(`rollcall failed: the verdicts are not remembered: ${why}`, io.stderr);
    return false;
  }
}

async function readCommand(command: readonly string[], options: RunOptions, io: Io): Promise<CheckList | null> {
  const { listOfCommand } = await import('./lone-command.ts');
  return listOfCommand(command, options, io);
}

/** What to call: all of a list, or some of its checks. */
type Roll = { readonly list: CheckList; readonly selected: readonly Check[] | null };

/** What a run is connected to. */
type Edges = {
  readonly destination: Destination;
  readonly memory: LocalMemory | null;
  readonly watch: Watch;
  readonly heartbeats: LocalHeartbeats | null;
  readonly failFast: FailFast | null;
};

async function call(
  { list, selected }: Roll,
  options: RunOptions,
  { destination, memory, watch, heartbeats, failFast }: Edges,
  io: Io,
): Promise<Called> {
  const { callTheRoll } = await import('#local/roll-call.ts');
  const startedAt = io.now();
  let total = 0;
  try {
    const rollCall = await callTheRoll({
      list,
      input: selected === null ? {} : { only: selected.map(({ name }) => name) },
      concurrency: options.concurrency,
      namespace: destination.namespace,
      topicArn: destination.topicArn,
      ...(options.publish ? {} : { topicArns: localTopicArns(list) }),
      ...(memory === null ? {} : { memory: memory.memory }),
      ...(heartbeats === null ? {} : { readHeartbeat: heartbeats.read }),
      sinks: destination.sinks,
      signal: failFast?.signal ?? io.signal,
      onStart(names) {
        total = names.length;
        failFast?.started(names);
        watch.start(
          names,
          (list.guard ?? []).map(({ name }) => name),
        );
      },
      onVerdict(verdict) {
        watch.answered(verdict);
        failFast?.answered(verdict);
      },
      ...(options.verbose !== undefined && { traceListener: watch.traces }),
      ...(options.metrics !== undefined && { measuresAll: true }),
    });
    const called = { rollCall, total, elapsedMs: io.now() - startedAt };
    const unrun = failFast?.unrun(selected ?? list.checks, rollCall) ?? null;
    return unrun === null ? called : { ...called, rollCall: { ...rollCall, interrupted: false }, unrun };
  } catch (error) {
    if (error instanceof InvalidInput) throw new UsageError(error.faults, { cause: error });
    throw error;
  } finally {
    watch.stop();
    await heartbeats?.close();
  }
}

/** The checks that --verbose names, which alone are called then. */
function shownNames({ verbose }: RunOptions): { readonly shown?: readonly string[] } {
  return verbose === undefined || verbose === true || verbose.length === 0 ? {} : { shown: verbose };
}
