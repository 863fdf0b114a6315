import { describe, expect, it } from 'vitest';
import { NO_PHASES } from '#core/verdict/phases.ts';
import { response } from '../../../core/verdict/observations.ts';
import { httpCheck, tcpCheck } from '../../checks.ts';
import { judge, named, proofOf } from '../../proving.ts';

const TLS = { ...NO_PHASES, tls: 5 };

describe('an http check', () => {
  it('that expects a status only misses an empty body and an error page', async () => {
    const proof = proofOf(httpCheck('https://api.example.com/'), response({ phases: TLS }));

    expect((await proof).outcome).toBe('survived');
    expect(await named(proof, 'OK')).toEqual(['empty-body', 'error-page']);
    expect(await named(proof, 'NG')).toEqual(['no-answer', 'wrong-status', 'expired-certificate', 'status']);
    expect(await named(proof, 'allowed')).toEqual(['slow']);
  });

  it('that expects a keyword misses nothing', async () => {
    const proof = await proofOf(
      httpCheck('https://a.example/', { expect: { keyword: 'alive' } }),
      response({ body: 'alive' }),
    );

    expect(proof.outcome).toBe('proven');
  });

  it.each([
    { keyword: 'Error', body: 'No Error' },
    { keyword: '"status"', body: '{"status":"up"}' },
    { keyword: '<html', body: '<html>shop</html>' },
  ])('whose keyword $keyword is in error pages too misses those', async ({ keyword, body }) => {
    const proof = proofOf(httpCheck('https://a.example/', { expect: { keyword } }), response({ body }));

    expect(await named(proof, 'OK')).toEqual(['error-page']);
  });

  it('that only says what must be absent misses an error page without it', async () => {
    const proof = proofOf(httpCheck('https://a.example/', { expect: { absent: 'Internal Error' } }), response());

    expect(await named(proof, 'OK')).toEqual(['empty-body', 'error-page']);
  });

  it('whose schema requires nothing misses error documents', async () => {
    const schema = { type: 'object', properties: { state: { const: 'up' } } };
    const healthy = response({ body: '{"state":"up"}' });
    const loose = httpCheck('https://a.example/', { expect: { more: { schema } } });
    const strict = httpCheck('https://a.example/', {
      expect: { more: { schema: { ...schema, required: ['state'] } } },
    });

    expect(await named(proofOf(loose, healthy), 'OK')).toEqual(['error-page']);
    expect((await proofOf(strict, healthy)).outcome).toBe('proven');
  });

  it('that admits every status misses a wrong one', async () => {
    const check = httpCheck('https://a.example/', { expect: { status: [[100, 599]], keyword: 'ok' } });

    expect(await named(proofOf(check, response()), 'OK')).toEqual(['wrong-status']);
  });

  it('of a redirect, of HEAD or of an empty answer has no body to be emptied', async () => {
    const moved = httpCheck('https://a.example/', { expect: { status: [[301, 301]] } });
    const head = httpCheck('https://a.example/', { http: { method: 'HEAD' } });
    const empty = httpCheck('https://a.example/', { expect: { status: [[204, 204]] } });

    expect((await proofOf(moved, response({ status: 301, body: 'see there' }))).outcome).toBe('proven');
    expect((await proofOf(head, response({ body: '' }))).outcome).toBe('proven');
    expect((await proofOf(empty, response({ status: 204, body: '' }))).outcome).toBe('proven');
  });

  it('that accepts any certificate misses an expired one, unless it expects days of it', async () => {
    const http = { tls: { insecure: true } };
    const facts = {
      redirects: 0,
      url: 'https://a.example/',
      httpVersion: '1.1',
      certificate: { validTo: '2027-11-24T00:00:00Z', issuer: '', fingerprint: '' },
    };
    const blind = httpCheck('https://a.example/', { http, expect: { keyword: 'ok' } });
    const aware = httpCheck('https://a.example/', {
      http,
      expect: { keyword: 'ok', more: { certificate: { days: 21 } } },
    });

    expect(await named(proofOf(blind, response({ phases: TLS })), 'OK')).toEqual(['expired-certificate']);
    expect((await proofOf(aware, response({ phases: TLS, facts }))).outcome).toBe('proven');
  });

  it.each([
    { settings: {}, outcome: 'OK' },
    { settings: { expect: { latencyMs: 800, keyword: 'ok' } }, outcome: 'NG' },
    { settings: { expect: { keyword: 'ok', more: { phases: { firstByte: 500 } } } }, outcome: 'NG' },
    { settings: { degraded: { total: 800 } }, outcome: 'NG' },
    { settings: { prove: { allow: ['slow'] } }, outcome: 'allowed' },
  ] as const)('notices slow answers, where it must: $settings', async ({ settings, outcome }) => {
    const healthy = response({ phases: { ...NO_PHASES, firstByte: 1 } });
    const proof = await proofOf(httpCheck('http://a.example/', settings), healthy, judge, []);

    expect(proof.trials.find(({ name }) => name === 'slow')?.outcome).toBe(outcome);
  });

  it('may miss what it is allowed to, and no more', async () => {
    const check = httpCheck('https://a.example/', { prove: { allow: ['error-page'] } });
    const own = proofOf(check, response(), judge, []);
    const all = await proofOf(check, response(), judge, ['empty-body', 'slow']);

    expect(await named(own, 'allowed')).toEqual(['error-page']);
    expect(await named(own, 'OK')).toEqual(['empty-body', 'slow']);
    expect(all.outcome).toBe('proven');
  });

  it('cannot be proven where it is NG to begin with', async () => {
    expect(await proofOf(httpCheck('https://a.example/'), response({ status: 503 }))).toMatchObject({
      outcome: 'unproven',
      reason: { code: 'status', message: 'status 503, wanted 2xx' },
      trials: [],
    });
  });

  it('is named by every trial when it is judged by nobody', async () => {
    const nobody = async () => null;
    const proof = proofOf(httpCheck('https://a.example/', { expect: { keyword: 'ok' } }), response(), nobody, []);

    expect(await named(proof, 'OK')).toEqual([
      'no-answer',
      'wrong-status',
      'empty-body',
      'error-page',
      'slow',
      'status',
      'keyword',
    ]);
  });
});

describe('a tcp check', () => {
  const healthy = { outcome: 'connected', latencyMs: 1, phases: { ...NO_PHASES, connect: 1 } } as const;
  const tcp = { host: '127.0.0.1', port: 1 };

  it('notices that there is no connection', async () => {
    const proof = proofOf(tcpCheck(tcp), healthy);

    expect(await named(proof, 'NG')).toEqual(['no-answer']);
    expect(await named(proof, 'allowed')).toEqual(['slow']);
  });

  it('notices a late one where it expects a latency', async () => {
    const proof = proofOf(tcpCheck(tcp, { expect: { latencyMs: 200 } }), healthy);

    expect(await named(proof, 'NG')).toEqual(['no-answer', 'slow', 'latency']);
  });

  it('is named when its latency is not evaluated', async () => {
    const check = tcpCheck(tcp, { expect: { latencyMs: 200 } });
    const proof = proofOf(check, healthy, (observed) => judge(observed, tcpCheck(tcp)));

    expect(await named(proof, 'OK')).toEqual(['latency']);
  });
});
