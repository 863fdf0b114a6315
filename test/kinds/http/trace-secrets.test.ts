import { describe, expect, it, vi } from 'vitest';
import type { HttpRequest } from '#kinds/http/check.ts';
import { SYSTEM_EFFECTS } from '#kinds/probing/effects.ts';
import { leaksIn, SECRET } from '../../contract/echo-target.ts';
import { proxyServer } from '../proxies.ts';
import { httpServer } from '../servers.ts';
import { tracedHttp } from '../traced.ts';

/** Where a request can hold a secret: as a literal, and as what a reference stands for. */
const PLACES: Readonly<Record<string, (secret: string) => Partial<HttpRequest>>> = {
  'a header': (secret) => ({ headers: [['X-Api-Key', secret]] }),
  'a bearer header': (secret) => ({ headers: [['Authorization', `Bearer ${secret}`]] }),
  'a cookie': (secret) => ({ headers: [['Cookie', `a=b; session=${secret.replaceAll('"', '')}`]] }),
  'a query parameter': (secret) => ({ query: [['access_token', secret]] }),
  'a form field': (secret) => ({ method: 'POST', body: { form: [['password', secret]] } }),
  'a JSON key': (secret) => ({ method: 'POST', body: { json: { a: [{ clientSecret: secret }] } } }),
  'a part of a form': (secret) => ({
    method: 'POST',
    body: { multipart: [{ name: 'password', content: { text: secret } }] },
  }),
  'an XML element': (secret) => ({ method: 'POST', body: { text: `<a><password>${secret}</password></a>` } }),
  'a basic password': (password) => ({ auth: { scheme: 'basic', user: 'me', password } }),
  'a digest password': (password) => ({ auth: { scheme: 'digest', user: 'me', password } }),
  'a bearer token': (token) => ({ auth: { scheme: 'bearer', token } }),
  'a secret key': (secretAccessKey) => ({
    auth: {
      scheme: 'sigv4',
      service: 'execute-api',
      region: 'eu-west-1',
      keys: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey, sessionToken: secretAccessKey },
    },
  }),
};

/** Says back what it was sent, in its status line, headers and body, in several writings. */
const echo: Parameters<typeof httpServer>[0] = async (request, response) => {
  const body = Buffer.concat(await request.toArray()).toString();
  const sent = `${request.url} ${JSON.stringify(request.headers)} ${body}`;
  const writings = [sent, encodeURIComponent(sent), Buffer.from(sent).toString('base64'), JSON.stringify(sent)];
  response.writeHead(500, { 'x-sent': writings[1] ?? '', 'x-coded': writings[2] ?? '' }).end(writings.join('\n'));
};

describe.each(Object.entries(PLACES))('a secret in %s', (_, place) => {
  it('as a literal is nowhere in a trace, though the target says it back', async () => {
    const { trace } = await tracedHttp(`${await httpServer(echo)}/path`, { http: place(SECRET) });

    expect(trace.verdict?.status).toBe(500);
    expect(leaksIn(JSON.stringify(trace))).toEqual([]);
  });

  it('as what a reference stands for is nowhere in a trace, though the target says it back', async () => {
    const effects = { readReference: async () => SECRET };
    const url = await httpServer(echo);
    const { trace } = await tracedHttp(`${url}/path`, { http: place('${env:KEY}') }, effects);

    expect(trace.verdict?.status).toBe(500);
    expect(leaksIn(JSON.stringify(trace))).toEqual([]);
  });
});

it('a reference that stands where no name gives it away is nowhere in a trace', async () => {
  const effects = { readReference: async () => SECRET };
  const { trace } = await tracedHttp(
    `${await httpServer(echo)}/`,
    {
      http: {
        method: 'POST',
        headers: [['X-Note', '${env:KEY}']],
        query: [['q', '${env:KEY}']],
        body: { text: 'so: ${env:KEY}' },
      },
      expect: { keyword: 'x', headers: [['x-sent', 'x']] },
    },
    effects,
  );

  expect(leaksIn(JSON.stringify(trace))).toEqual([]);
  expect(JSON.stringify(trace)).toContain('***');
});

it('a token that was made on the way, and what it was made from, are nowhere in a trace', async () => {
  const url = await httpServer(async (request, response) => {
    if (request.url === '/token') return response.end(JSON.stringify({ access_token: 'made-on-the-way-7f3a' }));
    return echo(request, response);
  });
  for (const secretIn of ['header', 'body'] as const) {
    const { trace } = await tracedHttp(`${url}/${secretIn}`, {
      http: {
        auth: {
          scheme: 'oauth2',
          tokenUrl: `${url}/token`,
          clientId: 'me',
          clientSecret: SECRET,
          scopes: [],
          secretIn,
        },
      },
    });
    const text = JSON.stringify(trace);

    expect(text).toContain('POST /token');
    expect(text).toContain(`GET /${secretIn}`);
    expect([...leaksIn(text), ...leaksIn(text.replaceAll('made-on-the-way-7f3a', SECRET))]).toEqual([]);
  }
});

it('what a target makes up to be known by is nowhere in a trace: cookies, tokens in redirects, passwords in links', async () => {
  const url = await httpServer((request, response) => {
    if (request.url !== '/') return void echo(request, response);
    const location = `http://me:${encodeURIComponent(SECRET)}@${request.headers.host}/next?access_token=${encodeURIComponent(SECRET)}`;
    return void response.writeHead(302, { location, 'set-cookie': `sid=${encodeURIComponent(SECRET)}; Path=/` }).end();
  });
  const { trace, text, early } = await tracedHttp(`${url}/`, { http: { follow: 1, cookies: true } });

  expect(text).toContain('redirect 1');
  expect(leaksIn(text)).toEqual([]);
  expect(leaksIn(JSON.stringify(trace.expectations))).toEqual([]);
  expect(leaksIn(JSON.stringify(early))).toEqual([]);
});

it('what becomes a secret by a later answer is not told of an earlier one while the attempt goes on', async () => {
  const url = await httpServer((request, response) => {
    if (request.url !== '/') return void response.end();
    const location = `http://me:${encodeURIComponent(SECRET)}@${request.headers.host}/next`;
    return void response.writeHead(302, { location, 'x-odd': encodeURIComponent(SECRET) }).end();
  });
  const { trace, early } = await tracedHttp(`${url}/`, { http: { follow: 1 } });
  const told = early.map(({ mark, text }) => [mark, text !== null]);

  expect(trace.verdict?.outcome).toBe('OK');
  expect(told.slice(0, 4)).toEqual([
    ['*', true],
    ['*', true],
    ['>', true],
    ['<', false],
  ]);
  expect(told.slice(3).some(([, isTold]) => isTold)).toBe(false);
  expect(leaksIn(JSON.stringify(early))).toEqual([]);
});

it('a proxy’s password is nowhere in a trace', async () => {
  const proxy = await proxyServer({ login: `me:${SECRET}` });
  const http = { proxy: proxy.url.replace('//', `//me:${encodeURIComponent(SECRET)}@`), allowPrivate: true as const };
  const { trace } = await tracedHttp('http://127.0.0.1:1/', { http });

  expect(trace.verdict?.outcome).toBe('OK');
  expect(leaksIn(JSON.stringify(trace))).toEqual([]);
});

it('a secret over the end of what is shown of a body is not shown in half', async () => {
  for (const length of [1010, 1023, 8180]) {
    const url = await httpServer((request, response) =>
      response.end(`${'x'.repeat(length)}${request.headers['x-api-key']}`),
    );
    const { trace } = await tracedHttp(url, { http: { headers: [['X-Api-Key', SECRET]] } });

    expect(trace.said?.text.length).toBeLessThan(1100);
    expect(leaksIn(trace.said?.text ?? '')).toEqual([]);
    expect(trace.said?.text).not.toMatch(/Tr0/);
  }
});

it('the keys of the role are nowhere in a trace', async () => {
  const keys = {
    AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
    AWS_SECRET_ACCESS_KEY: SECRET,
    AWS_SESSION_TOKEN: `${SECRET}-session`,
  };
  for (const [name, value] of Object.entries(keys)) vi.stubEnv(name, value);
  const http: Partial<HttpRequest> = { auth: { scheme: 'sigv4', service: 's3', region: 'eu-west-1' } };
  const { trace } = await tracedHttp(await httpServer(echo), { http }, SYSTEM_EFFECTS);
  vi.unstubAllEnvs();

  expect(trace.verdict?.status).toBe(500);
  expect(leaksIn(JSON.stringify(trace))).toEqual([]);
});
