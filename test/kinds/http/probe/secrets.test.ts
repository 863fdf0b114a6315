import type { IncomingMessage, ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import type { Verdict } from '#core/verdict/verdict.ts';
import type { HttpRequest } from '#kinds/http/check.ts';
import { type ReadReference, referenceReader } from '#kinds/probing/secrets/reference-reader.ts';
import { type HttpOverrides, runHttp, runTcp, tcpCheck } from '../../checks.ts';
import { httpServer, rawServer } from '../../servers.ts';

const SECRET = 'Tr0ub4dor&3/correct+horse';
const WRITINGS = [
  SECRET,
  encodeURIComponent(SECRET),
  Buffer.from(SECRET).toString('base64'),
  Buffer.from(SECRET).toString('base64url'),
  Buffer.from(`user:${SECRET}`).toString('base64'),
  JSON.stringify(SECRET),
  'correct+horse',
  SECRET.slice(0, 5),
];

const env = { KEY: SECRET, LINES: 'a\r\nX-Injected: 1', HOST: '127.0.0.1' };
const readReference = referenceReader({ env, now: () => 0 });
const run = (url: string, overrides: HttpOverrides) => runHttp(url, overrides, { readReference });

type Echo = (request: IncomingMessage, body: string, response: ServerResponse) => void;

/** A server that says back what it was sent, in its own way. */
function echo(say: Echo): Promise<string> {
  return httpServer(async (request, response) => {
    const body = (await request.setEncoding('utf8').toArray()).join('');
    say(request, body, response);
  });
}

function expectNoSecret(verdict: Verdict): void {
  for (const writing of WRITINGS) expect(JSON.stringify(verdict)).not.toContain(writing);
}

describe('a reference', () => {
  it('is replaced wherever it stands, before anything is encoded', async () => {
    let received = '';
    const url = await echo((request, body, response) => {
      received = `${request.url} ${request.headers['x-key']} ${body}`;
      response.end();
    });
    const send = async (path: string, http: Partial<HttpRequest>) => {
      expect((await run(url + path, { http })).reason).toBeNull();
      return received;
    };
    const coded = encodeURIComponent(SECRET);
    expect(await send('/?k=${env:KEY}', { query: [['q', '${env:KEY}']] })).toContain(`/?k=${coded}&q=${coded} `);
    expect(await send('/', { headers: [['X-Key', 'k ${env:KEY}']] })).toContain(` k ${SECRET} `);
    expect(await send('/', { method: 'POST', body: { json: { a: ['"${env:KEY}"'] } } })).toContain(
      JSON.stringify({ a: [`"${SECRET}"`] }),
    );
    expect(await send('/', { method: 'POST', body: { form: [['a', '${env:KEY}']] } })).toContain(
      new URLSearchParams({ a: SECRET }).toString(),
    );
    expect(await send('/', { method: 'POST', body: { text: '$${env:KEY} {{{{now}}' } })).toContain(
      '${env:KEY} {{now}}',
    );
  });

  it('may be the beginning of the url, and the host of a tcp check', async () => {
    const url = await echo((_request, _body, response) => response.end('ok'));
    const reader = referenceReader({ env: { BASE: url }, now: () => 0 });
    expect((await runHttp('${env:BASE}/health', {}, { readReference: reader })).outcome).toBe('OK');
    const bare = referenceReader({ env: { HOST: new URL(url).host }, now: () => 0 });
    expect((await runHttp('${env:HOST}/health', {}, { readReference: bare })).outcome, 'no scheme, as curl').toBe('OK');
    const { port } = new URL(url);
    const verdict = await runTcp(tcpCheck({ host: '${env:HOST}', port: Number(port) }), { readReference });
    expect(verdict.outcome).toBe('OK');
  });

  it.each([
    ['${env:MISSING}', 'environment variable MISSING is not set'],
    [
      '${env:MISSING} ${env:GONE}',
      'environment variable MISSING is not set; also environment variable GONE is not set',
    ],
    ['${env:LINES}', 'value of header X-Key has a control character; take it out'],
  ])('%s fails as a setting, and nothing is sent', async (text, message) => {
    let asked = 0;
    const url = await echo((_request, _body, response) => {
      asked += 1;
      response.end();
    });
    const { reason } = await run(url, { http: { headers: [['X-Key', text]] } });
    expect(reason).toEqual({ code: 'config', message });
    expect(asked).toBe(0);
  });

  it('that is not read in time fails within the deadline of the check', async () => {
    const never: ReadReference = () => new Promise(() => undefined);
    const { reason } = await runHttp(
      'http://127.0.0.1:9/',
      { http: { headers: [['X-Key', '${ssm:/k}']] }, timeoutMs: 50 },
      { readReference: never },
    );
    expect(reason).toEqual({ code: 'config', message: '${ssm:/k} was not read within 0.05s' });
  });

  it('leaves the request the time that its look-up did not take', async () => {
    const url = await echo(() => undefined);
    let time = 0;
    const late: ReadReference = async () => {
      time += 4_930;
      return SECRET;
    };
    const http = { headers: [['X-Key', '${ssm:/k}']] } as const;
    const { reason } = await runHttp(url, { http, connectTimeoutMs: 5_000 }, { readReference: late, now: () => time });
    expect(reason).toEqual({ code: 'timeout', message: 'no answer within 100ms (waiting for the first byte)' });
  });
});

describe('a template', () => {
  it('is new in each attempt, and the same in all places of one', async () => {
    const seen: string[] = [];
    const url = await echo((request, body, response) => {
      seen.push(`${request.headers['x-id']} ${body}`);
      response.end();
    });
    const http = {
      method: 'POST',
      headers: [['X-Id', '{{uuid}}']],
      body: { text: '{{uuid}} {{now}} {{timestamp}}' },
    } as const;
    const date = () => new Date('2026-01-31T09:05:00.500Z');
    await runHttp(url, { http }, { date });
    await runHttp(url, { http }, { date });
    for (const line of seen) {
      expect(line).toMatch(/^([\da-f-]{36}) \1 2026-01-31T09:05:00\.500Z 1769850300$/);
    }
    expect(new Set(seen).size).toBe(2);
  });
});

const HEADERS = [
  ['X-Key', '${env:KEY}'],
  ['Authorization', 'Bearer ${env:KEY}'],
] as const;
const LITERAL = [
  ['X-Api-Key', SECRET],
  ['Authorization', `Basic ${Buffer.from(`user:${SECRET}`).toString('base64')}`],
] as const;

describe('a secret that the target says back', () => {
  const echoes: Record<string, Echo> = {
    'in the body': (_request, _body, response) => response.writeHead(500).end(`you sent ${SECRET} here`),
    'in every writing': (_request, _body, response) => response.writeHead(500).end(WRITINGS.slice(0, 6).join(' ')),
    'behind much else': (_request, _body, response) => response.writeHead(500).end(`${'x'.repeat(290)}${SECRET}`),
    'behind much space': (_request, _body, response) => response.writeHead(500).end(`${' '.repeat(4085)}${SECRET}`),
    'in a header': (_request, _body, response) => response.writeHead(200, { 'x-wanted': `${SECRET} ${SECRET}` }).end(),
    'at the end of a long header': (_request, _body, response) =>
      response.writeHead(200, { 'x-wanted': `${'x'.repeat(80)}${SECRET}` }).end(),
    'in where it redirects to': (_request, _body, response) =>
      response.writeHead(302, { location: `ftp://${encodeURIComponent(SECRET)}/${SECRET}` }).end(),
    'as the host it redirects to': (_request, _body, response) =>
      response.writeHead(302, { location: `http://user:${encodeURIComponent(SECRET)}@127.0.0.1:1/` }).end(),
  };
  const expected = { headers: [['x-wanted', 'yes']] } as const;

  it.each(Object.entries(echoes))('%s is not in the verdict', async (_, say) => {
    const url = await echo(say);
    for (const headers of [HEADERS, LITERAL]) {
      const verdict = await run(url, { http: { headers, follow: 3 }, expect: expected });
      expect(verdict.outcome).toBe('NG');
      expectNoSecret(verdict);
    }
  });

  it('in place of a status is not in the verdict', async () => {
    const url = await rawServer(`HTTP/1.1 ${SECRET}\r\n\r\n`);
    const verdict = await run(url, { http: { headers: HEADERS } });
    expect(verdict.reason?.code).toBe('protocol');
    expectNoSecret(verdict);
  });
});

describe('a secret where the words of a target are cut', () => {
  const LONG = Array.from({ length: 16 }, (_, i) => `${i}wz`).join('');
  const page = (type: string, body: string) => (words: string) =>
    `HTTP/1.1 200 OK\r\ncontent-type: ${type.replace('WORDS', words)}\r\n\r\n${body.replace('WORDS', words)}`;
  /** How many bytes are shown, what is sent, and what is asked for. */
  const ways: Record<string, [most: number, answer: (words: string) => string, overrides: HttpOverrides]> = {
    'in place of HTTP': [60, (words) => `${words}\r\n`, {}],
    'in place of a status': [60, (words) => `HTTP/1.1 ${words}\r\n\r\n`, {}],
    'in a header': [100, page('WORDS', ''), { expect: { headers: [['content-type', 'text/plain']] } }],
    'as a charset': [40, page('text/html; charset=WORDS', 'x'), { expect: { keyword: 'y' } }],
    'as the charset of a page': [40, page('text/html', '<meta charset="WORDS">'), { expect: { keyword: 'y' } }],
    'in what is no XML': [
      60,
      page('text/xml', '<a><WORDS></a>'),
      { expect: { more: { xml: [{ path: '/a', exists: true }] } } },
    ],
    'as a value': [
      100,
      page('application/json', '["WORDS"]'),
      { expect: { more: { json: [{ path: '$[0]', equals: 1 }] } } },
    ],
    'in an excerpt': [300, page('text/plain', 'WORDS'), { expect: { keyword: 'not there' } }],
    'behind the blanks of an excerpt': [
      4096,
      (words) => page('text/plain', 'WORDS')(words.replaceAll('x', ' ')),
      { expect: { keyword: 'not there' } },
    ],
  };
  const parts = Array.from({ length: LONG.length - 4 }, (_, i) => LONG.slice(i, i + 5));
  const around = (most: number) => [1, 6, 20, 35].map((before) => 'x'.repeat(most - before) + LONG + 'x'.repeat(200));
  const reader = referenceReader({ env: { KEY: LONG }, now: () => 0 });
  const headers = [['X-Key', '${env:KEY}']] as const;

  it.each(Object.entries(ways))('is not in the verdict: %s', async (_, [most, answer, overrides]) => {
    for (const words of around(most)) {
      const url = await rawServer(answer(words), true);
      const verdict = await runHttp(url, { http: { headers }, ...overrides }, { readReference: reader });
      expect(verdict.outcome).toBe('NG');
      for (const part of parts) expect(JSON.stringify(verdict)).not.toContain(part);
    }
  });

  it('is not in the verdict: in what a proxy says', async () => {
    for (const words of around(80)) {
      const proxy = await rawServer(`HTTP/1.1 502 ${words}\r\n\r\n`, true);
      const http = { headers, proxy };
      const verdict = await runHttp('https://api.example/', { http }, { readReference: reader });
      expect(verdict.reason?.message).toMatch(/^proxy 127\.0\.0\.1:\d+ answered 502 x+(?:\*\*\*|\*{0,2}…)/);
      for (const part of parts) expect(JSON.stringify(verdict)).not.toContain(part);
    }
  });
});

describe('an NG verdict', () => {
  it('holds the command that asks again, with references as they are written and literal credentials as ***', async () => {
    const url = await echo((_request, _body, response) => response.writeHead(503).end('down'));
    const { curl } = await run(`${url}/v1`, {
      http: { method: 'POST', headers: [...HEADERS, ['X-Token', 'literal']], body: { json: { a: 1 } } },
    });
    expect(curl).toBe(
      `curl -H 'X-Key: \${env:KEY}' -H 'Authorization: Bearer \${env:KEY}' -H 'X-Token: ***' -H 'Content-Type: application/json' --data-raw '{"a":1}' ${url}/v1`,
    );
  });

  it('cuts a long body in the command, not its url', async () => {
    const url = await echo((_request, _body, response) => response.writeHead(503).end());
    const { curl } = await run(url, { http: { method: 'POST', body: { json: { a: 'x'.repeat(5_000) } } } });
    expect(curl).toBe(
      `curl -H 'Content-Type: application/json' --data-raw '{"a":"${'x'.repeat(51)}…' ${url}/`.replace(/\/$/, ''),
    );
  });

  it('is the only one with a command', async () => {
    const url = await echo((_request, _body, response) => response.end('ok'));
    expect(await run(url, { http: { headers: HEADERS } })).not.toHaveProperty('curl');
  });
});

describe('what a checker throws', () => {
  it('holds no secret, in message, stack or cause, and keeps its name', async () => {
    const broken = Object.assign(new Error(`cannot use ${SECRET}`, { cause: SECRET }), {
      name: 'Broken',
      extra: SECRET,
    });
    const thrower = {
      lookup: () => {
        throw broken;
      },
    };
    for (const headers of [HEADERS, LITERAL]) {
      const thrown = await runHttp('http://name.example/', { http: { headers } }, { ...thrower, readReference }).catch(
        (error: unknown) => error,
      );
      expect(thrown).toBeInstanceOf(Error);
      const { name, message, stack, cause, ...rest } = thrown as Error;
      expect([name, message, cause, rest]).toEqual(['Broken', 'cannot use ***', undefined, {}]);
      expect(stack).not.toContain(SECRET);
    }
  });
});
