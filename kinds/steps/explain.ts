import { REDACTED } from '#core/redact/literal.ts';
import { redactText } from '#core/redact/redact-text.ts';
import type { HttpCheck, HttpExpect } from '../http/check.ts';
import { httpExplanation } from '../http/explain.ts';
import type { KindExplanation } from '../kind.ts';
import { latencyExpectation } from '../probing/trace/latency-expectation.ts';
import type { Expectation } from '../probing/trace/trace.ts';
import type { StepsCheck } from './check.ts';
import { capturesOf } from './judge/capture.ts';
import { filledExpect } from './judge/fill-expect.ts';
import type { StepRun, StepsObservation } from './observation.ts';
import { stepPlace } from './step-place.ts';

/** What `run --verbose` says of a flow: each expectation of each step that was sent, what was captured, and the whole's time. */
export const stepsExplanation: KindExplanation<StepsCheck, StepsObservation> = {
  learnsSecrets: () => true,
  async expectations({ runs, latencyMs }, check, at) {
    const found: Expectation[] = [];
    for (const run of runs) found.push(...(await ofStep(run, check, at)));
    return [...found, ...latencyExpectation(latencyMs, check.expect.latencyMs)];
  },
  said: ({ runs, end }, check) => {
    const run = runs[end];
    if (run === undefined || run.observed.outcome === 'failure') return null;
    const said = httpExplanation.said?.(run.observed, askedBy(run, run.step.expect, check)) ?? null;
    return said && { ...said, text: redactText(said.text, () => REDACTED) };
  },
};

async function ofStep(run: StepRun, check: StepsCheck, at: Date): Promise<Expectation[]> {
  const { index, step, observed, names } = run;
  const which = stepPlace(step, index, check.target.flow);
  const named = ({ isHeld, text }: Expectation): Expectation => ({ isHeld, text: `${which}: ${text}` });
  if (observed.outcome === 'failure') return [named({ isHeld: false, text: observed.reason.message })];
  const expects = [step.expect, ...(step.until === undefined ? [] : [step.until.expect])];
  const found: Expectation[] = [];
  for (const expect of expects) {
    found.push(...(await httpExplanation.expectations(observed, askedBy(run, filledExpect(expect, names), check), at)));
  }
  for (const one of step.capture) {
    const { reason } = await capturesOf([one], observed);
    found.push({ isHeld: reason === null, text: reason?.message ?? `captured as ${one.name}` });
  }
  return found.map(named);
}

function askedBy({ step }: StepRun, expect: HttpExpect, check: StepsCheck): HttpCheck {
  return { ...check, kind: 'http', target: step.http, expect };
}
