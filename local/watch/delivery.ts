import type { CheckList } from '#core/check/check-list.ts';
import type { Notification } from '#core/report/notification.ts';
import type { LocalMemory } from '../memory.ts';
import { deliver } from '../receivers/deliver.ts';
import { errandsAgain, errandsOf, type Kept, receiversOf, unsentOf } from '../receivers/errands.ts';
import type { Environment } from '../receivers/receiver-references.ts';
import type { Clock } from './clock.ts';
import type { Log } from './log.ts';
import { newPatience } from './patience.ts';
import type { Troubles } from './troubles.ts';

/** Where alerts are kept and whose they are: what is in use at the moment. */
type Source = { readonly list: CheckList; readonly memory: LocalMemory };

export type DeliveryOptions = {
  readonly clock: Clock;
  readonly env: Environment;
  readonly inUse: () => Source;
  readonly log: Log;
  readonly troubles: Troubles;
};

/** Hands alerts to their receivers, beside the schedule: each receiver its own in order, and none waits for another. */
export type Delivery = {
  /** Takes what a run has to send, in the place of its drafts. It never throws: what no outbox takes is kept here. */
  put(of: string, notifications: readonly Notification[], source: Source): Promise<void>;
  /** Looks whether there is something to send. */
  wake(): void;
  /** Gives what is under way so many milliseconds. What is not sent then stays in the outbox. */
  stop(graceMs: number): Promise<void>;
};

/** Of what no outbox has taken the newest ones. */
const MOST_LOOSE = 1_000;
const LOOK_AGAIN_MS = 60_000;
/** A run has put in order what it has to send within this time of its drafts, or it was killed. */
const DRAFTS_LAST_MS = 60_000;
/** How often it is looked whether something has waited for too long. */
const TIDY_MS = 3_600_000;

export function newDelivery({ clock, env, inUse, log, troubles }: DeliveryOptions): Delivery {
  const stopping = new AbortController();
  const startedAt = clock.now().wall;
  const patience = newPatience(() => clock.now().steady);
  /** By receiver, what is under way. */
  const busy = new Map<string, Promise<void>>();
  /** What was sent and is in the outbox still, because that could not be written. */
  const sent = new Set<number>();
  let loose: readonly Kept[] = [];
  let isWanted = false;
  let round: Promise<void> | null = null;
  let woken = Promise.withResolvers<void>();
  let cancel = () => {};
  let tidiedAt = Number.NEGATIVE_INFINITY;

  const taken = async (errand: Kept, memory: LocalMemory) => {
    log.info({ receiver: errand.name, subject: errand.notification.subject }, 'alert sent');
    loose = loose.filter((one) => one !== errand);
    if (errand.waiting !== undefined) await drop(errand.waiting.id, memory);
  };
  const drop = async (id: number, memory: LocalMemory) => {
    sent.add(id);
    try {
      await memory.outbox.taken({ id });
      sent.delete(id);
    } catch {
      // Tried again when there is next something to send; until then it is known here that it was sent.
    }
  };
  const waiting = async ({ list, memory }: Source): Promise<readonly Kept[]> => {
    try {
      const now = clock.now().steady;
      if (now - tidiedAt >= TIDY_MS) await memory.outbox.tidy();
      tidiedAt = now - tidiedAt >= TIDY_MS ? now : tidiedAt;
      // Those from before were left by a process that was killed; of ours the run itself puts something in their place.
      const kept = await memory.outbox.waiting(Math.max(startedAt, clock.now().wall - DRAFTS_LAST_MS));
      for (const id of [...sent]) await drop(id, memory);
      troubles.end('outbox');
      return [
        ...errandsAgain(
          list,
          kept.filter(({ id }) => !sent.has(id)),
        ),
        ...loose,
      ];
    } catch (error) {
      troubles.begin('outbox', `alerts that wait cannot be read: ${(error as Error).message}`);
      return loose;
    }
  };
  const handTo = async (receiver: string, errands: readonly Kept[], memory: LocalMemory) => {
    const left = await deliver(errands, {
      env,
      signal: stopping.signal,
      pausesMs: [],
      onTaken: (errand) => taken(errand, memory),
    });
    const [first] = left;
    if (first === undefined) troubles.end(`receiver ${receiver}`);
    else if (!stopping.signal.aborted) {
      troubles.begin(`receiver ${receiver}`, `not sent to ${receiver}: ${first.why}; it is tried again`);
    }
    patience.tried(receiver, left);
  };
  const begin = (all: readonly Kept[], memory: LocalMemory) => {
    for (const [receiver, errands] of Map.groupBy(all, ({ name }) => name)) {
      if (busy.has(receiver) || !patience.isReady(receiver, errands)) continue;
      const work = handTo(receiver, errands, memory).finally(() => busy.delete(receiver));
      busy.set(receiver, work);
    }
  };
  /** The list has them no more. */
  const forgetGone = ({ list }: Source) => {
    const receivers = receiversOf(list);
    for (const receiver of patience.failing().filter((name) => !receivers.has(name))) {
      patience.tried(receiver, []);
      troubles.end(`receiver ${receiver}`);
    }
  };
  const rounds = async () => {
    while (!stopping.signal.aborted) {
      isWanted = false;
      woken = Promise.withResolvers();
      const source = inUse();
      forgetGone(source);
      begin(await waiting(source), source.memory);
      if (busy.size === 0 && !isWanted) return;
      await Promise.race([...busy.values(), woken.promise]);
    }
  };
  const inTurn = async () => {
    try {
      const turn = await inUse().memory.sending(stopping.signal, rounds);
      if (turn !== null || stopping.signal.aborted) troubles.end('turn');
      else troubles.begin('turn', 'alerts wait: another run has been sending for a minute');
    } catch {
      // Without the file there is no turn, and no outbox that others could read either.
      await rounds();
    }
  };
  const look = () => {
    isWanted = true;
    woken.resolve();
    if (stopping.signal.aborted || round !== null) return;
    cancel();
    round = inTurn()
      .catch((error: unknown) => troubles.begin('delivery', `alerts were not sent: ${(error as Error).message}`))
      .finally(() => {
        round = null;
        if (!stopping.signal.aborted) cancel = clock.after(Math.min(LOOK_AGAIN_MS, patience.soonestMs()), look);
      });
  };
  return {
    async put(of, notifications, { list, memory }) {
      try {
        await memory.outbox.exchange(unsentOf(list, notifications), of);
      } catch {
        const errands = errandsOf(list, notifications);
        loose = [...loose, ...errands].slice(-MOST_LOOSE);
      }
      look();
    },
    wake: look,
    async stop(graceMs) {
      look();
      const over = Promise.withResolvers<void>();
      const cancelGrace = clock.after(graceMs, over.resolve);
      await Promise.race([round, over.promise]);
      cancelGrace();
      cancel();
      stopping.abort();
      await round;
    },
  };
}
