import { sharedTrials } from '#core/prove/shared-trials.ts';
import type { Trial } from '#core/prove/trial.ts';
import type { HttpCheck, HttpExpect } from '../../http/check.ts';
import type { HttpObservation, HttpResponse } from '../../http/observation.ts';
import { withHeader } from '../../http/offences/headers.ts';
import { httpTrials } from '../../http/offences/trials.ts';
import type { Capture, Step, StepsCheck } from '../check.ts';
import { filledExpect } from '../judge/fill-expect.ts';
import type { Flow, StepRun, StepsObservation } from '../observation.ts';

type FlowTrial = Trial<StepsCheck, StepsObservation>;

/** What is asked of any http check and of no step of a flow: that is asked of all steps together. */
const OF_THE_WHOLE = new Set(['slow']);
/** What may be missed where nothing is read of a body: in clean-up, and in steps that others go on from, which would fail. */
const OF_A_BODY = new Set(['empty-body', 'error-page']);

/** All that a check of a healthy flow has to notice: what may happen to each step, by itself, and to all of them. */
export function flowTrials(check: StepsCheck, healthy: Flow, at: Date): FlowTrial[] {
  const ofAll = sharedTrials(check, healthy, 'an answer of all steps', 'firstByte').filter(
    ({ name }) => name !== 'no-answer',
  );
  return [...healthy.runs.flatMap((run, place) => stepTrials(check, healthy, run, place, at)), ...ofAll];
}

function stepTrials(check: StepsCheck, healthy: Flow, run: StepRun, place: number, at: Date): FlowTrial[] {
  const { observed, step } = run;
  if (observed.outcome === 'failure') return [];
  const expect = filledExpect(step.expect, run.names);
  const asked: HttpCheck = { ...check, kind: 'http', target: step.http, expect, timeoutMs: step.timeoutMs };
  const isRead = readsBody(step) || step === check.target.flow.findLast(({ always }) => always !== true);
  const flowWith = (answer: HttpObservation): Flow => {
    const { judged: _, ...rest } = run;
    return { ...healthy, runs: healthy.runs.with(place, { ...rest, observed: answer }) };
  };
  const withExpect = (one: HttpCheck): StepsCheck => {
    const { until: _, ...bare } = step;
    const own: Step = one === asked ? step : { ...bare, expect: one.expect, capture: [] };
    return { ...check, target: { ...check.target, flow: check.target.flow.with(run.index, own) } };
  };
  const ofHttp = httpTrials(asked, observed, at)
    .filter(({ name }) => !OF_THE_WHOLE.has(name) && (isRead || !OF_A_BODY.has(name)))
    .map(({ what, answers, checks, ...trial }) => ({
      ...trial,
      what: `step "${step.name}": ${what}`,
      answers: answers.map(flowWith),
      checks: checks.map(withExpect),
    }));
  return [...ofHttp, ...step.capture.flatMap((one) => captureTrial(one, check, step, observed, flowWith))];
}

/** Whether a step looks into the body that it is answered. */
function readsBody({ capture, expect, until }: Step): boolean {
  const isCaptured = capture.some(({ from }) => 'json' in from || 'regex' in from);
  return isCaptured || [expect, until?.expect].some((one) => one !== undefined && looksIn(one));
}

function looksIn({ keyword, more = {} }: HttpExpect): boolean {
  return keyword !== null || OF_BODY.some((key) => more[key] !== undefined);
}

const OF_BODY = ['keywords', 'matches', 'json', 'xml', 'schema'] as const;

/** An answer without what is to be captured. There is always a status. */
function captureTrial(
  { name, from }: Capture,
  check: StepsCheck,
  step: Step,
  healthy: HttpResponse,
  flowWith: (answer: HttpObservation) => Flow,
): FlowTrial[] {
  const answer = withoutSource(from, healthy);
  if (answer === null) return [];
  return [
    {
      name: `capture.${name}`,
      what: `step "${step.name}": an answer without what ${name} is captured from`,
      answers: [flowWith(answer)],
      checks: [check],
      advice: `the regex of ${name} matches any text; write one that needs what is captured`,
    },
  ];
}

function withoutSource(from: Capture['from'], healthy: HttpResponse): HttpResponse | null {
  if ('status' in from) return null;
  if ('header' in from) return withHeader(healthy, from.header, null);
  if ('cookie' in from) return withHeader(healthy, 'set-cookie', null);
  if ('certificate' in from) {
    const { facts } = healthy;
    return facts === undefined ? null : { ...healthy, facts: { ...facts, certificate: null } };
  }
  return { ...healthy, body: Buffer.from('json' in from ? '{}' : '~'), truncated: false };
}
