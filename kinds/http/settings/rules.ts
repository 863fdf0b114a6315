import { certificateFaults } from '#core/settings/certificates.ts';
import type { Draft } from '#core/settings/draft.ts';
import type { PathFault } from '#core/settings/fault.ts';
import { mayShowCertificate, metricFaults } from '#core/settings/metrics.ts';
import type { NamedFiles } from '#core/settings/named-files.ts';
import { reservedNames } from '#core/settings/reserved-names.ts';
import { schemaFileFaults, schemaOf } from '#core/settings/schema-file.ts';
import { millisecondsOf } from '#core/settings/setting.ts';
import { connectTimeoutFaults } from '#core/settings/shared-rules.ts';
import { type AuthoredBase, type Defaults, resolveTimeouts } from '#core/settings/shared-settings.ts';
import type { Surroundings } from '#core/settings/surroundings.ts';
import { degradedFaults } from '#core/settings/time-limits.ts';
import { formatDuration } from '#core/text/duration.ts';
import { authFaults } from './auth.ts';
import { bodyFaults } from './body.ts';
import type { AuthoredHttp, AuthoredJudged } from './entry.ts';
import { expectFaults } from './expect-rules.ts';
import { routeFaults } from './route.ts';

type HttpDraft = Draft<AuthoredHttp>;

/** What is wrong between the settings of one http check, each of which is right by itself. */
export function httpRules(draft: HttpDraft, defaults: Defaults, { files }: Surroundings): PathFault[] {
  const { timeoutMs } = resolveTimeouts(draft.http ?? {}, defaults);
  return [
    ...connectTimeoutFaults(draft.http ?? {}, defaults, 'http'),
    ...bodyFaults(draft.http ?? {}, files),
    ...authFaults(draft.http?.auth, draft.http?.headers),
    ...certificateFaults(draft.http?.tls, ['http', 'tls'], files),
    ...routeFaults(draft.http ?? {}),
    ...cookieFaults(draft),
    ...streamFaults(draft, timeoutMs),
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
export function judgedFaults(draft: JudgedDraft, sent: Sent, files: NamedFiles): PathFault[] {
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

function cookieFaults({ http = {} }: HttpDraft): PathFault[] {
  if (http.cookies !== true || (http.follow !== undefined && http.follow !== false && http.follow !== 0)) return [];
  const message = 'has no effect where no redirect is followed; write follow: true too, or take it out';
  return [{ path: ['http', 'cookies'], at: 'key', message }];
}

/** Of a body without an end only the beginning is known. */
const OF_WHOLE_BODY = ['absent', 'json', 'xml', 'schema'] as const;

function streamFaults({ http = {}, expect = {} }: HttpDraft, timeoutMs: number): PathFault[] {
  const { stream } = http;
  if (stream === undefined) return [];
  const whole = OF_WHOLE_BODY.filter((key) => expect[key] !== undefined).map((key): PathFault => {
    const message = 'looks into a whole body, and of a stream only the beginning is read; take one of them out';
    return { path: ['expect', key], at: 'key', message };
  });
  if (millisecondsOf(stream) < timeoutMs) return whole;
  const message = `is "${stream}", not less than the timeout; write less than ${formatDuration(timeoutMs)}, or a longer timeout`;
  return [{ path: ['http', 'stream'], message }, ...whole];
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
