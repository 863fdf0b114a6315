import { notSent } from '#core/verdict/observation.ts';
import type { Reason } from '#core/verdict/reason.ts';
import type { HttpObservation } from '../../http/observation.ts';
import type { Send } from '../../http/probe/cookies.ts';
import { observe } from '../../http/probe/observe.ts';
import type { CheckerEffects } from '../../probing/effects.ts';
import { templateValues } from '../../probing/secrets/resolve-references.ts';
import { roundMs } from '../../probing/timeline.ts';
import type { Step, StepsCheck } from '../check.ts';
import { judgeStep } from '../judge/judge-step.ts';
import type { Judged, StepRun, Value } from '../observation.ts';
import { stepPlace } from '../step-place.ts';
import { namesIn } from './names.ts';
import { requestOf } from './request.ts';

/** A flow that is under way. `names`: their values by now. `ends`: when the next step has to be over. */
export type Going = {
  readonly check: StepsCheck;
  readonly effects: CheckerEffects;
  readonly references: ReadonlyMap<string, string>;
  readonly names: ReadonlyMap<string, Value>;
  readonly origins: ReadonlySet<string>;
  readonly through: (send: Send) => Send;
  ends: number;
};

/** Sends a step until its answer is what it should be, or as often as it may be sent. */
export async function perform(index: number, step: Step, going: Going): Promise<StepRun> {
  const { effects } = going;
  const names = new Map(going.names);
  const began = effects.now();
  const lacks = namesIn([step.http, step.expect, step.until ?? null]).filter((name) => !going.names.has(name));
  if (lacks.length > 0) {
    const message = `nothing was captured as ${lacks.join(', ')}`;
    return { index, step, names, observed: notSent({ code: 'answer', message }), tries: 0, retried: 0, ms: 0, lacks };
  }
  const over = Math.min(began + (step.until?.withinMs ?? Number.POSITIVE_INFINITY), going.ends);
  for (let tries = 1, retried = 0; ; tries += 1) {
    const which = stepPlace(step, index, going.check.target.flow);
    effects.trace?.step(tries === 1 ? which : `${which}, try ${tries}`);
    const observed = await sent(step, going);
    const judged = await judgedAndHidden(step, observed, going);
    const pause = pauseOf(step, judged, observed, retried);
    if (pause === null || effects.now() + pause >= over) {
      return { index, step, names, observed, tries, retried, ms: roundMs(effects.now() - began), lacks, judged };
    }
    if (!judged.isWaiting) retried += 1;
    await new Promise((go) => setTimeout(go, pause));
  }
}

async function judgedAndHidden(step: Step, observed: HttpObservation, { names, effects }: Going): Promise<Judged> {
  const judged = await judgeStep(step, observed, names, effects);
  for (const { text, shown } of judged.captured.values()) if (!shown) effects.hide?.(text);
  return judged;
}

/** How long to wait before the step is sent again; null when it is not. */
function pauseOf({ until, retry }: Step, judged: Judged, observed: HttpObservation, retried: number): number | null {
  if (judged.isWaiting) return until?.everyMs ?? null;
  if (judged.reason === null || retry === undefined || retried >= retry.times) return null;
  return retry.on === 'any' || isOfNetwork(observed) ? retry.everyMs : null;
}

/** Whether the way there failed, and not what was to be sent. */
function isOfNetwork(observed: HttpObservation): boolean {
  if (observed.outcome !== 'failure') return false;
  return !NOT_OF_NETWORK.has(observed.reason.code);
}

const NOT_OF_NETWORK: ReadonlySet<Reason['code']> = new Set(['config', 'answer', 'blocked', 'checker-fault']);

/** One request of a step within what is left of the flow's time. */
async function sent(step: Step, going: Going): Promise<HttpObservation> {
  const { check, effects, references, names, origins, through } = going;
  const left = Math.floor(going.ends - effects.now());
  if (left <= 0) return notSent({ code: 'timeout', message: 'no time was left for it' });
  const filling = { references, names, templates: templateValues(effects.date()) };
  const http = requestOf(step.http, filling, origins);
  if ('code' in http) return notSent(http);
  const timeoutMs = Math.min(step.timeoutMs, left);
  const limits = { timeoutMs, connectTimeoutMs: Math.min(step.connectTimeoutMs, timeoutMs) };
  const looks = step.capture.some(({ from }) => 'certificate' in from) || step.until?.expect.more !== undefined;
  const metrics = looks ? { metrics: ['certificateDays' as const] } : {};
  const asked = { ...check, ...metrics, ...limits, kind: 'http' as const, target: http, expect: step.expect };
  return observe(asked, effects, through);
}
