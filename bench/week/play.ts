import type { AlertPlan } from '#core/check/alerting.ts';
import { DEFAULT_POLICY } from '#core/check/incident-policy.ts';
import type { MaintenanceWindow } from '#core/check/maintenance-window.ts';
import { certificateName } from '#core/incident/certificates.ts';
import { MONITOR } from '#core/incident/monitor.ts';
import { settleTime } from '#core/incident/settle-time.ts';
import type { Transition } from '#core/incident/state.ts';
import type { IncidentStore } from '#core/incident/store.ts';
import { NO_PHASES } from '#core/verdict/phases.ts';
import type { Verdict } from '#core/verdict/verdict.ts';
import { trackTransitions } from '#functions/track-incidents/track-incidents.ts';
import type { Delivery } from './deliveries.ts';
import type { Answer } from './events.ts';
import { CERTIFICATE_CHECK, isIn, MONITOR_CHECK, parentOf } from './quiet-script.ts';
import type { Script } from './script.ts';

export const SHARD_CHECKS = 100;
/** That of a standard workflow with short checks, which is ended after an hour. */
export const SETTLE_MS = settleTime(3_600);

/** What was heard in all. `messages`: runs with something to tell; `undeduplicated`: those of them reported without memory. */
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
  const plan = planFor(script, begin);
  for (const [minute, together] of deliveries.entries()) {
    const now = begin + minute * 60_000;
    setNow(now);
    const { from, to } = script.storeAway;
    const reachable = minute >= from && minute < to ? AWAY : store;
    const asked = together.map((delivery) => {
      const roll = verdictOf(delivery);
      const ngs = roll.filter(({ name, outcome }) => outcome === 'NG' && name !== GUARD).length;
      count.everyMessages += Number(ngs > 0);
      count.everyAlerts += ngs;
      return ask(delivery, roll, { begin, now, store: reachable, plan });
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

type World = {
  readonly begin: number;
  readonly now: number;
  readonly store: IncidentStore;
  readonly plan: AlertPlan;
};

async function ask(delivery: Delivery, verdicts: readonly Verdict[], { begin, now, store, plan }: World) {
  const { shard, minute, execution, isLost } = delivery;
  const run = {
    id: `${shard}-${minute}-${execution}`,
    startedAt: new Date(begin + minute * 60_000).toISOString(),
    trigger: 'schedule',
    shard: `1m-${shard}`,
    concurrency: 40,
    region: 'simulated',
    guards: [GUARD],
  } as const;
  const memory = { store, policyOf: () => DEFAULT_POLICY, settleMs: SETTLE_MS, now: () => now, onTrouble: () => {} };
  const track = () => trackTransitions({ run, verdicts, mode: 'decide' }, { plan, memory });
  const first = await track();
  return (isLost ? await track() : first).transitions;
}

/** The list that the script is about: windows, and who depends on whom. */
function planFor({ checks, quiet }: Script, begin: number): AlertPlan {
  const instant = (minute: number) => new Date(begin + minute * 60_000).toISOString();
  const maintenance = quiet.windows.map(({ check, from, to }): MaintenanceWindow => {
    return { name: `of ${nameOf(check)}`, checks: [nameOf(check)], from: instant(from), to: instant(to) };
  });
  const dependent = Array.from({ length: checks }, (_, check) => [check, parentOf(check)] as const);
  return {
    checks: dependent.flatMap(([check, parent]) =>
      parent === null ? [] : [[nameOf(check), { dependsOn: [nameOf(parent)] }] as const],
    ),
    routes: [],
    formats: [],
    maintenance,
  };
}

const AWAY: IncidentStore = {
  load: () => Promise.reject(new Error('the store is out of reach')),
  save: () => Promise.reject(new Error('the store is out of reach')),
};

const GUARD = 'guard';
const CERTIFICATE = { daysLeft: 9, fingerprint: '0123456789abcdef' } as const;

export function nameOf(check: number): string {
  if (check === MONITOR_CHECK) return MONITOR;
  if (check === CERTIFICATE_CHECK) return certificateName(CERTIFICATE.fingerprint);
  return `check-${String(check).padStart(3, '0')}`;
}

/** The verdicts of a delivery. Each is made once: a week has two million of them. */
function verdicts({ checks, answer, quiet }: Script): (delivery: Delivery) => readonly Verdict[] {
  const made = Array.from({ length: checks }, (_, check) => {
    const name = nameOf(check);
    return byAnswer(name);
  });
  const guard = byAnswer(GUARD);
  return ({ shard, minute }) => [
    ...made
      .slice(shard * SHARD_CHECKS, (shard + 1) * SHARD_CHECKS)
      .map((each, at) => each[answer(shard * SHARD_CHECKS + at, minute)]),
    guard[quiet.offline.some((span) => isIn(minute, span)) ? 'N' : 'O'],
  ];
}

function byAnswer(name: string): Readonly<Record<Answer, Verdict>> {
  const [O, f, N, F, C] = (['O', 'f', 'N', 'F', 'C'] as const).map((answer) => verdictOf(name, answer));
  if (!O || !f || !N || !F || !C) throw new Error('five answers are five verdicts');
  return { O, f, N, F, C };
}

const REASONS: Readonly<Record<Answer, Verdict['reason']>> = {
  O: null,
  f: null,
  N: { code: 'status', message: 'status 503, wanted 200' },
  F: { code: 'checker-fault', message: 'the checker did not answer' },
  C: { code: 'certificate', message: 'certificate ends in 9 days, wanted 21 or more' },
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
    ...(answer === 'C' && { certificate: CERTIFICATE }),
  };
}
