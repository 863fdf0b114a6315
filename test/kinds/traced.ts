import { expect } from 'vitest';
import type { Check } from '#core/check/check.ts';
import type { Verdict } from '#core/verdict/verdict.ts';
import { explanationOf } from '#kinds/explanations.ts';
import { probeOf } from '#kinds/probes.ts';
import { type CheckerEffects, SYSTEM_EFFECTS } from '#kinds/probing/effects.ts';
import type { AttemptTrace, EarlyLine } from '#kinds/probing/trace/trace.ts';
import { tracedCheck } from '#kinds/probing/trace/traced-check.ts';
import { type HttpOverrides, httpCheck } from './checks.ts';

/** `early`: the lines as they were told while the attempt went on. */
type Traced = {
  readonly verdict: Verdict;
  readonly trace: AttemptTrace;
  readonly early: readonly EarlyLine[];
  readonly text: string;
};

/** One attempt, with what was taken down of it; `text` is all of that as lines. What was told early says no more than that. */
export async function traced(check: Check, effects: Partial<CheckerEffects> = {}): Promise<Traced> {
  const traces: AttemptTrace[] = [];
  const early: EarlyLine[] = [];
  const of = { probe: await probeOf(check.kind), explanation: explanationOf(check.kind) };
  const event = { check, previous: { attempts: 0 } };
  const listener = {
    line: (_: unknown, line: EarlyLine) => void early.push(line),
    ended: (trace: AttemptTrace) => void traces.push(trace),
  };
  const verdict = await tracedCheck(of, event, { ...SYSTEM_EFFECTS, ...effects }, listener);
  const [trace] = traces;
  if (trace === undefined || traces.length > 1) throw new Error(`${traces.length} traces of one attempt`);
  expect(early).toEqual(trace.lines.map((line, at) => (early[at]?.text === null ? { ...line, text: null } : line)));
  const lines = trace.lines.map(({ mark, text }) => text.replace(/^/gm, `${mark} `));
  return { verdict, trace, early, text: lines.join('\n') };
}

export const tracedHttp = (url: string, overrides: HttpOverrides = {}, effects: Partial<CheckerEffects> = {}) =>
  traced(httpCheck(url, overrides), effects);
