import { readFile } from 'node:fs/promises';
import { readChecks } from '#checks-file/reader/read-checks.ts';
import { policyFrom } from '#core/check/alert-settings.ts';
import { planOf } from '#core/check/alerting.ts';
import type { CheckList } from '#core/check/check-list.ts';
import { decide } from '#core/incident/decide.ts';
import type { CheckState, Transition } from '#core/incident/state.ts';
import type { Proof } from '#core/prove/prove.ts';
import type { Run } from '#core/run/run.ts';
import type { Verdict } from '#core/verdict/verdict.ts';
import { SYSTEM_EFFECTS } from '#kinds/probing/effects.ts';
import type { AttemptTrace } from '#kinds/probing/trace/trace.ts';
import { proveChecks } from '#local/prove-checks.ts';
import { callTheRoll } from '#local/roll-call.ts';
import { startSampleApi } from '../examples/sample-api.ts';
import { statusReason } from './sample-reasons.ts';
import { settledTrace } from './settled-trace.ts';

/** What a roll call of the sample API comes to, with its times replaced, so that it is the same whenever it is called. */
export type SampleRoll = {
  readonly list: CheckList;
  readonly run: Run;
  readonly verdicts: readonly Verdict[];
  /** What the third of three runs has to tell. */
  readonly transitions: readonly Transition[];
  /** Of some checks that are OK. */
  readonly proofs: readonly Proof[];
  /** What the attempt at TRACED did. */
  readonly trace: AttemptTrace;
};

export const TRACED = 'stock-level';

export const PROVEN = ['health', 'orders-api', 'old-home', 'port'];

const NEVER = new AbortController().signal;
const PORT = '8787';
const STARTED = '2026-11-24T09:00:00.000Z';
const FIVE_MINUTES_MS = 5 * 60_000;
/** In the runs before, this one was NG, and it recovers in the last. */
const RECOVERING = 'orders-api';

export async function sampleRoll(): Promise<SampleRoll> {
  const text = await readFile(new URL('../examples/checks.yaml', import.meta.url), 'utf8');
  const { list } = await readChecks(text, '.');
  if (list === null) throw new Error('examples/checks.yaml has faults');
  const { results, proofs, traces } = await called(text);
  const verdicts = results.map(settled);
  const trace = traces.find(({ name }) => name === TRACED);
  const traced = verdicts.find(({ name }) => name === TRACED);
  if (trace === undefined || traced === undefined) throw new Error(`the sample has no check ${TRACED}`);
  const [first, second, run] = [2, 1, 0].map(runBefore) as [Run, Run, Run];
  const recovering = verdicts.map((verdict) => (verdict.name === RECOVERING ? failed(verdict) : verdict));
  const states = new Map<string, CheckState>();
  advance(
    states,
    first,
    recovering.filter(({ name }) => name === RECOVERING),
    list,
  );
  advance(states, second, recovering, list);
  return {
    list,
    run,
    verdicts,
    transitions: advance(states, run, verdicts, list),
    proofs,
    trace: settledTrace(trace, traced),
  };
}

type Called = Pick<SampleRoll, 'proofs'> & {
  readonly results: readonly Verdict[];
  readonly traces: readonly AttemptTrace[];
};

/** What comes from wherever the sample could listen. */
async function called(text: string): Promise<Called> {
  const api = await startSampleApi(Number(PORT));
  try {
    const { list } = await readChecks(text.replaceAll(PORT, String(api.port)), '.');
    if (list === null) throw new Error('examples/checks.yaml has faults');
    const nowhere = { publish: async () => {}, putMetricData: async () => {} };
    const settings = { concurrency: 40, namespace: 'Rollcall', topicArn: 'arn:aws:sns:local:000000000000:sample' };
    const traces: AttemptTrace[] = [];
    const traceListener = { ended: (trace: AttemptTrace) => void traces.push(trace) };
    const { results } = await callTheRoll({ ...settings, list, input: {}, sinks: nowhere, traceListener });
    const proofs = await proveChecks(
      list.checks.filter(({ name }) => PROVEN.includes(name)),
      { concurrency: 40, offline: false, allow: [], effects: SYSTEM_EFFECTS, signal: NEVER },
    );
    const told = JSON.stringify({ results, traces }).replaceAll(`:${api.port}`, `:${PORT}`);
    return { ...(JSON.parse(told) as Pick<Called, 'results' | 'traces'>), proofs };
  } finally {
    api.stop();
  }
}

/** Where a check waits on purpose, the time that it takes is about that; elsewhere a few milliseconds. */
function settled(verdict: Verdict, index: number): Verdict {
  const { reason, phases } = verdict;
  const latencyMs = { latency: 703.2, timeout: 1000.4 }[reason?.code as string] ?? 2.1 + index * 0.3;
  const figures = {
    dns: 0.6,
    connect: 0.4,
    tls: 4.2,
    firstByte: Math.round((latencyMs - 0.7) * 10) / 10,
    download: 0.3,
  };
  const measured = Object.entries(figures).map(([phase, ms]) => {
    return [phase, phases[phase as keyof typeof phases] === null ? null : ms];
  });
  const message = reason?.message.replace(/latency [\d.]+ ms/, `latency ${latencyMs} ms`) ?? '';
  return {
    ...verdict,
    latencyMs: Math.round(latencyMs * 10) / 10,
    phases: Object.fromEntries(measured),
    at: STARTED,
    reason: reason && { ...reason, message },
  };
}

function failed(verdict: Verdict): Verdict {
  return { ...verdict, outcome: 'NG', status: 502, reason: statusReason(502, [200, 200]), label: 'NG' };
}

function runBefore(runs: number): Run {
  return {
    id: `arn:aws:states:eu-west-1:123456789012:execution:HealthCheck:5m-0-${3 - runs}`,
    startedAt: new Date(Date.parse(STARTED) - runs * FIVE_MINUTES_MS).toISOString(),
    trigger: 'schedule',
    shard: '5m-0',
    concurrency: 40,
    region: 'eu-west-1',
  };
}

/** Takes the states one run further, as TrackIncidents does. */
function advance(
  states: Map<string, CheckState>,
  run: Run,
  verdicts: readonly Verdict[],
  list: CheckList,
): readonly Transition[] {
  const settings = new Map(planOf(list).checks);
  const policyOf = (name: string) => policyFrom(settings.get(name));
  const now = Date.parse(run.startedAt);
  const decisions = decide({ run, verdicts, states, policyOf, now, settleMs: FIVE_MINUTES_MS });
  for (const { name, change } of decisions) {
    if (change?.after) states.set(name, change.after);
  }
  return decisions.flatMap(({ transitions }) => transitions);
}
