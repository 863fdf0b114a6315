import { type AuthoredBase, type Defaults, resolveTimeouts } from './base.ts';
import type { CurlFiles } from './curl/reading.ts';
import type { Draft } from './draft.ts';
import { formatDuration } from './duration.ts';
import { expectFaults } from './expect-faults.ts';
import type { PathFault } from './fault.ts';
import type { AuthoredHttp, AuthoredJudged } from './http.ts';
import { authFaults } from './http-auth.ts';
import { bodyFaults } from './http-body.ts';
import { routeFaults } from './http-route.ts';
import { tlsFaults } from './http-tls.ts';
import { mayShowCertificate, metricFaults } from './metrics.ts';
import type { Outside } from './outside.ts';
import { reservedNames } from './reserved-names.ts';
import { schemaFileFaults, schemaOf } from './schema-file.ts';
import { degradedFaults } from './time-limits.ts';

type HttpDraft = Draft<AuthoredHttp>;

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
    ...judgedFaults(draft, { method: undefined, ...draft.http, timeoutMs }, files),
  ];
}

type Sent = {
  readonly method: string | undefined;
  readonly timeoutMs: number;
  readonly url?: string | undefined;
  readonly follow?: boolean | number | undefined;
};
type JudgedDraft = Draft<AuthoredJudged> & Pick<Draft<AuthoredBase>, 'degraded' | 'metrics'>;

/** What is wrong between the settings that an answer is held against, and between them and what is sent. */
export function judgedFaults(draft: JudgedDraft, sent: Sent, files: CurlFiles): PathFault[] {
  const { expect: written = {} } = draft;
  const expected = { ...written, schema: schemaOf(written.schema, files) };
  return [
    ...schemaFileFaults(written.schema, ['expect', 'schema'], files),
    ...repeatedNames(expected.header, ['expect', 'header']),
    ...expectFaults(expected, sent, sent.timeoutMs),
    ...degradedFaults(draft, sent.timeoutMs),
    ...metricFaults(draft, sent.url === undefined || mayShowCertificate(sent)),
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
