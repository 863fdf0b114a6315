import { expect, it } from 'vitest';
import { metricsRequest } from '#core/report/otlp/metrics-request.ts';
import { ng, verdict } from '../../../cli/verdicts.ts';
import { pointsIn } from './request-schema.ts';

const STARTED = '2026-11-23T12:00:00.000Z';
/** As a receiver gets it. */
const sent = (...verdicts: Parameters<typeof metricsRequest>[0]) =>
  JSON.parse(JSON.stringify(metricsRequest(verdicts, STARTED)));

it('has what the httpcheck receiver has of http, and success of every kind', () => {
  const phases = { dns: 2.4, connect: 11, tls: 23.5, firstByte: 300, download: 0.1 };
  const certificate = { daysLeft: 1, fingerprint: '00', notAfter: '2026-11-24T13:00:00.000Z' };
  const http = 'rollcall.check=orders-api rollcall.kind=http';
  const status = `httpcheck.status ${http} http.status_code=200`;
  expect(pointsIn(sent(verdict({ phases, certificate }), ng('no', { name: 'db', kind: 'tcp', status: null })))).toEqual(
    [
      `rollcall.check.success ${http} 1`,
      'rollcall.check.success rollcall.check=db rollcall.kind=tcp 0',
      `httpcheck.duration ${http} 45`,
      `${status} http.status_class=1xx 0`,
      `${status} http.status_class=2xx 1`,
      `${status} http.status_class=3xx 0`,
      `${status} http.status_class=4xx 0`,
      `${status} http.status_class=5xx 0`,
      `httpcheck.dns.lookup.duration ${http} 2`,
      `httpcheck.client.connection.duration ${http} network.transport=tcp 11`,
      `httpcheck.tls.handshake.duration ${http} 24`,
      `httpcheck.response.duration ${http} 0`,
      `httpcheck.tls.cert_remaining ${http} 90000`,
    ],
  );
});

it('says why no response came by the code alone', () => {
  const refused = verdict({
    outcome: 'NG',
    reason: { code: 'refused', message: 'by 10.0.0.1' },
    status: null,
    latencyMs: 3,
  });
  expect(pointsIn(sent(refused)).slice(1)).toEqual([
    'httpcheck.duration rollcall.check=orders-api rollcall.kind=http 3',
    'httpcheck.error rollcall.check=orders-api rollcall.kind=http error.message=refused 1',
  ]);
});

it('is from rollcall, with the times of run and verdict', () => {
  const { resource, scopeMetrics } = sent(verdict({ at: '2026-11-23T12:00:01.500Z' })).resourceMetrics[0];
  expect(resource.attributes[0]).toEqual({ key: 'service.name', value: { stringValue: 'rollcall' } });
  const { sum } = scopeMetrics[0].metrics.find(({ name }: { name: string }) => name === 'httpcheck.status');
  expect(sum.dataPoints[0]).toMatchObject({
    startTimeUnixNano: `${Date.parse(STARTED)}000000`,
    timeUnixNano: `${Date.parse(STARTED) + 1500}000000`,
  });
});

it('is well without any verdict, and with a name that is half a character', () => {
  expect(pointsIn(sent())).toEqual([]);
  expect(pointsIn(sent(verdict({ name: 'half \ud800', kind: 'tcp' })))[0]).toContain('half \ufffd');
});
