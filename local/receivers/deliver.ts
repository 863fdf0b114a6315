import { setTimeout as pause } from 'node:timers/promises';
import type { Receiver } from '#core/check/alerting.ts';
import { redactorOf } from '#core/redact/redactor.ts';
import { MORE_CHECKS } from '#core/report/attributes.ts';
import type { Notification } from '#core/report/notification.ts';
import { withCuts } from '#core/text/safe-text.ts';
import { callCommand } from './command.ts';
import { type Ending, ReceiverFault } from './receiver-fault.ts';
import { type Environment, resolved } from './receiver-references.ts';
import { mailTo } from './smtp.ts';
import { postTo } from './webhook.ts';

// Three tries within 12 s of pauses: a restart of the receiver, and nobody's patience.
const PAUSES_MS = [2_000, 10_000];

/** One notification for one receiver. `name` is what a fault calls it: its topic, its place there, its kind. */
export type Errand = { readonly name: string; readonly receiver: Receiver; readonly notification: Notification };

/** What was not taken, and why, without secrets. `isPassing`: the receiver was out of reach, and did not refuse it. */
export type Undelivered<E extends Errand> = { readonly errand: E; readonly why: string; readonly isPassing: boolean };

export type DeliveryEffects<E extends Errand = Errand> = {
  readonly env: Environment;
  /** Told of each errand when it is done, before the next one of its receiver. */
  readonly onTaken?: (errand: E) => Promise<void>;
  readonly pausesMs?: readonly number[];
  /** Ends all that is still going on; it counts as not delivered. */
  readonly signal?: AbortSignal;
};

/** Does all errands, those of different receivers side by side, so that none waits for another's. */
export async function deliver<E extends Errand>(
  errands: readonly E[],
  effects: DeliveryEffects<E>,
): Promise<readonly Undelivered<E>[]> {
  const byReceiver = Map.groupBy(errands, ({ name }) => name);
  const left = await Promise.all([...byReceiver.values()].map((its) => inTurn(its, effects)));
  return left.flat();
}

/**
 * In their order. A receiver that is out of reach is not asked for the rest, and one that refuses an alert gets no later
 * one of the same checks: what it hears last must be what is so.
 */
async function inTurn<E extends Errand>(errands: readonly E[], effects: DeliveryEffects<E>): Promise<Undelivered<E>[]> {
  const left: Undelivered<E>[] = [];
  for (const [index, errand] of errands.entries()) {
    const earlier = left.find((one) => haveACheckInCommon(one.errand, errand));
    const fault = earlier === undefined ? await faultOf(errand, effects) : new ReceiverFault(earlier.why, false);
    if (fault === null) await effects.onTaken?.(errand);
    else if (fault.isPassing)
      return [...left, ...errands.slice(index).map((one) => ({ errand: one, why: fault.message, isPassing: true }))];
    else left.push({ errand, why: fault.message, isPassing: false });
  }
  return left;
}

function haveACheckInCommon(one: Errand, other: Errand): boolean {
  const [its, others] = [checksOf(one), checksOf(other)];
  return its.has(MORE_CHECKS) || others.has(MORE_CHECKS) || [...its].some((check) => others.has(check));
}

function checksOf({ notification }: Errand): ReadonlySet<string> {
  return new Set(JSON.parse(notification.attributes['checks']?.StringValue ?? '[]') as string[]);
}

async function faultOf(
  { receiver, notification }: Errand,
  { env, pausesMs = PAUSES_MS, signal }: Pick<DeliveryEffects, 'env' | 'pausesMs' | 'signal'>,
): Promise<ReceiverFault | null> {
  const hidden: string[] = [];
  const ending = signal === undefined ? {} : { signal };
  const work = () => hand(resolved(receiver, env, hidden), notification, ending);
  try {
    await (signal === undefined ? withPauses(work, pausesMs) : beforeAbort(withPauses(work, pausesMs), signal));
    return null;
  } catch (error) {
    // Whatever else it is, the others get theirs. Its message may hold what was sent, and where.
    if (!(error instanceof ReceiverFault)) {
      return new ReceiverFault(`Rollcall itself failed with ${error instanceof Error ? error.name : 'a fault'}`, false);
    }
    // What a receiver says may be what it was sent.
    const redact = redactorOf([...hidden, ...secretsOf(receiver)]);
    return new ReceiverFault(withCuts(redact(error.message)), error.isPassing, { cause: error });
  }
}

/** What stands in a receiver as it is and is as good as a password. */
function secretsOf(receiver: Receiver): readonly string[] {
  switch (receiver.kind) {
    case 'webhook': {
      const { pathname = '', search = '', password = '' } = URL.parse(receiver.url) ?? {};
      const path = pathname.length > 1 ? [pathname, `${pathname}${search}`] : [search];
      return [receiver.url, ...path, password, ...receiver.headers.map(([, value]) => value)];
    }
    case 'smtp':
      return receiver.login === null ? [] : [receiver.login.password];
    case 'command':
      return [];
  }
}

function hand(receiver: Receiver, notification: Notification, ending: Ending): Promise<void> {
  switch (receiver.kind) {
    case 'webhook':
      return postTo(receiver, notification, ending);
    case 'command':
      return callCommand(receiver, notification, ending);
    case 'smtp':
      return mailTo(receiver, notification, ending);
  }
}

async function withPauses(work: () => Promise<void>, [next, ...later]: readonly number[]): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (next === undefined || !(error instanceof ReceiverFault) || !error.isPassing) throw error;
    await pause(next);
    await withPauses(work, later);
  }
}

function beforeAbort(work: Promise<void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(new ReceiverFault('interrupted', true));
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}
