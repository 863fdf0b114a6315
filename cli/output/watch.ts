import type { Verdict } from '#core/verdict/verdict.ts';
import type { TraceListener } from '#kinds/probing/trace/trace.ts';
import type { Io, Out } from '../io.ts';
import { NO_PROGRESS, type Progress, progressBar } from './progress.ts';
import { isNg, type OpenTable, openTable } from './table.ts';
import { isWatched, type Measured, terminalOf } from './terminal.ts';
import type { TraceView } from './trace-view.ts';

/** What is shown of a run while it goes on. */
export type Watch = {
  /** `guards`: those of the names that are about the monitor. */
  start(names: readonly string[], guards: readonly string[]): void;
  answered(verdict: Verdict): void;
  readonly traces: TraceListener;
  /** Called however the run ends; nothing more is shown then. */
  stop(): void;
  /** Of these verdicts, those whose rows a person has still to be shown. */
  unseen(verdicts: readonly Verdict[]): readonly Verdict[];
};

export type WatchOptions = {
  readonly json?: boolean;
  readonly onlyNg?: boolean;
  readonly quiet?: boolean;
  /** Whether traces will come. */
  readonly isTracing?: boolean;
};

/**
 * On a terminal each check's row is shown when it answers, with a bar below. Elsewhere only traces are: rows come at the
 * end, in an order that does not depend on who was faster. Beside a JSON document traces go to stderr.
 */
export async function watchOf({ json, onlyNg, quiet, isTracing }: WatchOptions, io: Io): Promise<Watch> {
  const isLive = io.stdout.isTTY === true && !json && !quiet;
  if (!isLive && !isTracing) return silent(NO_TRACES, io.signal);
  const out = json ? io.stderr : io.stdout;
  const { measuredTerminal } = await import('./measures.ts');
  const terminal = measuredTerminal(out, io.env);
  const viewOn = isTracing ? (await import('./trace-view.ts')).traceView : () => NO_TRACES;
  if (isLive) return liveWatch(out, progressOf(terminal, io), { onlyNg, terminal, viewOn, signal: io.signal });
  return silent(
    viewOn((text) => void out.write(text), terminal),
    io.signal,
  );
}

const NO_TRACES: TraceView = { start() {}, listener: { ended() {} }, stopped() {} };

/** The one check that is called for its own sake; null where there are several. */
function aloneIn(names: readonly string[], guards: readonly string[]): string | null {
  const [only, second] = names.filter((name) => !guards.includes(name));
  return second === undefined ? (only ?? null) : null;
}

function silent(view: TraceView, signal: AbortSignal): Watch {
  return {
    start: (names, guards) => view.start(aloneIn(names, guards)),
    answered() {},
    traces: view.listener,
    stop: () => signal.aborted && view.stopped(),
    unseen: (verdicts) => verdicts,
  };
}

/** A bar where somebody looks and nothing else reads what it is drawn on. */
function progressOf(terminal: Measured, io: Io): Progress {
  return isWatched(io) ? progressBar(io.stderr, { ...terminal, ...terminalOf(io.stderr, io.env) }) : NO_PROGRESS;
}

/** Lines that stand below the rows when a run is over: counts, a note, the shell's prompt. */
const LINES_BELOW = 4;
const DEFAULT_ROWS = 24;

type Looks = {
  readonly onlyNg: boolean | undefined;
  readonly terminal: Measured;
  readonly viewOn: (print: (text: string) => void, terminal: Measured) => TraceView;
  readonly signal: AbortSignal;
};

/**
 * Rows as checks answer. `unseen`: all NGs where one of them has left the screen since, and what is quiet, which nobody knew
 * then. Some of the NGs below one another would be read as all of them.
 */
function liveWatch(out: Out, progress: Progress, { onlyNg, terminal, viewOn, signal }: Looks): Watch {
  let table: OpenTable | null = null;
  /** Lines printed before each NG's row. */
  const ngAt = new Map<string, number>();
  const seen = new Map<string, string>();
  let lines = 0;
  let isMixed = false;
  const print = (text: string): void => {
    if (text === '') return;
    progress.above(() => out.write(text));
    lines += text.split('\n').length - 1;
  };
  const view = viewOn((text) => {
    isMixed = true;
    print(text);
  }, terminal);
  return {
    start(names, guards) {
      view.start(aloneIn(names, guards));
      table = openTable(names, terminal, terminal);
      print(table.header);
      progress.start(names);
    },
    answered(verdict) {
      const row = table?.row(verdict) ?? '';
      progress.answered(verdict);
      seen.set(verdict.name, row);
      if (isNg(verdict)) ngAt.set(verdict.name, lines);
      if (!isNg(verdict) && onlyNg) return;
      isMixed ||= !isNg(verdict);
      print(row);
    },
    traces: view.listener,
    stop() {
      if (signal.aborted) view.stopped();
      progress.stop();
    },
    unseen(verdicts) {
      const first = lines - ((out.rows || DEFAULT_ROWS) - LINES_BELOW);
      const isChanged = (verdict: Verdict) => table?.row(verdict) !== seen.get(verdict.name);
      // Where nothing but NGs was shown, all of them are below one another already.
      const isGone = ({ name }: Verdict) => isMixed && (ngAt.get(name) ?? first) < first;
      if (!verdicts.some((verdict) => isChanged(verdict) || isGone(verdict))) return [];
      return verdicts.filter((verdict) => isNg(verdict) || isChanged(verdict));
    },
  };
}
