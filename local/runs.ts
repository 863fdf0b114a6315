import type { Check } from '#core/check/check.ts';
import { certificatesApart } from '#core/incident/certificates.ts';
import { memoryless } from '#core/incident/decide.ts';
import type { Transition } from '#core/incident/state.ts';
import { countsOf } from '#core/report/counts.ts';
import { noticesOf } from '#core/report/notices.ts';
import type { Notification } from '#core/report/notification.ts';
import { withoutGuards } from '#core/run/guards.ts';
import { InvalidInput, type Refusal } from '#core/run/invalid-input.ts';
import type { Prepared, PrepareEvent } from '#core/run/prepare.ts';
import type { Run } from '#core/run/run.ts';
import type { Verdict } from '#core/verdict/verdict.ts';
import {
  type TrackIncidentsAnswer,
  type TrackIncidentsEvent,
  trackTransitions,
} from '#functions/track-incidents/track-incidents.ts';
import type { RollCallOptions } from './call.ts';
import { within } from './engine/clock.ts';
import { execute, type Pace } from './engine/engine.ts';
import { ExecutionAborted, ExecutionFailed, StateError, snsError } from './engine/errors.ts';
import { Scope } from './engine/scope.ts';
import type { Gate, LocalFunction, SnsMessage } from './engine/services.ts';
import { type Batch, feed } from './feed.ts';
import { type Functions, functionsOf, trackingSettings } from './functions.ts';
import { countingGate } from './gate.ts';
import type { RunRecord } from './record.ts';

export type Call = {
  readonly run: Run;
  readonly options: RollCallOptions;
  readonly record: RunRecord;
  /** What a test puts in place of a function. */
  readonly replaced: Functions;
  readonly pace: Pace;
};

/** One execution over the whole list: PrepareChecks reads the input, as on AWS. */
export async function callWhole(call: Call): Promise<void> {
  const { options, record, run } = call;
  const functions = { ...functionsOf(options), ...call.replaced };
  let refused: Refusal | null = null;
  const prepare = around<Prepared | Refusal>(functions['PrepareChecks'], async (preparing) => {
    const prepared = await preparing;
    if ('error' in prepared) refused = prepared;
    else record.started(prepared.run, prepared.roll);
    return prepared;
  });
  const unfinished: Promise<unknown>[] = [];
  const track = around<TrackIncidentsAnswer>(functions['TrackIncidents'], async (tracking) => {
    unfinished.push(tracking);
    const tracked = await tracking;
    record.marked(tracked.verdicts);
    // They count as told from now on, whatever comes in between.
    for (const notification of tracked.notifications) record.alerted(notification);
    return tracked;
  });
  const watched = { ...functions, PrepareChecks: prepare, TrackIncidents: track };
  await runOnce(call, run.id, options.input, watched, options.gate ?? countingGate(options.concurrency));
  // A run that is stopped does not wait for it; but what it remembers as told has to be known here.
  await Promise.allSettled(unfinished);
  throwRefused(refused);
}

function throwRefused(refused: Refusal | null): void {
  if (refused !== null) throw new InvalidInput(refused.faults);
}

/** Executions side by side, so many that the gate always has work; what there is to alert is said once, for all. */
export async function callBatches(call: Call, roll: readonly Check[], batches: readonly Batch[]): Promise<void> {
  const { options, record, run } = call;
  record.started(run, roll);
  const settings = trackingSettings(options);
  const told: Transition[] = [];
  const tracked = new Set<string>();
  const unfinished: Promise<unknown>[] = [];
  const track: LocalFunction = {
    async invoke(event: TrackIncidentsEvent): Promise<TrackIncidentsAnswer> {
      const tracking = trackTransitions(event, settings);
      unfinished.push(tracking);
      const { recorded, verdicts, transitions } = await tracking;
      told.push(...transitions);
      record.marked(verdicts);
      for (const { name } of verdicts) tracked.add(name);
      const counts = countsOf(withoutGuards(event.run, verdicts));
      return { run: event.run, verdicts, recorded, counts, notifications: [] };
    },
  };
  await feed(
    batches,
    options.gate ?? countingGate(options.concurrency),
    options.concurrency,
    async ({ id, checks }, gate) => {
      // The batch alone decides what each PrepareChecks selects; what is reported is of all of them together.
      const own = functionsOf({ ...options, list: { ...options.list, checks } });
      const ofBatch = { ...own, PrepareChecks: atOneMoment(own['PrepareChecks'], run), TrackIncidents: track };
      await runOnce(call, `${run.id}/${id}`, {}, { ...ofBatch, ...call.replaced }, gate);
    },
  );
  await Promise.allSettled(unfinished);
  const isStopped = options.signal?.aborted === true;
  const verdicts = record.results();
  const unheard = isStopped ? [] : withoutGuards(run, verdicts).filter(({ name }) => !tracked.has(name));
  const transitions = [
    ...joined(told, verdicts),
    ...memoryless(run, unheard, options.memory ? 'undeduplicated' : 'once'),
  ];
  for (const notification of noticesOf({ run, verdicts, transitions, ...settings })) {
    if (isStopped) record.alerted(notification);
    else await sendTwice(call, notification).catch(record.ended);
  }
}

/** What executions tell each of the monitor, and of a certificate for the checks that it saw, once for all. */
function joined(told: readonly Transition[], verdicts: readonly Verdict[]): readonly Transition[] {
  const alike = Map.groupBy(told, ({ check, kind, type }) => JSON.stringify([check, kind, type]));
  const counting = certificatesApart(verdicts.filter(({ quiet }) => quiet === undefined));
  const shownBy = new Map(counting.map((answer) => [answer.name, answer.shownBy]));
  return [...alike.values()].flatMap(([first]) => {
    if (first === undefined) return [];
    const checks = first.type === 'recovered' ? undefined : shownBy.get(first.check);
    return [checks === undefined ? first : { ...first, checks }];
  });
}

/** They stand for one roll call, and so for one moment: no check or certificate is a run further on because of them. */
function atOneMoment(prepare: LocalFunction | undefined, { startedAt }: Run): LocalFunction {
  const invoke = async (event: PrepareEvent) => prepare?.invoke({ ...event, startTime: startedAt } as never);
  return { ...prepare, invoke };
}

/** The function with its answer seen, or replaced, on the way to the engine. */
function around<T>(inner: LocalFunction | undefined, see: (answer: Promise<T>) => Promise<T>): LocalFunction {
  return { ...inner, invoke: (event) => see((async () => (await inner?.invoke(event)) as T)()) };
}

async function runOnce(call: Call, id: string, input: unknown, functions: Functions, gate: Gate): Promise<void> {
  const { options, record, pace } = call;
  const gated = Object.entries(functions).map(([name, one]) => [
    name,
    name.startsWith('Check') ? { ...one, gate } : one,
  ]);
  await execute({
    id,
    input,
    services: {
      functions: Object.fromEntries(gated) as Functions,
      publish: (message) => publish(call, notificationOf(message)),
    },
    pace,
    ...(options.signal ? { signal: options.signal } : {}),
    onIteration(mapState, output) {
      if (mapState === 'RunChecks') record.answered(output as Verdict);
    },
  }).catch(record.ended);
}

function notificationOf({ TopicArn, Subject, Message, MessageAttributes }: SnsMessage): Notification {
  return { topicArn: TopicArn, subject: Subject, message: Message, attributes: MessageAttributes };
}

function publish({ options, record }: Call, notification: Notification): Promise<void> {
  record.alerted(notification);
  return options.sinks.publish(notification);
}

/** As in the workflow: what could not be sent is tried again once, and then Rollcall has failed. */
async function sendTwice(call: Call, notification: Notification): Promise<void> {
  const { signal } = call.options;
  const scope = new Scope();
  const abort = () => scope.end();
  signal?.addEventListener('abort', abort, { once: true });
  const timeout = () => new StateError('States.Timeout', '');
  const send = () => within(ALERT_TIMEOUT_S, timeout, () => publish(call, notification), scope);
  try {
    await send().catch(send);
  } catch (error) {
    if (scope.isOver) throw new ExecutionAborted('aborted');
    const { name, message } = error instanceof StateError ? error : snsError(error);
    throw new ExecutionFailed(name, message);
  } finally {
    signal?.removeEventListener('abort', abort);
  }
}

const ALERT_TIMEOUT_S = 30;
