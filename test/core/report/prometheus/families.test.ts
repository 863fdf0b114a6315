import { describe, expect, it } from 'vitest';
import { checkFamilies } from '#core/report/prometheus/check-families.ts';
import { exposition } from '#core/report/prometheus/exposition.ts';
import { runFamilies } from '#core/report/prometheus/run-families.ts';
import { NO_PHASES } from '#core/verdict/phases.ts';
import type { Verdict } from '#core/verdict/verdict.ts';
import { ng, verdict } from '../../../cli/verdicts.ts';
import { hasPromtool, parseExposition, promtool } from './parse.ts';

const PHASES = { dns: 2, connect: 11, tls: 23, firstByte: 300, download: 0 };
const NOT_AFTER = '2027-01-30T23:59:59.000Z';

/** The series of verdicts on a line each, without the label `check` where there is one verdict. */
function seriesOf(...verdicts: readonly Verdict[]): readonly string[] {
  return parseExposition(exposition(checkFamilies(verdicts))).map(({ name, labels, value }) => {
    const { check, ...others } = labels;
    expect(verdicts.map((one) => one.name)).toContain(check);
    const shown = Object.entries(verdicts.length === 1 ? others : labels).map(([label, text]) => `${label}=${text}`);
    return [name, ...shown, value].join(' ');
  });
}

const OWN = (kind: string) => [
  `rollcall_check_info kind=${kind} severity=critical tags= 1`,
  'rollcall_check_flaky 0',
  'rollcall_check_degraded 0',
];

describe('the series of a verdict', () => {
  it('on an https check that is OK', () => {
    const certificate = { daysLeft: 65, fingerprint: '00', notAfter: NOT_AFTER };
    expect(seriesOf(verdict({ phases: PHASES, certificate, tags: ['web', 'eu'], severity: 'info' }))).toEqual([
      'probe_success 1',
      'probe_duration_seconds 0.045',
      'probe_dns_lookup_time_seconds 0.002',
      'probe_http_status_code 200',
      'probe_http_duration_seconds phase=resolve 0.002',
      'probe_http_duration_seconds phase=connect 0.011',
      'probe_http_duration_seconds phase=tls 0.023',
      'probe_http_duration_seconds phase=processing 0.3',
      'probe_http_duration_seconds phase=transfer 0',
      `probe_ssl_earliest_cert_expiry ${Date.parse(NOT_AFTER) / 1000}`,
      'rollcall_check_info kind=http severity=info tags=web,eu 1',
      'rollcall_check_flaky 0',
      'rollcall_check_degraded 0',
    ]);
  });

  it('on an http check of which all was measured, by numbers', () => {
    const seen = { http: 2, redirects: 3, length: -1, bytes: 512, ip: 6, tls: 1 };
    const series = seriesOf(verdict({ seen }));
    expect(series.filter((line) => /version|redirects|length|ip_protocol/.test(line))).toEqual([
      'probe_http_version 2',
      'probe_http_redirects 3',
      'probe_http_content_length -1',
      'probe_http_uncompressed_body_length 512',
      'probe_ip_protocol 6',
      'probe_tls_version_info version=TLS 1.0 1',
    ]);
  });

  it('on an https check whose certificate is not accepted: when that ends stays known', () => {
    const certificate = { daysLeft: -1, fingerprint: '00', notAfter: '2026-11-22T00:00:00.000Z' };
    const reason = { code: 'certificate', message: 'has ended' } as const;
    const refused = verdict({ outcome: 'NG', reason, status: null, latencyMs: null, certificate });
    expect(seriesOf(refused)).toEqual([
      'probe_success 0',
      'probe_http_status_code 0',
      `probe_ssl_earliest_cert_expiry ${Date.UTC(2026, 10, 22) / 1000}`,
      ...OWN('http'),
      'rollcall_check_reason code=certificate 1',
    ]);
  });

  it.each<[what: string, changes: Partial<Verdict>, more: readonly string[]]>([
    [
      'a broken checker',
      { outcome: 'NG', reason: { code: 'checker-fault', message: '' }, status: null },
      ['rollcall_check_reason code=checker-fault 1'],
    ],
    ['an unreadable end', { kind: 'tcp', certificate: { daysLeft: null, fingerprint: '00' } }, []],
    ['tls', { kind: 'tls', seen: { protocol: '1.3' } }, ['probe_tls_version_info version=TLS 1.3 1']],
    ['another protocol', { kind: 'websocket', seen: { protocol: 'chat' } }, ['probe_websocket_connection_upgraded 1']],
    [
      'steps',
      { kind: 'steps', status: 201, seen: { steps: [120, -1, 7] } },
      [
        'probe_http_status_code 201',
        'rollcall_step_duration_seconds step=1 0.12',
        'rollcall_step_duration_seconds step=3 0.007',
      ],
    ],
    [
      'domain',
      { kind: 'domain', seen: { expires: '2027-03-01' } },
      [`rollcall_domain_expiry_timestamp_seconds ${Date.UTC(2027, 2, 1) / 1000}`],
    ],
    ['domain, nobody answered', { kind: 'domain' }, []],
    [
      'grpc',
      { kind: 'grpc', seen: { grpc: 0, serving: 'NOT_SERVING' } },
      [
        'probe_grpc_status_code 0',
        'probe_grpc_healthcheck_response serving_status=UNKNOWN 0',
        'probe_grpc_healthcheck_response serving_status=SERVING 0',
        'probe_grpc_healthcheck_response serving_status=NOT_SERVING 1',
        'probe_grpc_healthcheck_response serving_status=SERVICE_UNKNOWN 0',
      ],
    ],
    ['grpc, not answered by the service', { kind: 'grpc', seen: { grpc: 14 } }, ['probe_grpc_status_code 14']],
    [
      'dns, SOA',
      { kind: 'dns', seen: { rcode: 'NOERROR', records: 1, serial: 2_026_112_601 } },
      ['probe_dns_serial 2026112601'],
    ],
    ['dns, another type', { kind: 'dns', seen: { rcode: 'NOERROR', records: 2 } }, []],
    ['grpc, no answer', { kind: 'grpc' }, []],
    ['flaky and degraded', { kind: 'tcp', flaky: true, degraded: true }, ['flaky', 'degraded']],
    [
      'quiet',
      { kind: 'tcp', quiet: { because: 'maintenance', by: 'night' } },
      ['rollcall_check_quiet because=maintenance 1'],
    ],
  ])('%s', (_, changes, more) => {
    const one = verdict({ status: null, latencyMs: null, ...changes });
    const own = OWN(one.kind).map((line) =>
      more.some((word) => line === `rollcall_check_${word} 0`) ? line.replace(/0$/, '1') : line,
    );
    const wanted = [
      `probe_success ${one.outcome === 'OK' ? 1 : 0}`,
      ...own,
      ...more.filter((line) => line.includes(' ')),
    ];
    expect(seriesOf(one).toSorted()).toEqual(wanted.toSorted());
  });

  it.each<[what: string, changes: Partial<Verdict>, upgraded: readonly number[]]>([
    ['OK', { outcome: 'OK', reason: null }, [1]],
    ['another message than wanted', { seen: { others: 1 }, phases: { ...NO_PHASES, connect: 1 } }, [1]],
    ['the upgrade refused', { status: 403, phases: { ...NO_PHASES, connect: 1 } }, [0]],
    ['no connection', {}, [0]],
    ['an end in between', { phases: { ...NO_PHASES, connect: 1 } }, []],
  ])('a websocket with %s', (_, changes, upgraded) => {
    const series = seriesOf(ng('no', { kind: 'websocket', status: null, ...changes }));
    const wanted = upgraded.map((value) => `probe_websocket_connection_upgraded ${value}`);
    expect(series.filter((line) => line.startsWith('probe_websocket'))).toEqual(wanted);
  });
});

it('has the series of several checks together', () => {
  expect(seriesOf(verdict({ name: 'a', kind: 'tcp' }), ng('no', { name: 'b', kind: 'tcp' })).slice(0, 2)).toEqual([
    'probe_success check=a 1',
    'probe_success check=b 0',
  ]);
});

describe('the series of a run', () => {
  const startedAt = '2026-11-23T12:00:00.000Z';
  const runOf = (changes: Partial<Parameters<typeof runFamilies>[0]>) => {
    const ended = { run: { startedAt }, verdicts: [], succeeded: true, elapsedMs: 1500, label: 'smoke', ...changes };
    const series = parseExposition(exposition(runFamilies(ended)));
    expect(new Set(series.map(({ labels }) => labels['run']))).toEqual(new Set(['smoke']));
    return Object.fromEntries(series.map(({ name, value }) => [name.replace('rollcall_', ''), value]));
  };
  const last_run_timestamp_seconds = Date.parse(startedAt) / 1000;

  it('that has ended', () => {
    expect(runOf({})).toEqual({ run_success: 1, last_run_timestamp_seconds, run_duration_seconds: 1.5 });
  });

  it('that could not begin', () => {
    expect(runOf({ succeeded: false, elapsedMs: null })).toEqual({ run_success: 0, last_run_timestamp_seconds });
  });

  it.each([
    [verdict({ name: 'up' }), 1],
    [ng('no', { name: 'up' }), 0],
  ])('with guards', (guard, online) => {
    expect(runOf({ run: { startedAt, guards: ['up'] }, verdicts: [guard] })).toMatchObject({ online });
  });
});

it.skipIf(!hasPromtool)('is taken by promtool, reader and linter', () => {
  const verdicts = [
    verdict({ phases: PHASES, certificate: { daysLeft: 65, fingerprint: '00', notAfter: NOT_AFTER } }),
    ng('no', { name: 'ng', quiet: { because: 'muted', by: NOT_AFTER } }),
    verdict({ name: 'tls', kind: 'tls', seen: { protocol: '1.3' } }),
    verdict({ name: 'grpc', kind: 'grpc', seen: { grpc: 0, serving: 'SERVING' } }),
    verdict({ name: 'steps', kind: 'steps', seen: { steps: [1, 2] } }),
    verdict({ name: 'domain', kind: 'domain', seen: { expires: '2027-03-01' } }),
    verdict({ name: 'websocket', kind: 'websocket' }),
  ];
  const run = { startedAt: NOT_AFTER, guards: ['tls'] };
  const families = [
    ...runFamilies({ run, verdicts, succeeded: true, elapsedMs: 1, label: 'smoke' }),
    ...checkFamilies(verdicts),
  ];
  expect(promtool(exposition(families))).toBe('');
});
