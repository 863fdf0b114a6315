import { setTimeout as pause } from 'node:timers/promises';
import type { Receiver } from '#core/check/alerting.ts';
import type { Notification } from '#core/report/notification.ts';
import { callCommand } from './command.ts';
import { ReceiverFault } from './receiver-fault.ts';
import { type Environment, resolved } from './receiver-references.ts';
import { mailTo } from './smtp.ts';
import { postTo } from './webhook.ts';

// Three tries within 12 s of pauses: a restart of the receiver, and nobody's patience.
const PAUSES_MS = [2_000, 10_000];

/** One notification for one receiver. `name` is what a fault calls it: its topic, its place there, its kind. */
export type Errand = { readonly name: string; readonly receiver: Receiver; readonly notification: Notification };

/** What was not taken, and why, without secrets. */
export type Undelivered<E extends Errand> = { readonly errand: E; readonly why: string };

export type DeliveryEffects = {
  readonly env: Environment;
  readonly pausesMs?: readonly number[];
  /** Ends all that is still going on; it counts as not delivered. */
  readonly signal?: AbortSignal;
};

/** Does all errands, those of different receivers side by side, so that none waits for another's. */
export async function deliver<E extends Errand>(
  errands: readonly E[],
  effects: DeliveryEffects,
): Promise<readonly Undelivered<E>[]> {
  const byReceiver = Map.groupBy(errands, ({ name }) => name);
  const left = await Promise.all([...byReceiver.values()].map((its) => inTurn(its, effects)));
  return left.flat();
}

/** In their order. A receiver that is out of reach is not asked for the rest. */
async function inTurn<E extends Errand>(errands: readonly E[], effects: DeliveryEffects): Promise<Undelivered<E>[]> {
  const left: Undelivered<E>[] = [];
  for (const [index, errand] of errands.entries()) {
    const fault = await faultOf(errand, effects);
    if (fault === null) continue;
    if (fault.isPassing) return [...left, ...errands.slice(index).map((one) => ({ errand: one, why: fault.message }))];
    left.push({ errand, why: fault.message });
  }
  return left;
}

async function faultOf({ receiver, notification }: Errand, effects: DeliveryEffects): Promise<ReceiverFault | null> {
  const { env, pausesMs = PAUSES_MS, signal } = effects;
  const work = () => hand(resolved(receiver, env), notification);
  try {
    await (signal === undefined ? withPauses(work, pausesMs) : beforeAbort(withPauses(work, pausesMs), signal));
    return null;
  } catch (error) {
    if (error instanceof ReceiverFault) return error;
    // Whatever it is, the others get theirs. Its message may hold what was sent, and where.
    return new ReceiverFault(`Rollcall itself failed with ${error instanceof Error ? error.name : 'a fault'}`, false);
  }
}

function hand(receiver: Receiver, notification: Notification): Promise<void> {
  switch (receiver.kind) {
    case 'webhook':
      return postTo(receiver, notification);
    case 'command':
      return callCommand(receiver, notification);
    case 'smtp':
      return mailTo(receiver, notification);
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
