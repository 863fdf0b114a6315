import { setTimeout as pause } from 'node:timers/promises';
import type { Receiver } from '#core/report/alert-plan.ts';
import type { Notification } from '#core/report/notification.ts';
import { callCommand } from './command.ts';
import { ReceiverFault } from './receiver-fault.ts';
import { type Environment, resolved } from './references.ts';
import { mailTo } from './smtp.ts';
import { postTo } from './webhook.ts';

// Three tries within 12 s of pauses: a restart of the receiver, and nobody's patience.
const PAUSES_MS = [2_000, 10_000];

/** One notification for one receiver. `name` is what a fault calls it: its topic, its place there, its kind. */
export type Errand = { readonly name: string; readonly receiver: Receiver; readonly notification: Notification };

export type DeliveryEffects = { readonly env: Environment; readonly pausesMs?: readonly number[] };

/** Does all errands side by side, so that none waits for another's receiver, and says which failed and why. */
export async function deliver(errands: readonly Errand[], effects: DeliveryEffects): Promise<readonly string[]> {
  const faults = await Promise.all(
    errands.map(async ({ name, receiver, notification }) => {
      try {
        await withPauses(() => hand(resolved(receiver, effects.env), notification), effects.pausesMs ?? PAUSES_MS);
        return [];
      } catch (error) {
        if (error instanceof ReceiverFault) return [`${name}: ${error.message}`];
        throw error;
      }
    }),
  );
  return faults.flat();
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
