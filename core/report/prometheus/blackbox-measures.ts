import type { Phases } from '../../verdict/phases.ts';
import type { Verdict } from '../../verdict/verdict.ts';
import { isHttp, type Measure, numberIn, seconds } from './measure.ts';

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
  figure('http', 'http', 'probe_http_version', 'The version of HTTP of the answer.'),
  figure('http', 'redirects', 'probe_http_redirects', 'How many redirects were followed.'),
  figure(
    'http',
    'length',
    'probe_http_content_length',
    'How long the body was said to be, in bytes; -1 when nothing was said.',
  ),
  figure('http', 'bytes', 'probe_http_uncompressed_body_length', 'How long the body was, in bytes.'),
  figure('http', 'ip', 'probe_ip_protocol', 'The version of IP.'),
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
  figure('dns', 'serial', 'probe_dns_serial', 'The serial number of the zone.'),
  figure('grpc', 'grpc', 'probe_grpc_status_code', 'The status of the gRPC call.'),
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

/** What was seen by checks of a kind, by what it is called there. */
function figure(kind: string, seenAs: string, name: string, help: string): Measure {
  return { name, help, of: (verdict) => (verdict.kind === kind ? [[numberIn(verdict.seen, seenAs)]] : []) };
}

function versionOf(protocol: unknown): Samples {
  const version = typeof protocol === 'number' ? protocol.toFixed(1) : protocol;
  return typeof version === 'string' ? [[1, { version: `TLS ${version}` }]] : [];
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
