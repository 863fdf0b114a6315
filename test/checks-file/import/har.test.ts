import { describe, expect, it } from 'vitest';
import { fixture, imported } from './imported.ts';

function har(...entries: readonly object[]) {
  return { log: { version: '1.2', entries } };
}

function call(request: object, response: object = { status: 200, content: {} }) {
  return { request: { method: 'GET', url: 'https://h.example/', headers: [], ...request }, response };
}

describe('a HAR file', () => {
  const read = imported(fixture('shop.har'));

  it('becomes a check for each request that is not an asset', () => {
    expect(read.yaml).toBe(fixture('shop.yaml'));
  });

  it('leaves out what no check can be, with the reason', () => {
    expect(read.left).toEqual([
      'log.entries[6]: the same request as log.entries[5], answered 401 in place of 200; the first is kept',
      'log.entries[9]: the body is not UTF-8 text; save it to a file and name it as bodyFile',
      'log.entries[11]: a WebSocket; a check sends one request and reads one response',
      'log.entries[13]: was answered 503 when it was recorded, which no check should want',
      'log.entries[15]: is no HAR entry: request.url is missing or of a wrong type',
    ]);
  });

  it('counts what is skipped, and names the headers that are left out once', () => {
    expect(read.notes).toEqual([
      '2 static assets skipped (images, fonts, styles, scripts)',
      '1 CORS preflight skipped',
      '1 request skipped that went to no server (data:, blob:, extensions)',
      '1 request to other sites skipped (ads.example.net); --host HOST takes those of a host',
      '2 repeated requests merged',
      'headers of the browser left out: :authority, :method, accept-encoding, content-length, if-none-match, sec-ch-ua, sec-fetch-mode, user-agent',
      '3 checks send POST or the like on every run; make sure that they may',
    ]);
  });

  it('says which variable stands for which credential', () => {
    expect(read.wanted).toEqual([
      { name: 'SHOP_EXAMPLE_COM_COOKIE', place: 'header cookie of shop.example.com' },
      { name: 'API_EXAMPLE_COM_API_KEY', place: 'query parameter api_key of api.example.com' },
      { name: 'API_EXAMPLE_COM_AUTHORIZATION', place: 'header authorization of api.example.com' },
      { name: 'API_EXAMPLE_COM_CARD_TOKEN', place: 'JSON key cardToken of api.example.com' },
      { name: 'API_EXAMPLE_COM_PASSWORD', place: 'form field password of api.example.com' },
    ]);
  });

  it('keeps credentials only where that is asked for', () => {
    const secrets = ['s3cr3t-session', 'k-12345678', 'eyJhbGciOi.payload.sig', 'tok_1', 'hunter2'];
    const kept = imported(fixture('shop.har'), { keepSecrets: true });

    expect(secrets.filter((secret) => read.yaml.includes(secret))).toEqual([]);
    expect(secrets.filter((secret) => !kept.yaml.includes(secret))).toEqual([]);
    expect(kept.wanted).toEqual([]);
  });

  it('gives two credentials of one place two variables', () => {
    const token = (value: string, url: string) => call({ url, headers: [{ name: 'X-Token', value }] });
    const { entries } = imported(
      har(
        token('one', 'https://h.example/a'),
        token('two', 'https://h.example/b'),
        token('one', 'https://h.example/c'),
      ),
    );

    expect(entries.map((entry) => entry['http'])).toEqual([
      { url: 'https://h.example/a', headers: { 'x-token': '${env:H_EXAMPLE_X_TOKEN}' } },
      { url: 'https://h.example/b', headers: { 'x-token': '${env:H_EXAMPLE_X_TOKEN_2}' } },
      { url: 'https://h.example/c', headers: { 'x-token': '${env:H_EXAMPLE_X_TOKEN}' } },
    ]);
  });

  it.each([
    { text: '{"a": 1.10}', body: '{"a": 1.10}' },
    { text: '{"id": 12345678901234567890}', body: '{"id": 12345678901234567890}' },
    { text: '{"a": 1, "a": 2}', body: '{"a": 1, "a": 2}' },
    { text: '{"a": ', body: '{"a": ' },
    { text: '['.repeat(5_000), body: '['.repeat(5_000) },
  ])('sends a JSON body as text where its value would change: $text.length characters', ({ text, body }) => {
    const { entries } = imported(har(call({ method: 'POST', postData: { mimeType: 'application/json', text } })));

    expect(entries[0]?.['http']).toEqual({
      url: 'https://h.example/',
      headers: { 'content-type': 'application/json' },
      body,
    });
  });

  it('sends a form as text where a map would change its order', () => {
    const postData = { mimeType: 'application/x-www-form-urlencoded', text: 'a=1&b=2&a=3' };

    expect(imported(har(call({ method: 'POST', postData }))).entries[0]?.['http']).toEqual({
      url: 'https://h.example/',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'a=1&b=2&a=3',
    });
  });

  it('keeps the request of which one header cannot be sent', () => {
    const headers = [
      { name: 'x-odd', value: 'a\u3000b' },
      { name: 'x-fine', value: '1' },
    ];
    const { entries, left } = imported(har(call({ headers })));

    expect(entries[0]?.['http']).toEqual({ url: 'https://h.example/', headers: { 'x-fine': '1' } });
    expect(left).toEqual(['log.entries[0]: the header "x-odd" cannot be sent; it is left out']);
  });

  describe('of a page', () => {
    const recorded = {
      log: {
        pages: [{ title: 'https://www.shop.co.uk/start' }],
        entries: ['www.shop.co.uk', 'api.shop.co.uk', 'other.co.uk', 'shop.co.uk.evil.example', 'ads.example.net'].map(
          (host) => call({ url: `https://${host}/x` }),
        ),
      },
    };
    const hostsOf = (hosts: readonly string[]) =>
      imported(recorded, { hosts }).entries.map(({ http }) => new URL((http as { url: string }).url).host);

    it('gives the requests to its own site, and counts the others', () => {
      expect(hostsOf([])).toEqual(['www.shop.co.uk', 'api.shop.co.uk']);
      expect(imported(recorded).notes).toEqual([
        '3 requests to other sites skipped (other.co.uk, shop.co.uk.evil.example, ads.example.net); --host HOST takes those of a host',
      ]);
    });

    it('gives those of the hosts that are asked for instead', () => {
      expect(hostsOf(['example.net', 'other.co.uk'])).toEqual(['other.co.uk', 'ads.example.net']);
    });
  });

  it('reads its entries only, whatever else is in it', () => {
    const text =
      '{"log": {"entries": [{"__proto__": {"request": {}}, "constructor": 1}]}, "__proto__": {"polluted": 1}}';

    expect(imported(text).left).toEqual(['log.entries[0]: is no HAR entry: request is missing or of a wrong type']);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });

  it('leaves out a request that a checks file does not take', () => {
    const { entries, left } = imported(
      har(
        call({ headers: [{ name: 'bad name', value: 'x' }] }),
        call({ method: 'CONNECT' }),
        call({ url: `https://h.example/${'a'.repeat(5_000)}` }),
        call({
          url: 'https://h.example/big',
          method: 'PUT',
          postData: { mimeType: 'text/plain', text: 'x'.repeat(40_000) },
        }),
      ),
    );

    expect(entries.map(({ http }) => http)).toEqual([{ url: 'https://h.example/' }]);
    expect(left).toEqual([
      'log.entries[0]: the header "bad name" cannot be sent; it is left out',
      expect.stringMatching(
        /^log\.entries\[1\]: http\.method is "CONNECT"|^log\.entries\[1\]: http\.method write another/,
      ),
      expect.stringMatching(/^log\.entries\[2\]: http\.url .*at most 4096 characters/),
      expect.stringMatching(/^log\.entries\[3\]: takes .*32KiB or less$/),
    ]);
  });

  it('reads 20,000 requests within seconds', () => {
    const entries = Array.from({ length: 20_000 }, (_, id) => call({ url: `https://h.example/items?id=${id % 500}` }));

    expect(imported(har(...entries)).entries).toHaveLength(500);
  });
});
