import { type Defaults, resolveTimeouts } from './base.ts';
import type { Draft } from './draft.ts';
import { formatDuration } from './duration.ts';
import type { PathFault } from './fault.ts';
import type { AuthoredHttp, AuthoredJudged } from './http.ts';
import { authFaults } from './http-auth.ts';
import { bodyFaults } from './http-body.ts';
import { routeFaults } from './http-route.ts';
import { tlsFaults } from './http-tls.ts';
import { latencyFaults } from './latency-faults.ts';
import type { Outside } from './outside.ts';
import { reservedNames } from './reserved-names.ts';
import { admitsEveryStatus, statusRanges } from './status.ts';

type HttpDraft = Draft<AuthoredHttp>;
type Expectation = NonNullable<HttpDraft['expect']>;

/** What is wrong between the settings of one http check, each of which is right by itself. */
export function httpFaults(draft: HttpDraft, defaults: Defaults, { files }: Outside): PathFault[] {
  const { timeoutMs } = resolveTimeouts(draft.http ?? {}, defaults);
  return [
    ...connectTimeoutFaults(draft, defaults),
    ...bodyFaults(draft.http ?? {}, files),
    ...authFaults(draft.http?.auth, draft.http?.headers),
    ...tlsFaults(draft.http?.tls, files),
    ...routeFaults(draft.http ?? {}),
    ...reservedNames(draft.http?.headers, ['http', 'headers']),
    ...reservedNames(draft.http?.query, ['http', 'query']),
    ...reservedNames(draft.http?.form, ['http', 'form']),
    ...repeatedNames(draft.http?.headers, ['http', 'headers']),
    ...judgedFaults(draft, { method: draft.http?.method, timeoutMs }),
  ];
}

type Sent = { readonly method: string | undefined; readonly timeoutMs: number };

/** What is wrong between the settings that an answer is held against, and between them and what is sent. */
export function judgedFaults({ expect: expected = {} }: Draft<AuthoredJudged>, sent: Sent): PathFault[] {
  return [
    ...reservedNames(expected.header, ['expect', 'header']),
    ...repeatedNames(expected.header, ['expect', 'header']),
    ...latencyFaults(expected.latency, sent.timeoutMs),
    ...textFaults(sent.method, expected),
    ...effectFaults(expected),
  ];
}

function connectTimeoutFaults({ http = {} }: HttpDraft, defaults: Defaults): PathFault[] {
  if (http.connectTimeout === undefined) return [];
  const { timeoutMs, connectTimeoutMs } = resolveTimeouts(http, defaults);
  if (connectTimeoutMs <= timeoutMs) return [];
  const message = `is "${http.connectTimeout}", more than the timeout; write ${formatDuration(timeoutMs)} or less, or a longer timeout`;
  return [{ path: ['http', 'connectTimeout'], message }];
}

function repeatedNames(headers: object | undefined, path: readonly string[]): PathFault[] {
  const names = Object.keys(headers ?? {});
  if (names.length < 2) return [];
  const first = new Map(names.map((name) => [name.toLowerCase(), name] as const).toReversed());
  return names.flatMap((name): PathFault[] => {
    const twin = first.get(name.toLowerCase());
    if (twin === undefined || twin === name) return [];
    return [
      {
        path: [...path, name],
        at: 'key',
        message: `is the same header as ${twin}; write it once, with a list of values`,
      },
    ];
  });
}

function textFaults(method: string | undefined, { keyword, absent }: Expectation): PathFault[] {
  if (method === 'HEAD') {
    return (['keyword', 'absent'] as const)
      .filter((key) => ({ keyword, absent })[key] !== undefined)
      .map((key) => ({ path: ['expect', key], at: 'key', message: 'looks into a body, and HEAD has none; write GET' }));
  }
  if (keyword === undefined || absent === undefined || !keyword.includes(absent)) return [];
  return [{ path: ['expect', 'absent'], message: 'occurs in the keyword, so no body can pass; write another text' }];
}

function effectFaults({ status, keyword, absent, latency, header }: Expectation): PathFault[] {
  const others = [keyword, absent, latency, ...Object.keys(header ?? {})];
  if (
    status === undefined ||
    !admitsEveryStatus(statusRanges(status as never)) ||
    others.some((it) => it !== undefined)
  ) {
    return [];
  }
  const message =
    'admits every status, so the check can expect nothing; write fewer, or add keyword, absent, latency or header';
  return [{ path: ['expect', 'status'], message }];
}
