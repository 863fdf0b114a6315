import { referencesIn } from '#core/check/references.ts';
import type { Certificate } from '#core/verdict/observation.ts';
import { notSent } from '#core/verdict/observation.ts';
import { NO_PHASES } from '#core/verdict/phases.ts';
import type { HttpObservation } from '../../http/observation.ts';
import type { CheckerEffects } from '../../probing/effects.ts';
import { readReferences, templateValues } from '../../probing/secrets/resolve-references.ts';
import { roundMs } from '../../probing/timeline.ts';
import type { StepsCheck } from '../check.ts';
import type { Flow, Names, StepRun, StepsObservation } from '../observation.ts';
import { type Filling, filledText } from './fill.ts';
import { flowJar } from './jar.ts';
import { type Going, perform } from './perform.ts';
import { originsOf } from './request.ts';

/**
 * Sends the steps of a flow in their order, all within one timeout, of which `cleanupMs` is kept for steps that are always
 * sent. From the first step on that is not what it should be only those are.
 */
export async function observeFlow(check: StepsCheck, effects: CheckerEffects): Promise<StepsObservation> {
  const began = effects.now();
  const { vars, flow } = check.target;
  const asked = referencesIn([vars, flow.map(({ http }) => http)]);
  const references = await readReferences(asked, check.timeoutMs, (secret) => effects.hide?.(secret), effects);
  if ('code' in references) return notSent(references);
  const templates = templateValues(effects.date());
  const own = varsOf(vars, { references, names: new Map(), templates });
  const names = new Map(own);
  const going: Going = {
    check,
    effects,
    references,
    names,
    origins: originsOf(flow, { references, names, templates }),
    through: flowJar(),
    ends: 0,
  };
  const runs: StepRun[] = [];
  let failed: number | null = null;
  for (const [index, step] of flow.entries()) {
    if (failed !== null && step.always !== true) continue;
    going.ends = began + endOf(check, step.always === true);
    const run = await perform(index, step, going);
    runs.push(run);
    if (run.judged?.reason === null) for (const [name, value] of run.judged.captured) names.set(name, value);
    else failed ??= runs.length - 1;
  }
  return flowOf(runs, failed, own, roundMs(effects.now() - began));
}

/** When ordinary steps end, and when those that are always sent do, milliseconds from the beginning. */
function endOf({ timeoutMs, target: { cleanupMs, flow } }: StepsCheck, isAlways: boolean): number {
  const hasCleanup = flow.some(({ always }) => always === true);
  return isAlways || !hasCleanup ? timeoutMs : timeoutMs - cleanupMs;
}

function varsOf(vars: StepsCheck['target']['vars'], filling: Filling): Names {
  return new Map(
    vars.map(([name, text]) => {
      return [name, { text: filledText(text, filling), captured: false, shown: referencesIn(text).length === 0 }];
    }),
  );
}

function flowOf(runs: readonly StepRun[], failed: number | null, vars: Names, latencyMs: number): Flow {
  const lastOrdinary = runs.findLastIndex(({ step }) => step.always !== true);
  const end = failed ?? (lastOrdinary === -1 ? runs.length - 1 : lastOrdinary);
  const observed = runs[end]?.observed;
  const lenient = [...new Set(runs.flatMap((run) => run.observed.lenient ?? []))];
  const isFlaky = failed === null && runs.some(({ retried }) => retried > 0);
  return {
    outcome: 'flow',
    status: observed?.status ?? null,
    phases: observed?.phases ?? NO_PHASES,
    latencyMs,
    facts: { certificate: earliest(runs.map((run) => run.observed)) },
    runs,
    end,
    vars,
    ...(lenient.length > 0 && { lenient }),
    ...(isFlaky && { flaky: true as const }),
  };
}

/** Of all certificates that were seen, the one that ends first. */
function earliest(observed: readonly HttpObservation[]): Certificate | null {
  const seen = observed.flatMap((one): Certificate[] => {
    const certificate = one.outcome === 'failure' ? one.certificate : one.facts?.certificate;
    return certificate === undefined || certificate === null ? [] : [certificate];
  });
  return seen.toSorted((a, b) => Date.parse(a.validTo) - Date.parse(b.validTo))[0] ?? null;
}
