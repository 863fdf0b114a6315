import { describe, expect, it } from 'vitest';
import type { HttpRequest } from '#kinds/http/check.ts';
import { runHttp } from '../../checks.ts';
import { httpServer } from '../../servers.ts';

type Sent = { readonly line: string; readonly headers: readonly string[]; readonly body: string };

/** What a server receives for this request. */
async function sent(http: Partial<HttpRequest>, path = '/'): Promise<Sent> {
  let received: Sent | null = null;
  const url = await httpServer(async (request, response) => {
    const body = (await request.setEncoding('utf8').toArray()).join('');
    received = { line: `${request.method} ${request.url}`, headers: request.rawHeaders, body };
    response.end();
  });
  const { reason } = await runHttp(url + path, { http });
  if (received === null) throw new Error(`nothing was received: ${reason?.message}`);
  return received;
}

const without = (headers: readonly string[], first: number): string[] => headers.slice(first);

describe('the request', () => {
  it('says who asks, and that it comes alone', async () => {
    const { line, headers } = await sent({});
    expect(line).toBe('GET /');
    expect(without(headers, 2)).toEqual(['User-Agent', 'rollcall/0.1.0', 'Accept', '*/*', 'Connection', 'close']);
  });

  it('carries headers as given: order, case and duplicates', async () => {
    const headers = [
      ['X-B', '1'],
      ['x-a', '2'],
      ['X-B', '3'],
      ['USER-AGENT', 'me'],
      ['accept', 'text/plain'],
      ['hOST', 'virtual.example'],
    ] as const;
    expect((await sent({ headers })).headers).toEqual([...headers.flat(), 'Connection', 'close']);
  });

  it('carries a header beyond ASCII as its UTF-8 bytes', async () => {
    const { headers } = await sent({ headers: [['X-Name', '注文']] });
    const value = headers[headers.indexOf('X-Name') + 1] ?? '';
    expect(Buffer.from(value, 'latin1').toString()).toBe('注文');
  });

  it.each<[what: string, body: HttpRequest['body'], type: string | undefined, bytes: string]>([
    ['json', { json: { a: ['é', 1] } }, 'application/json', '{"a":["é",1]}'],
    [
      'form',
      {
        form: [
          ['a b', '1&2'],
          ['c', 'é'],
        ],
      },
      'application/x-www-form-urlencoded',
      'a+b=1%262&c=%C3%A9',
    ],
    ['text', { text: 'héllo' }, 'text/plain; charset=utf-8', 'héllo'],
    ['empty text', { text: '' }, 'text/plain; charset=utf-8', ''],
    ['no', null, undefined, ''],
  ])('has a %s body with its type and length', async (_, body, type, bytes) => {
    const got = await sent({ method: 'POST', body });
    const value = (name: string): string | undefined => got.headers[got.headers.indexOf(name) + 1];
    expect(got.body).toBe(bytes);
    expect(got.headers.includes('Content-Type') ? value('Content-Type') : undefined).toBe(type);
    expect(value('Content-Length')).toBe(String(Buffer.byteLength(bytes)));
    expect(got.headers).not.toContain('Transfer-Encoding');
  });

  it('leaves a given content-type alone', async () => {
    const { headers } = await sent({
      method: 'POST',
      body: { json: 1 },
      headers: [['content-type', 'application/vnd.a+json']],
    });
    expect(headers.filter((name) => name.toLowerCase() === 'content-type')).toEqual(['content-type']);
  });

  it.each(['GET', 'DELETE', 'PATCH', 'PROPFIND'])('may have a body with %s', async (method) => {
    expect(await sent({ method, body: { text: 'hi' } })).toMatchObject({ line: `${method} /`, body: 'hi' });
  });

  it('adds its query to what the url has, and leaves that as it is written', async () => {
    const query = [
      ['q', 'a b&c'],
      ['é', ''],
    ] as const;
    expect((await sent({ query }, '/p?x=1+2%7e')).line).toBe('GET /p?x=1+2%7e&q=a%20b%26c&%C3%A9=');
    expect((await sent({ query: [['q', '1']] }, '/p#part')).line).toBe('GET /p?q=1');
  });

  it('asks HEAD without waiting for a body', async () => {
    const url = await httpServer((_, response) => response.setHeader('content-length', '99').end());
    expect((await runHttp(url, { http: { method: 'HEAD' } })).outcome).toBe('OK');
  });
});

describe('a request that cannot be sent', () => {
  it.each<[what: string, url: string, http: Partial<HttpRequest>, message: string]>([
    [
      'header injection',
      'http://h/',
      { headers: [['X-A', 'b\r\nX-C: d']] },
      'value of header X-A has a control character; take it out',
    ],
    [
      'a header name with a space',
      'http://h/',
      { headers: [['X A', 'b']] },
      'header name is "X A", wanted letters, digits and hyphens',
    ],
    ['a method with a line end', 'http://h/', { method: 'GET\r\n' }, 'method is "GET␍␊", wanted letters as in GET'],
    ['another scheme', 'file:///etc/passwd', {}, 'url is "file:///etc/passwd", wanted http:// or https://'],
    ['no url', '/api', {}, 'url is "/api", wanted http:// or https://'],
    [
      'a part whose type would begin a header',
      'http://h/',
      { body: { multipart: [{ name: 'a', content: { text: '' }, type: 'text/plain\r\nX-A: b' }] } },
      'type of part "a" has a control character; take it out',
    ],
    [
      'a token that would begin a header',
      'http://h/',
      { auth: { scheme: 'bearer', token: 'a\r\nX-A: b' } },
      'token in http.auth has a control character; take it out',
    ],
    [
      'a user that would begin a header',
      'http://h/',
      { auth: { scheme: 'digest', user: 'a\r\nX-A: b', password: '' } },
      'user in http.auth has a control character; take it out',
    ],
    [
      'a proxy that is none',
      'http://h/',
      { proxy: 'socks5://p:1' },
      'http.proxy is "socks5://"…, wanted http:// or https://',
    ],
  ])('is a setting at fault: %s', async (_, url, http, message) => {
    const { outcome, reason } = await runHttp(url, { http });
    expect({ outcome, reason }).toEqual({ outcome: 'NG', reason: { code: 'config', message } });
  });
});
