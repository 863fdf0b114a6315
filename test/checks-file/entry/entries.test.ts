import { describe, expect, it } from 'vitest';
import type { HttpCheck } from '#kinds/http/check.ts';
import type { TcpCheck } from '#kinds/tcp/check.ts';
import { checksOf, faultsOf } from '../parsed.ts';

function httpOf(settings: string, expectation = '{}', rest = ''): HttpCheck {
  const text = `${rest}\nchecks: [{name: a, http: {url: "http://127.0.0.1/", ${settings}}, expect: ${expectation}}]`;
  return checksOf(text)[0] as HttpCheck;
}

function tcpOf(settings: string, rest = ''): TcpCheck {
  return checksOf(`${rest}\nchecks: [{name: a, tcp: {host: localhost, port: 80${settings}}}]`)[0] as TcpCheck;
}

describe('the defaults of a check', () => {
  it('fills every setting of an http check', () => {
    expect(checksOf('checks: [{name: a, http: {url: "https://example.com/"}}]')).toEqual([
      {
        name: 'a',
        kind: 'http',
        tags: [],
        labels: { ok: 'OK', ng: 'NG' },
        timeoutMs: 10_000,
        connectTimeoutMs: 3_000,
        rechecks: 1,
        recheckAfterSeconds: 2,
        schedule: { every: 300 },
        target: {
          url: 'https://example.com/',
          method: 'GET',
          headers: [],
          query: [],
          body: null,
          follow: 0,
          inflate: true,
        },
        expect: { status: [[200, 299]], keyword: null, absent: null, latencyMs: null, headers: [] },
      },
    ]);
  });

  it('allows private addresses where a check says so, and only there', () => {
    expect(httpOf('allowPrivate: true').target.allowPrivate).toBe(true);
    expect(tcpOf(', allowPrivate: true').target.allowPrivate).toBe(true);
    expect(httpOf('allowPrivate: false').target).not.toHaveProperty('allowPrivate');
    expect(tcpOf(', allowPrivate: false').target).not.toHaveProperty('allowPrivate');
  });

  it('fills every setting of a tcp check', () => {
    expect(checksOf('checks: [{name: a, tcp: {host: "::1", port: 5432}}]')).toEqual([
      {
        name: 'a',
        kind: 'tcp',
        tags: [],
        labels: { ok: 'OK', ng: 'NG' },
        timeoutMs: 10_000,
        connectTimeoutMs: 3_000,
        rechecks: 1,
        recheckAfterSeconds: 2,
        schedule: { every: 300 },
        target: { host: '::1', port: 5432 },
        expect: { latencyMs: null },
      },
    ]);
  });

  it.each([
    ['', '', 10_000, 3_000],
    ['timeout: 2s', '', 2_000, 2_000],
    ['timeout: 60s', '', 60_000, 3_000],
    ['timeout: 5s, connectTimeout: 5s', '', 5_000, 5_000],
    ['connectTimeout: 500ms', '', 10_000, 500],
    ['', 'defaults: {timeout: 4s}', 4_000, 3_000],
    ['', 'defaults: {timeout: 1s}', 1_000, 1_000],
    ['', 'defaults: {connectTimeout: 8s}', 10_000, 8_000],
    ['timeout: 2s', 'defaults: {timeout: 20s, connectTimeout: 8s}', 2_000, 2_000],
    ['connectTimeout: 4s', 'defaults: {connectTimeout: 8s}', 10_000, 4_000],
  ])('makes of http {%s} and "%s" %d ms in all, %d ms to connect', (settings, defaults, timeoutMs, connectTimeoutMs) => {
    expect(httpOf(settings, '{}', defaults)).toMatchObject({ timeoutMs, connectTimeoutMs });
  });

  it.each([
    ['', '', 10_000, 3_000],
    [', timeout: 8s', '', 8_000, 8_000],
    ['', 'defaults: {timeout: 2s}', 2_000, 2_000],
  ])('takes the timeout of a tcp check for its connect timeout: "%s" "%s"', (settings, defaults, timeoutMs, connect) => {
    expect(tcpOf(settings, defaults)).toMatchObject({ timeoutMs, connectTimeoutMs: connect });
  });

  it('adds tags, overrides labels one by one and takes the rest from defaults', () => {
    const [check] = checksOf(`
defaults: {tags: [all, tokyo], labels: {ok: fine, ng: down}, rechecks: 0, recheckAfter: 1m}
checks: [{name: a, tags: [tokyo, api], labels: {ng: 落ちた}, tcp: {host: localhost, port: 1}}]`);
    expect(check).toMatchObject({
      tags: ['all', 'tokyo', 'api'],
      labels: { ok: 'fine', ng: '落ちた' },
      rechecks: 0,
      recheckAfterSeconds: 60,
    });
  });

  it('sends the headers of defaults unless the check has another value, in whatever case', () => {
    const check = httpOf(
      'headers: {X-Key: own, accept: [a, b]}',
      '{}',
      'defaults: {headers: {x-key: shared, x-env: 1}}',
    );
    expect(check.target.headers).toEqual([
      ['x-env', '1'],
      ['X-Key', 'own'],
      ['accept', 'a'],
      ['accept', 'b'],
    ]);
  });
});

describe('a request', () => {
  it.each([
    ['method: PUT, body: "x"', 'PUT', { text: 'x' }],
    ['body: ""', 'POST', { text: '' }],
    ['json: {a: [1, null, "010"]}', 'POST', { json: { a: [1, null, '010'] } }],
    ['json: null', 'POST', { json: null }],
    ['json: false', 'POST', { json: false }],
    [
      'form: {a: 1, b: [x, true]}',
      'POST',
      {
        form: [
          ['a', '1'],
          ['b', 'x'],
          ['b', 'true'],
        ],
      },
    ],
    ['method: PURGE', 'PURGE', null],
  ])('of {%s} is a %s', (settings, method, body) => {
    expect(httpOf(settings).target).toMatchObject({ method, body });
  });

  it.each([
    ['follow: true', 10],
    ['follow: false', 0],
    ['follow: 0', 0],
    ['follow: 50', 50],
    ['method: GET', 0],
  ])('with {%s} follows %d redirects', (settings, follow) => {
    expect(httpOf(settings).target.follow).toBe(follow);
  });

  it('keeps what looks like a number but is none in JSON as it was written', () => {
    expect(
      httpOf('query: {zip: 010, hex: 0x1F, long: 1_000, plus: +1, yes: yes, True: True, date: 2026-01-31}').target
        .query,
    ).toEqual([
      ['zip', '010'],
      ['hex', '0x1F'],
      ['long', '1_000'],
      ['plus', '+1'],
      ['yes', 'yes'],
      ['True', 'True'],
      ['date', '2026-01-31'],
    ]);
  });

  it.each([
    ['__proto__: {checks: []}\nchecks: [{name: a, tcp: {host: x, port: 1}}]', '1:1 __proto__ is not a setting'],
    ['checks: [{name: a, tcp: {host: x, port: 1, __proto__: {}}}]', '1:44 checks[0].tcp.__proto__ is not a setting'],
    [
      'checks: [{name: a, http: {url: "http://x/", query: {__proto__: x}}}]',
      '1:53 checks[0].http.query.__proto__ is a name',
    ],
    [
      'defaults: {headers: {__proto__: {}}}\nchecks: [{name: a, tcp: {host: x, port: 1}}]',
      '1:22 defaults.headers.__proto__',
    ],
  ])('is not fooled by __proto__: %s', (text, fault) => {
    expect(faultsOf(text)).toEqual([expect.stringContaining(`checks.yaml:${fault}`)]);
  });
});

describe('an expectation', () => {
  it.each([
    ['200', [[200, 200]]],
    ['"204"', [[204, 204]]],
    ['2xx', [[200, 299]]],
    ['200-299', [[200, 299]]],
    [
      '[200, 3xx, 404-410]',
      [
        [200, 200],
        [300, 399],
        [404, 410],
      ],
    ],
  ])('of status %s is the ranges of it', (status, ranges) => {
    expect(httpOf('', `{status: ${status}}`).expect.status).toEqual(ranges);
  });

  it('of every status is sound beside another expectation', () => {
    expect(httpOf('', '{status: 100-599, keyword: ok}').expect).toMatchObject({ status: [[100, 599]], keyword: 'ok' });
  });

  it('carries text, latency and headers', () => {
    expect(httpOf('', '{keyword: 注文, absent: エラー, latency: 1.5s, header: {X-Count: 3}}').expect).toMatchObject({
      keyword: '注文',
      absent: 'エラー',
      latencyMs: 1500,
      headers: [['X-Count', '3']],
    });
  });
});
