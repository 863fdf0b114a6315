import type { Verdict } from '#core/verdict/verdict.ts';
import type { AttemptTrace } from '#kinds/probing/trace/trace.ts';

/** Milliseconds between two things that an attempt does. */
const STEP_MS = 0.4;
const LOCAL_PORT = '40122';
const DATE = 'Tue, 24 Nov 2026 09:00:00 GMT';

/** A trace with its times, dates and local ports replaced, so that it is the same whenever it is taken down. */
export function settledTrace(trace: AttemptTrace, verdict: Verdict): AttemptTrace {
  return {
    ...trace,
    lines: trace.lines.map(({ mark, text }, index) => ({ mark, atMs: index * STEP_MS, text: settled(text) })),
    expectations: trace.expectations.map((one) => ({ ...one, text: settled(one.text) })),
    verdict,
  };
}

function settled(text: string): string {
  return text
    .replace(/(?<= from \S+:)\d+$/gm, LOCAL_PORT)
    .replace(/^(date: ).*$/gim, `$1${DATE}`)
    .replace(/latency [\d.]+ ms/, 'latency 2.1 ms');
}
