import type { CheckList } from '#core/check/check-list.ts';
import type { RollCall } from '#local/call.ts';
import type { LocalMemory } from '#local/memory.ts';
import type { Errand, Undelivered } from '#local/receivers/deliver.ts';
import { errandsAgain, errandsOf, type Kept, unsentOf } from '#local/receivers/errands.ts';
import type { Io } from '../io.ts';
import { errorText } from '../output/failure.ts';
import { say } from '../output/say.ts';

/** What was not sent, and whether the next run does. */
type Left = { readonly left: readonly Undelivered<Kept>[]; readonly isKept: boolean };

/**
 * Hands a run's alerts to their receivers, and with a memory those that earlier runs could not. Whether all were taken:
 * who did not is reported. Of an interrupted run nothing is sent, but kept for the next.
 */
export async function send(list: CheckList, rollCall: RollCall, memory: LocalMemory | null, io: Io): Promise<boolean> {
  const own = errandsOf(list, rollCall.notifications);
  const { left, isKept } = await sent(list, own, rollCall, memory, io);
  const whys = new Set(left.map(({ errand, why }) => `${errand.name}: ${why}`));
  const until = isKept ? '; the next run tries again' : '';
  for (const why of whys) await say(`rollcall failed: not sent to ${why}${until}`, io.stderr);
  return left.length === 0;
}

async function sent(
  list: CheckList,
  own: readonly Errand[],
  { notifications, interrupted }: RollCall,
  memory: LocalMemory | null,
  io: Io,
): Promise<Left> {
  if (interrupted) return { left: undelivered(own, 'interrupted'), isKept: memory !== null };
  if (memory === null) return { left: await delivered(own, io), isKept: false };
  try {
    const turn = await memory.sending(io.signal, async () => {
      const waiting = await memory.outbox.exchange(unsentOf(list, notifications));
      return deliverKept(errandsAgain(list, waiting), memory, io);
    });
    const why = io.signal.aborted ? 'interrupted' : 'another run is sending still';
    return { left: turn?.value ?? undelivered(own, why), isKept: true };
  } catch (error) {
    await say(`rollcall failed: what is not sent now is not kept: ${errorText(error)}`, io.stderr);
    return { left: await delivered(own, io), isKept: false };
  }
}

const undelivered = (errands: readonly Kept[], why: string) =>
  errands.map((errand) => ({ errand, why, isPassing: true }));

/** Each is dropped as soon as it was taken: a run that is killed now sends none twice but the one at hand. */
async function deliverKept(
  errands: readonly Kept[],
  memory: LocalMemory,
  io: Io,
): Promise<readonly Undelivered<Kept>[]> {
  const troubles = new Set<string>();
  const drop = (work: Promise<void>) => work.catch((error: unknown) => void troubles.add(errorText(error)));
  const left = await delivered(errands, io, ({ waiting }) => {
    return waiting === undefined ? Promise.resolve() : drop(memory.outbox.taken(waiting));
  });
  await drop(memory.outbox.tidy());
  for (const trouble of troubles) await say(`rollcall failed: perhaps sent again: ${trouble}`, io.stderr);
  return left;
}

async function delivered(
  errands: readonly Kept[],
  io: Io,
  onTaken?: (errand: Kept) => Promise<void>,
): Promise<readonly Undelivered<Kept>[]> {
  if (errands.length === 0) return [];
  const { deliver } = await import('#local/receivers/deliver.ts');
  return deliver(errands, { env: io.env, signal: io.signal, ...(onTaken && { onTaken }) });
}
