import { DEFAULT_POLICY } from '#core/incident/policy.ts';
import { settleTime } from '#core/incident/settle-time.ts';
import type { Transition } from '#core/incident/state.ts';
import type { IncidentStore } from '#core/incident/store.ts';
import { trackRun } from '#core/incident/track-run.ts';
import { NO_PHASES, type Verdict } from '#core/verdict/verdict.ts';
import type { Delivery } from './deliveries.ts';
import type { Answer, Script } from './script.ts';

export const SHARD_CHECKS = 100;
/** That of a standard workflow with short checks, which is ended after an hour. */
export const SETTLE_MS = settleTime(3_600);

/** What was heard in all. `messages`: runs with something to tell; `undeduplicated`: those of them told without memory. */
export type Heard = {
  readonly transitions: readonly Transition[];
  readonly messages: number;
  readonly undeduplicated: number;
  /** The same for the recipe's way: a message for each run with an NG in it, and the NGs in them. */
  readonly every: { readonly messages: number; readonly alerts: number };
};

/** Plays the script on the store, minute by minute; `setNow` puts the store's clock. */
export async function play(
  script: Script,
  deliveries: readonly (readonly Delivery[])[],
  store: IncidentStore,
  begin: number,
  setNow: (now: number) => void,
): Promise<Heard> {
  const transitions: Transition[] = [];
  const count = { messages: 0, undeduplicated: 0, everyMessages: 0, everyAlerts: 0 };
  const verdictOf = verdicts(script);
  for (const [minute, together] of deliveries.entries()) {
    const now = begin + minute * 60_000;
    setNow(now);
    const { from, to } = script.storeAway;
    const reachable = minute >= from && minute < to ? AWAY : store;
    const asked = together.map((delivery) => {
      const roll = verdictOf(delivery);
      const ngs = roll.filter(({ outcome }) => outcome === 'NG').length;
      count.everyMessages += Number(ngs > 0);
      count.everyAlerts += ngs;
      return ask(delivery, roll, begin, now, reachable);
    });
    for (const heard of await Promise.all(asked)) {
      transitions.push(...heard);
      count.messages += Number(heard.length > 0);
      count.undeduplicated += Number(heard.some(({ type }) => type === 'undeduplicated'));
    }
  }
  const { messages, undeduplicated, everyMessages, everyAlerts } = count;
  return { transitions, messages, undeduplicated, every: { messages: everyMessages, alerts: everyAlerts } };
}

async function ask(delivery: Delivery, roll: readonly Verdict[], begin: number, now: number, store: IncidentStore) {
  const { shard, minute, execution, isLost } = delivery;
  const run = { id: `${shard}-${minute}-${execution}`, startedAt: new Date(begin + minute * 60_000).toISOString() };
  const question = { run, verdicts: roll, policyOf: () => DEFAULT_POLICY, now, settleMs: SETTLE_MS, store };
  const first = await trackRun(question);
  return (isLost ? await trackRun(question) : first).transitions;
}

const AWAY: IncidentStore = {
  load: () => Promise.reject(new Error('the store is out of reach')),
  save: () => Promise.reject(new Error('the store is out of reach')),
};

export const nameOf = (check: number) => `check-${String(check).padStart(3, '0')}`;

/** The verdicts of a delivery. Each is made once: a week has two million of them. */
function verdicts({ checks, answer }: Script): (delivery: Delivery) => readonly Verdict[] {
  const made = Array.from({ length: checks }, (_, check) => {
    const name = nameOf(check);
    return { O: verdictOf(name, 'O'), f: verdictOf(name, 'f'), N: verdictOf(name, 'N'), F: verdictOf(name, 'F') };
  });
  return ({ shard, minute }) =>
    made
      .slice(shard * SHARD_CHECKS, (shard + 1) * SHARD_CHECKS)
      .map((each, at) => each[answer(shard * SHARD_CHECKS + at, minute)]);
}

const REASONS: Readonly<Record<Answer, Verdict['reason']>> = {
  O: null,
  f: null,
  N: { code: 'status', message: 'status 503, wanted 200' },
  F: { code: 'checker-fault', message: 'the checker did not answer' },
};

function verdictOf(name: string, answer: Answer): Verdict {
  const reason = REASONS[answer];
  return {
    name,
    kind: 'http',
    outcome: reason === null ? 'OK' : 'NG',
    reason,
    status: answer === 'N' ? 503 : 200,
    latencyMs: 20,
    phases: NO_PHASES,
    attempts: answer === 'O' ? 1 : 2,
    recheck: false,
    flaky: answer === 'f',
    degraded: false,
    label: '',
    tags: [],
    at: '2026-11-23T00:00:00.000Z',
  };
}
