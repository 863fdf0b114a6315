import * as z from 'zod';
import type { TimeLimits } from '../check/check.ts';
import { formatDuration, parseDuration } from '../text/duration.ts';
import type { Path } from '../text/json-values.ts';
import type { Draft } from './draft.ts';
import type { PathFault } from './fault.ts';
import { type duration, millisecondsOf, someSettings, text } from './setting.ts';

/** How long an attempt and its phases may take: `expect.latency` and `degraded`. */

const DESCRIBED = {
  dns: 'The longest the name look-up may take.',
  connect: 'The longest the TCP connect may take.',
  tls: 'The longest the TLS handshake may take.',
  firstByte: 'The longest from the request to the first byte of the response.',
  download: 'The longest from the first byte to the end of the body.',
} as const;
const RULE = /^(latency|dns|connect|tls|firstByte|download)\s*>\s*(\d{1,9}(?:\.\d{1,3})?(?:ms|s|m|h))$/;
const WRITE_RULE = 'write a rule such as "latency > 800ms" or "firstByte > 300ms", or a map such as {latency: 800ms}';

type Limit = ReturnType<typeof duration>;
type AuthoredMap = { readonly [K in string]?: string | undefined };

function phasesShape(limit: Limit) {
  const of = (phase: keyof typeof DESCRIBED) => limit.optional().describe(DESCRIBED[phase]);
  return {
    dns: of('dns'),
    connect: of('connect'),
    tls: of('tls'),
    firstByte: of('firstByte'),
    download: of('download'),
  };
}

/** `latency` of an http check: a time, or one for each phase. */
export function latencySchema(limit: Limit) {
  const whole = limit.optional().describe('The longest a response may take from start to end of body.');
  const map = someSettings(
    { total: whole, ...phasesShape(limit) },
    'write a duration, or a map such as {total: 800ms}',
  );
  return z.union([limit, map], {
    error: 'write a duration such as 800ms, or a map such as {total: 800ms, tls: 100ms}',
  });
}

/** `degraded` of a check: words such as "latency > 800ms", or a map of times. */
export function degradedSchema(limit: Limit) {
  const whole = limit.optional().describe('The longest an answer may take in all without being marked as slow.');
  const rule = text(RULE, WRITE_RULE)
    .refine(isRule, { error: WRITE_RULE })
    .meta({ examples: ['latency > 800ms', 'firstByte > 300ms', 'tls > 200ms'] });
  return z.union([rule, someSettings({ latency: whole, ...phasesShape(limit) }, WRITE_RULE)], { error: WRITE_RULE });
}

function isRule(text: string): boolean {
  const [, , limit = ''] = RULE.exec(text) ?? [];
  return (parseDuration(limit) ?? 0) > 0;
}

type Authored = string | AuthoredMap;

/** The limits in milliseconds. `total` is what a map calls so, or `latency`, and what a lone duration means. */
export function timeLimits(authored: Authored): TimeLimits {
  return Object.fromEntries(limitsIn(authored).map(({ key, text }) => [key, millisecondsOf(text)]));
}

type Written = { readonly key: string; readonly text: string; readonly path: Path };

function limitsIn(authored: Draft<Authored>): readonly Written[] {
  if (typeof authored === 'string') {
    const [, name = 'total', text = authored] = RULE.exec(authored) ?? [];
    return [{ key: keyOf(name), text, path: [] }];
  }
  return Object.entries(authored).flatMap(([name, text]) => {
    return text === undefined ? [] : [{ key: keyOf(name), text, path: [name] }];
  });
}

function keyOf(name: string): string {
  return name === 'latency' ? 'total' : name;
}

/** A limit beyond the timeout would never be reached: the timeout ends the check first. */
export function beyondTimeout(authored: Authored | undefined, timeoutMs: number, at: Path): PathFault[] {
  if (authored === undefined) return [];
  return limitsIn(authored)
    .filter(({ text }) => millisecondsOf(text) > timeoutMs)
    .map(({ text, path }) => {
      const message = `is "${text}", more than the timeout; write ${formatDuration(timeoutMs)} or less, or a longer timeout`;
      return { path: [...at, ...path], message };
    });
}

type Limited = {
  readonly degraded?: Authored | undefined;
  readonly expect?: { readonly latency?: Authored | undefined } | undefined;
};

/** What an answer must be beyond to count as slow must be within the timeout and within what is expected. */
export function degradedFaults({ degraded, expect }: Limited, timeoutMs: number): PathFault[] {
  if (degraded === undefined) return [];
  const most = expect?.latency === undefined ? {} : timeLimits(expect.latency);
  const never = limitsIn(degraded).flatMap(({ key, text, path }) => {
    const limit = most[key as keyof TimeLimits];
    if (limit === undefined || millisecondsOf(text) < limit) return [];
    const message = `is never reached: beyond ${formatDuration(limit)} the check is NG by expect.latency; write less`;
    return [{ path: ['degraded', ...path], message }];
  });
  return [...beyondTimeout(degraded, timeoutMs, ['degraded']), ...never];
}
