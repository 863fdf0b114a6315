import type { Phases } from '../../verdict/phases.ts';
import type { Verdict } from '../../verdict/verdict.ts';
import { type Measure, seconds } from './measure.ts';

/** The gauges of blackbox_exporter that verdicts can fill, with its names, labels and units. */
export const blackboxMeasures: readonly Measure[] = [
  {
    name: 'probe_success',
    help: 'Whether the check is OK.',
    of: ({ outcome }) => [[Number(outcome === 'OK')]],
  },
  {
    name: 'probe_duration_seconds',
    help: 'How long the last attempt took.',
    of: ({ latencyMs }) => [[seconds(latencyMs)]],
  },
  {
    name: 'probe_dns_lookup_time_seconds',
    help: 'How long looking up the name took.',
    of: ({ phases }) => [[seconds(phases.dns)]],
  },
  {
    name: 'probe_http_status_code',
    help: 'The HTTP status; 0 when no response came.',
    of: (verdict) => (isHttp(verdict) && hasAsked(verdict) ? [[verdict.status ?? 0]] : []),
  },
  {
    name: 'probe_http_duration_seconds',
    help: 'How long each phase of the last hop took.',
    of: (verdict) => (isHttp(verdict) ? HTTP_PHASES.map(([ours, phase]) => phaseOf(verdict.phases, ours, phase)) : []),
  },
  httpFigure('http', 'probe_http_version', 'The version of HTTP of the answer.'),
  httpFigure('redirects', 'probe_http_redirects', 'How many redirects were followed.'),
  httpFigure(
    'length',
    'probe_http_content_length',
    'How long the body was said to be, in bytes; -1 when nothing was said.',
  ),
  httpFigure('bytes', 'probe_http_uncompressed_body_length', 'How long the body was, in bytes.'),
  httpFigure('ip', 'probe_ip_protocol', 'The version of IP.'),
  {
    name: 'probe_ssl_earliest_cert_expiry',
    help: 'When the first certificate of the chain ends, trusted or not, in unix time.',
    of: ({ certificate }) => [[Date.parse(certificate?.notAfter ?? '') / 1000]],
  },
  {
    name: 'probe_tls_version_info',
    help: 'The version of TLS; always 1.',
    of: ({ kind, seen }) =>
      kind === 'tls' ? versionOf(seen?.['protocol']) : kind === 'http' ? versionOf(seen?.['tls']) : [],
  },
  {
    name: 'probe_dns_serial',
    help: 'The serial number of the zone.',
    of: ({ kind, seen }) => (kind === 'dns' ? [[numberIn(seen, 'serial')]] : []),
  },
  {
    name: 'probe_grpc_status_code',
    help: 'The status of the gRPC call.',
    of: ({ kind, seen }) => (kind === 'grpc' ? [[numberIn(seen, 'grpc')]] : []),
  },
  {
    name: 'probe_grpc_healthcheck_response',
    help: 'What the health service answered: 1 for that, 0 for the others.',
    of: ({ kind, seen }) => (kind === 'grpc' ? servingOf(seen?.['serving']) : []),
  },
  {
    name: 'probe_websocket_connection_upgraded',
    help: 'Whether the connection became a WebSocket.',
    of: (verdict) => (verdict.kind === 'websocket' ? upgraded(verdict) : []),
  },
];

type Samples = ReturnType<Measure['of']>;

/** Steps are HTTP too: status and phases are those of the step that the verdict names. */
const isHttp = ({ kind }: Verdict): boolean => kind === 'http' || kind === 'steps';

/** A check that Rollcall could not make says nothing of its target. */
const hasAsked = ({ reason }: Verdict): boolean => reason?.code !== 'checker-fault' && reason?.code !== 'config';

const HTTP_PHASES: readonly (readonly [ours: keyof Phases, theirs: string])[] = [
  ['dns', 'resolve'],
  ['connect', 'connect'],
  ['tls', 'tls'],
  ['firstByte', 'processing'],
  ['download', 'transfer'],
];

const phaseOf = (phases: Phases, ours: keyof Phases, phase: string) => [seconds(phases[ours]), { phase }] as const;

/** What was measured of an http check, by what it is called there. */
function httpFigure(seenAs: string, name: string, help: string): Measure {
  return { name, help, of: ({ kind, seen }) => (kind === 'http' ? [[numberIn(seen, seenAs)]] : []) };
}

function versionOf(protocol: unknown): Samples {
  const version = typeof protocol === 'number' ? protocol.toFixed(1) : protocol;
  return typeof version === 'string' ? [[1, { version: `TLS ${version}` }]] : [];
}

function numberIn(seen: Verdict['seen'], name: string): number {
  const value = seen?.[name];
  return typeof value === 'number' ? value : NaN;
}

const SERVING = ['UNKNOWN', 'SERVING', 'NOT_SERVING', 'SERVICE_UNKNOWN'] as const;

function servingOf(serving: unknown): Samples {
  if (serving === undefined) return [];
  return SERVING.map((serving_status) => [Number(serving === serving_status), { serving_status }]);
}

/** Nothing where a connection was made and broke: that may have been before the upgrade or after. */
function upgraded({ outcome, seen, status, phases }: Verdict): Samples {
  if (outcome === 'OK' || seen !== undefined) return [[1]];
  return status !== null || phases.connect === null ? [[0]] : [];
}
