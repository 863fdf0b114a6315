import { describe, expect, it } from 'vitest';
import { byName, fixture, imported } from './imported.ts';

describe('a compose file', () => {
  const text = fixture('compose.yaml');

  it('becomes a check for each health check by curl or wget, at the port that is published', () => {
    expect(byName(text)).toEqual({
      web: { curl: 'curl -f http://localhost:8080/health', every: '2m', failureThreshold: 3 },
      api: { curl: 'curl -fsS -H "X-Token: ${env:API_TOKEN}" http://127.0.0.1:9000/ready' },
      docs: { curl: 'curl -fL -I http://localhost:80/' },
    });
  });

  it('is asked at --base-url where that is given', () => {
    const { entries } = imported(text, { baseUrl: 'https://shop.example.com/' });
    expect(entries[0]?.['curl']).toBe('curl -f https://shop.example.com/health');
  });

  it('tells of what it leaves out', () => {
    const { left, notes } = imported(text);
    expect(left).toEqual([
      'services.db: its health check runs neither curl nor wget',
      'services.off: its health check is switched off',
    ]);
    expect(notes).toEqual(['1 of 6 services have no health check']);
  });
});

describe('a Hurl file', () => {
  const text = fixture('shop.hurl');

  it('becomes a check for each entry', () => {
    const variables = new Map([['id', '7']]);
    expect(imported(text, { unsafe: true, variables }).entries).toEqual([
      {
        name: 'GET /items/7',
        http: {
          url: 'https://shop.example.com/items/7',
          headers: { 'x-api-key': '${env:key}', accept: 'application/json', cookie: '${env:SHOP_EXAMPLE_COM_COOKIE}' },
          query: { q: 'a b', page: '1' },
          auth: { basic: { user: 'ann', password: '${env:SHOP_EXAMPLE_COM_BASIC_PASSWORD}' } },
          tls: { insecure: true },
          timeout: '5s',
          follow: true,
          method: 'GET',
        },
        expect: {
          status: 200,
          header: { 'content-type': 'application/json', 'x-kind': { matches: 'x\\.y' } },
          json: [
            { path: '$.state', equals: 'open' },
            { path: '$.items', count: { greater: 1 } },
            { path: '$.error', exists: false },
            { path: '$.name', matches: '^a.c$' },
          ],
          keyword: 'ready',
          latency: '800ms',
          certificate: { days: 14 },
        },
      },
      {
        name: 'POST /orders',
        http: {
          url: 'https://shop.example.com/orders',
          headers: { 'content-type': 'application/json' },
          json: { name: 'x # y', tags: [1, 2] },
          method: 'POST',
        },
        expect: { status: 201 },
      },
      {
        name: 'POST /form',
        http: { url: 'https://shop.example.com/form', form: { a: ['1', '2'] }, method: 'POST' },
        expect: { status: 302 },
      },
      {
        name: 'PUT /text',
        http: { url: 'https://shop.example.com/text', body: 'line 1\n  line 2\n', method: 'PUT' },
        expect: { status: 204 },
      },
    ]);
  });

  it('tells of what it leaves out', () => {
    expect(imported(text).left).toEqual([
      'line 2: the assert "xpath \\"//a\\" count == 1" has no setting that stands for it',
      ...[32, 40, 48].map((line) => `line ${line}: may change something on every run; --unsafe carries it over`),
      'line 56: needs token, which the request of line 2 captures; a check is one request, and --flow makes one check of all',
    ]);
  });
});

describe('a list of URLs', () => {
  it('becomes a check for each', () => {
    expect(
      imported('# ours\nhttps://a.example/x?y={{1}} # first\n\nhttp://b.example\r\ndb.example:5432\n').entries,
    ).toEqual([
      { name: 'GET a.example/x', http: { url: 'https://a.example/x?y={{{{1}}' } },
      { name: 'GET b.example/', http: { url: 'http://b.example' } },
      { name: 'db.example:5432', tcp: { host: 'db.example', port: 5432 } },
    ]);
  });

  it('tells of other lines where it is said to be one', () => {
    expect(imported('https://a.example/\nfoo bar', { from: 'urls' }).left).toEqual([
      'line 2: is no URL, and no host:port',
    ]);
  });
});
