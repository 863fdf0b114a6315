import type { CheckList } from '#core/check/check-list.ts';
import type { RunHistory } from '#core/history/run-history.ts';
import type { RunStamp } from '#core/incident/state.ts';
import type { Verdict } from '#core/verdict/verdict.ts';
import type { Edge } from '../call.ts';
import type { Environment } from '../receivers/receiver-references.ts';
import type { Clock } from './clock.ts';
import { newDelivery } from './delivery.ts';
import { newEvents } from './events.ts';
import { newExecutions } from './executions.ts';
import { type InUseSettings, takeInUse } from './in-use.ts';
import { newLag } from './lag.ts';
import { latestVerdicts } from './latest.ts';
import type { Log } from './log.ts';
import { logTransitions, logVerdict } from './log-verdicts.ts';
import { newRunner } from './runner.ts';
import { newScheduler } from './scheduler.ts';
import { newSkips } from './skips.ts';
import { newTroubles } from './troubles.ts';
import type { Watching } from './watching.ts';

export type WatchOptions = Omit<InUseSettings, 'now'> & {
  readonly list: CheckList;
  /** An interval for all checks in place of their own schedules, milliseconds. */
  readonly everyMs: number | null;
  readonly clock: Clock;
  readonly env: Environment;
  readonly log: Log;
  /** What tests put in place of functions and waits. */
  readonly edge?: Edge;
};

export type Watch = Watching & {
  /** Takes a list in place of the one that is in use; with faults an edit of it was refused, and the old one stays. */
  use(list: CheckList | null, faults: readonly string[]): void;
  /** Begins nothing more, gives what is under way so many milliseconds, and closes the store. */
  stop(graceMs: number): Promise<void>;
};

const MINUTE_MS = 60_000;
/** Later than this there is more to do than this machine can. */
const LATE_MS = 1_000;

const lateSentence = (ms: number): string =>
  `1 run in 100 begins ${(ms / 1_000).toFixed(1)} s late or more; give it more CPU or concurrency, or check less often`;

/** Runs each check of a list on its own schedule, until it is stopped. */
export async function startWatch(options: WatchOptions): Promise<Watch> {
  const { clock, log, everyMs } = options;
  const steady = () => clock.now().steady;
  const settings = { ...options, now: () => clock.now().wall };
  const startedAt = new Date(clock.now().wall).toISOString();
  const [lag, troubles, events, skips] = [newLag(), newTroubles(log, steady), newEvents(), newSkips(log, steady)];
  const stopping = new AbortController();
  const first = takeInUse(options.list, settings);
  let faults: readonly string[] = [];
  let lastRunAt: string | null = null;
  let dueAt = new Map<string, number>();
  const lateBy = new Map<string, number>();

  const latest = await latestVerdicts(options.list, first.memory, steady).catch((error: unknown) => {
    troubles.begin('store', `what was remembered cannot be read: ${(error as Error).message}`);
    return latestVerdicts(options.list, null, steady);
  });
  const delivery = newDelivery({ clock, env: options.env, inUse: () => executions.inUse(), log, troubles });
  const scheduler = newScheduler({
    clock,
    begin: (checks, due) => {
      for (const [name, at] of due) dueAt.set(name, at);
      executions.begin(checks);
    },
    last: (name) => latest.ranAt(name),
    tookMs: (name) => latest.tookMs(name),
    onSkipped: ({ name }) => skips.add(name),
    onStep: (stepMs) =>
      log.warn(
        { stepMs },
        `the clock moved by ${Math.round(stepMs / 1_000)} s, or the machine slept; what was missed runs once`,
      ),
  });
  const run = newRunner({
    concurrency: options.concurrency,
    signal: stopping.signal,
    steady,
    ...(options.edge && { edge: options.edge }),
    onAsked(name) {
      const now = steady();
      const due = dueAt.get(name);
      if (due !== undefined) {
        lag.add(now, now - due);
        lateBy.set(name, now - due);
      }
      dueAt.delete(name);
      latest.asked(name);
    },
    onTracked: (tracked) => heard(tracked),
  });
  const heard = ({ run: of, verdicts, transitions }: RunHistory) => {
    const marked = verdicts.filter(({ quiet }) => quiet !== undefined);
    const shown = marked.filter((verdict) => latest.marked({ run: stampOf(of), verdict }));
    if (shown.length > 0) events.emit({ type: 'verdicts', run: stampOf(of), verdicts: shown });
    if (transitions.length === 0) return;
    events.emit({ type: 'incidents', transitions });
    logTransitions(log, transitions);
  };
  const answered = (of: RunStamp, verdict: Verdict) => {
    logVerdict(log, verdict, latest.of(verdict.name)?.verdict ?? null);
    scheduler.answered(verdict.name);
    latest.answered({ run: of, verdict });
    lastRunAt = of.startedAt;
    const lagMs = lateBy.get(verdict.name);
    lateBy.delete(verdict.name);
    events.emit({ type: 'verdicts', run: of, verdicts: [verdict], ...(lagMs !== undefined && { lagMs }) });
  };
  const executions = newExecutions(first, {
    run,
    troubles,
    onAnswered: answered,
    onUnanswered(name) {
      scheduler.answered(name);
      latest.over(name);
    },
    send: async ({ run: { id }, notifications }, source) => {
      if (options.sends && notifications.length > 0) await delivery.put(id, notifications, source);
    },
  });
  const scheduled = () => {
    const { checks, guard = [] } = executions.inUse().list;
    scheduler.use({ checks, guard, everyMs });
  };
  const lookAtLag = () => {
    const lateMs = lag.p99(steady());
    if (lateMs > LATE_MS) troubles.begin('lag', lateSentence(lateMs));
    else troubles.end('lag');
    cancelLook = clock.after(MINUTE_MS, lookAtLag);
  };
  let cancelLook = clock.after(MINUTE_MS, lookAtLag);
  scheduled();
  if (options.sends) delivery.wake();
  return {
    use(list, found) {
      faults = found;
      if (list !== null) {
        executions.use(takeInUse(list, settings));
        const names = new Set(list.checks.map(({ name }) => name));
        latest.keep(names);
        dueAt = new Map([...dueAt].filter(([name]) => names.has(name)));
        scheduled();
      }
      events.emit({ type: 'list' });
    },
    async stop(graceMs) {
      scheduler.stop();
      cancelLook();
      const until = steady() + graceMs;
      const over = Promise.withResolvers<void>();
      const cancel = clock.after(graceMs, over.resolve);
      await Promise.race([executions.over(), over.promise]);
      cancel();
      stopping.abort();
      await executions.over();
      if (options.sends) await delivery.stop(Math.max(0, until - steady()));
      await executions.inUse().close();
    },
    inUse() {
      const { list, loadedAt } = executions.inUse();
      return { list, loadedAt, faults };
    },
    latest: (name) => latest.of(name),
    subscribe: events.subscribe,
    runNow(name) {
      const verdict = latest.next(name);
      if (!scheduler.isRunning(name) && !scheduler.beginNow(name)) latest.over(name);
      return verdict;
    },
    health: () => ({
      startedAt,
      lastRunAt,
      running: scheduler.running,
      lagMs: lag.p99(steady()),
      skipped: skips.recent,
      troubles: troubles.all(),
    }),
  };
}

const stampOf = ({ id, startedAt }: RunStamp): RunStamp => ({ id, startedAt });
