import { resolve } from 'node:path';
import type { CheckList } from '#core/check/check-list.ts';
import { KEPT_MS } from '#core/history/spans.ts';
import { safeText } from '#core/text/safe-text.ts';
import type { JobFiles } from '#local/local-heartbeats.ts';
import { changesOf } from '#local/watch/changes.ts';
import { SYSTEM_CLOCK } from '#local/watch/clock.ts';
import { asOnlyWatch, StoreTaken } from '#local/watch/instance.ts';
import type { Log } from '#local/watch/log.ts';
import { notedDisk } from '#local/watch/noted-disk.ts';
import { startWatch, type Watch } from '#local/watch/watch.ts';
import { readToken } from '#local/web/access/token.ts';
import { serveWatch } from '#local/web/serve-watch.ts';
import type { RunningServer } from '#local/web/server.ts';
import { WebFault } from '#local/web/web-fault.ts';
import { type Asked, listId, loadAsked, pathsAsked } from '../checks-files.ts';
import { EXIT } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { jobFiles, memoryFile } from '../list-files.ts';
import { errorText } from '../output/failure.ts';
import { type LogLevel, logTo } from '../output/log.ts';
import { say } from '../output/say.ts';
import { requireStore } from '../store-file.ts';
import { UsageError } from '../usage-error.ts';
import type { WebOptionsGiven } from '../web-options.ts';
import { inheritance } from './local-memory.ts';

export type WatchOptions = Asked &
  WebOptionsGiven & {
    /** An interval for all checks, milliseconds. */
    readonly every?: number;
    readonly concurrency: number;
    readonly send: boolean;
    readonly logLevel: LogLevel;
  };

/** Docker kills ten seconds after it has asked. */
const GRACE_MS = 8_000;

/** Runs each check on its own schedule until this is told to stop. */
export async function watch(options: WatchOptions, io: Io): Promise<number> {
  if (pathsAsked(options).includes('-')) {
    throw new UsageError('watch reads its checks again when they change, and cannot the standard input; name a file');
  }
  requireStore();
  const first = await read(options, io);
  if (first.list === null) {
    for (const fault of first.faults) await say(fault, io.stderr);
    return EXIT.usage;
  }
  const { list, paths } = first;
  try {
    return await asOnlyWatch(memoryFile(options, io), () => watchList({ list, paths }, options, io));
  } catch (error) {
    if (error instanceof StoreTaken || error instanceof WebFault) throw new UsageError(error.message, { cause: error });
    throw error;
  }
}

/** A list as it was read, or every fault, and the files and folders that were looked at for it. */
type Read = {
  readonly list: CheckList | null;
  readonly faults: readonly string[];
  readonly paths: ReadonlySet<string>;
};

async function read(options: WatchOptions, io: Io): Promise<Read> {
  const paths = new Set([...pathsAsked(options), ...(options.varFile ?? [])].map((path) => resolve(io.cwd, path)));
  try {
    const [{ list, faults, name }, { formatFault }] = await Promise.all([
      loadAsked(options, io, notedDisk(paths)),
      import('#checks-file/fault-text.ts'),
    ]);
    return { list, faults: faults.map((fault) => safeText(formatFault(name, fault))), paths };
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return { list: null, faults: error.messages.map((message) => safeText(message)), paths };
  }
}

async function watchList(
  { list, paths }: { readonly list: CheckList; readonly paths: ReadonlySet<string> },
  options: WatchOptions,
  io: Io,
): Promise<number> {
  const { every: everyMs = null, concurrency, send } = options;
  const log = await logTo(io.stdout, options.logLevel);
  const token = readToken(options.tokenFile === undefined ? undefined : resolve(io.cwd, options.tokenFile), io.env);
  const files = { store: memoryFile(options, io), jobs: jobFiles(options, io) };
  const watching = await startWatch({
    list,
    ...files,
    listId: listId(options, io),
    inherits: await inheritance(options, io),
    retentionMs: KEPT_MS.verdicts,
    concurrency,
    sends: send,
    everyMs,
    clock: SYSTEM_CLOCK,
    env: io.env,
    log,
  });
  const server = await served(watching, { ...options, ...files, token }, log);
  const reload = async () => {
    const seen = changes.state();
    const next = await read(options, io);
    changes.follow(next.paths, seen);
    watching.use(next.list, next.faults);
    if (next.list !== null)
      log.info({ checks: next.list.checks.length }, `the checks file was read again: ${countOf(next.list)}`);
    for (const fault of next.faults) log.error({ fault }, `the checks file is not in use: ${fault}`);
  };
  let reloading: Promise<void> = Promise.resolve();
  const again = () => {
    reloading = reloading.then(reload).catch((error: unknown) => {
      log.error({}, `the checks file could not be read again: ${safeText(errorText(error))}`);
    });
  };
  const changes = changesOf(SYSTEM_CLOCK, again);
  changes.follow(paths);
  io.onHangUp?.(again);
  log.info({ checks: list.checks.length, store: files.store }, `watching ${countOf(list)}`);
  log.info({ url: server.url }, `the page is at ${server.url}`);
  if (send && (list.alerts?.receivers ?? []).length === 0) {
    log.warn({}, 'the checks file has no receivers: alerts are in this log alone');
  }
  await stopped(io.signal);
  log.info({ signal: String(io.signal.reason) }, 'stopping: runs under way are given some seconds');
  changes.stop();
  await reloading;
  await Promise.all([server.close(), watching.stop(GRACE_MS)]);
  log.info({}, 'stopped');
  return EXIT.ok;
}

type Serving = WebOptionsGiven & {
  readonly store: string;
  readonly jobs: JobFiles;
  readonly token: string | null;
};

/** The server of a watch, which ends where that cannot start. */
async function served(watching: Watch, options: Serving, log: Log): Promise<RunningServer> {
  try {
    return await serveWatch({
      watching,
      store: options.store,
      jobs: options.jobs,
      host: options.host,
      port: options.port,
      baseUrls: options.baseUrl ?? [],
      token: options.token,
      now: Date.now,
      onFault: (error) => log.error({}, `a request could not be answered: ${safeText(errorText(error))}`),
    });
  } catch (error) {
    await watching.stop(0);
    throw error;
  }
}

const countOf = ({ checks }: CheckList): string => `${checks.length} ${checks.length === 1 ? 'check' : 'checks'}`;

function stopped(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
