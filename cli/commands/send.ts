import type { CheckList } from '#core/check/check-list.ts';
import { safeText } from '#core/text/safe-text.ts';
import type { RollCall } from '#local/call.ts';
import type { LocalMemory } from '#local/memory.ts';
import type { Errand, Undelivered } from '#local/receivers/deliver.ts';
import type { Waiting } from '#local/store/outbox.ts';
import type { Io } from '../io.ts';
import { errorText } from '../output/failure.ts';
import { errandsOf, receiversOf } from './receivers.ts';

/** An errand that the outbox keeps until it is done; without a memory there is none to keep it. */
type Kept = Errand & { readonly waiting?: Waiting };

/**
 * Hands a run's alerts to their receivers, and with a memory those that earlier runs could not. Whether all were taken:
 * who did not is told. Of an interrupted run nothing is sent, but kept for the next.
 */
export async function send(
  list: CheckList,
  { run, notifications, interrupted }: RollCall,
  memory: LocalMemory | null,
  io: Io,
): Promise<boolean> {
  const own = errandsOf(list, notifications);
  const kept = memory === null ? null : await exchanged(list, own, memory, run.id, io);
  const errands: readonly Kept[] = kept ?? own;
  const left = errands.length === 0 ? [] : await delivered(errands, interrupted, io);
  const whys = new Set(left.map(({ errand, why }) => `${errand.name}: ${why}`));
  const until = kept === null ? '' : '; the next run tries again';
  for (const why of whys) io.stderr.write(`rollcall failed: not sent to ${safeText(why)}${until}\n`);
  if (memory !== null && kept !== null) await settled(kept, left, memory, run.id, io);
  return left.length === 0;
}

async function delivered(
  errands: readonly Kept[],
  interrupted: boolean,
  io: Io,
): Promise<readonly Undelivered<Kept>[]> {
  if (interrupted) return errands.map((errand) => ({ errand, why: 'interrupted' }));
  const { deliver } = await import('#local/receivers/deliver.ts');
  return deliver(errands, { env: io.env, signal: io.signal });
}

/** The errands of this run and those that wait; null, which is told, where the memory is broken. */
async function exchanged(
  list: CheckList,
  own: readonly Errand[],
  memory: LocalMemory,
  run: string,
  io: Io,
): Promise<readonly Kept[] | null> {
  try {
    const unsent = own.map(({ name, notification }) => ({ receiver: name, notification }));
    const receivers = receiversOf(list);
    return (await memory.outbox.exchange(run, unsent)).flatMap((waiting) => {
      const receiver = receivers.get(waiting.receiver);
      if (receiver === undefined) return [];
      return [{ name: waiting.receiver, receiver, notification: waiting.notification, waiting }];
    });
  } catch (error) {
    io.stderr.write(`rollcall failed: what is not sent now is not kept: ${safeText(errorText(error))}\n`);
    return null;
  }
}

async function settled(
  errands: readonly Kept[],
  left: readonly Undelivered<Kept>[],
  memory: LocalMemory,
  run: string,
  io: Io,
): Promise<void> {
  const unsent = new Set(left.map(({ errand }) => errand));
  const sent = errands.flatMap((errand) =>
    errand.waiting === undefined || unsent.has(errand) ? [] : [errand.waiting],
  );
  try {
    await memory.outbox.settle(run, sent);
  } catch (error) {
    io.stderr.write(`rollcall failed: perhaps sent again: ${safeText(errorText(error))}\n`);
  }
}
