import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import type { Verdict } from '#core/verdict/verdict.ts';
import type { HttpAuth } from '#kinds/http/check.ts';
import type { CheckerEffects } from '#kinds/probing/effects.ts';
import { type HttpOverrides, runHttp } from '../../checks.ts';
import { httpServer, httpsServer, rawServer, tcpServer, tlsFixture } from '../../servers.ts';

type OAuth2 = Extract<HttpAuth, { scheme: 'oauth2' }>;
const CLIENT = { scheme: 'oauth2', clientId: 'me:1', clientSecret: 'hush hush%', scopes: [] } as const;

type Asked = { readonly authorization: string | undefined; readonly form: Record<string, string> };
type World = {
  readonly asked: Asked[];
  readonly used: (string | undefined)[];
  readonly run: (
    auth?: Partial<OAuth2>,
    effects?: Partial<CheckerEffects>,
    overrides?: HttpOverrides,
  ) => Promise<Verdict>;
};

/** A token server that hands out t1, t2, …, and an API that knows which of them are good. */
async function world(said: object = { expires_in: 3600 }, isGood = (_token: string) => true): Promise<World> {
  const asked: Asked[] = [];
  const used: (string | undefined)[] = [];
  const tokenUrl = await httpServer(async (request, response) => {
    const form = Object.fromEntries(new URLSearchParams(await textOf(request)));
    asked.push({ authorization: request.headers.authorization, form });
    response.end(JSON.stringify({ access_token: `t${asked.length}`, token_type: 'bearer', ...said }));
  });
  const url = await httpServer((request, response) => {
    used.push(request.headers.authorization);
    response.writeHead(isGood(request.headers.authorization?.slice(7) ?? '') ? 200 : 401).end();
  });
  return {
    asked,
    used,
    run: (auth = {}, effects = {}, overrides = {}) =>
      runHttp(url, { ...overrides, http: { auth: { ...CLIENT, tokenUrl, ...auth } } }, effects),
  };
}

async function textOf(request: IncomingMessage): Promise<string> {
  return Buffer.concat(await request.toArray()).toString();
}

describe('a token', () => {
  it('is asked for with the credentials of the client, and kept', async () => {
    const { asked, used, run } = await world();
    expect([(await run()).outcome, (await run()).outcome]).toEqual(['OK', 'OK']);
    const authorization = `Basic ${Buffer.from('me%3A1:hush+hush%25').toString('base64')}`;
    expect(asked).toEqual([{ authorization, form: { grant_type: 'client_credentials' } }]);
    expect(used).toEqual(['Bearer t1', 'Bearer t1']);
  });

  it('is asked for with scopes, audience and, when told so, the secret in the body', async () => {
    const { asked, run } = await world();
    await run({ scopes: ['a', 'b'], audience: 'https://api', secretIn: 'body' });
    expect(asked).toEqual([
      {
        authorization: undefined,
        form: {
          grant_type: 'client_credentials',
          scope: 'a b',
          audience: 'https://api',
          client_id: 'me:1',
          client_secret: 'hush hush%',
        },
      },
    ]);
  });

  it.each([
    ['behind a byte order mark', '\ufeff{"access_token":"t","token_type":"Bearer","expires_in":3600}'],
    ['with its life as text', '{"access_token":"t","expires_in":"3600"}'],
    ['with nothing said of type and life', '{"access_token":"t","token_type":null,"expires_in":null,"error":""}'],
  ])('is read %s', async (_, body) => {
    const tokenUrl = await httpServer((_, response) => response.end(body));
    const { used, run } = await world();
    expect((await run({ tokenUrl })).reason).toBeNull();
    expect(used).toEqual(['Bearer t']);
  });

  it('is asked for anew when its time is up, a little before', async () => {
    const { used, run } = await world({ expires_in: 100 });
    let now = 0;
    const effects = { now: () => now };
    for (now of [0, 89_000, 91_000]) await run({}, effects);
    expect(used).toEqual(['Bearer t1', 'Bearer t1', 'Bearer t2']);
  });

  it('that was kept and is refused is replaced once', async () => {
    let good = 't1';
    const { used, run } = await world({}, (token) => token === good);
    await run();
    good = 't2';
    expect((await run()).outcome).toBe('OK');
    expect(used).toEqual(['Bearer t1', 'Bearer t1', 'Bearer t2']);
    good = 'none';
    expect((await run()).reason?.message).toBe('status 401, wanted 2xx');
    expect(used.slice(3)).toEqual(['Bearer t2', 'Bearer t3']);
    expect((await run()).reason?.message).toBe('status 401, wanted 2xx');
    expect(used.slice(5)).toEqual(['Bearer t4']);
  });

  it('is asked for once by checks that need it at the same time', async () => {
    const { asked, used, run } = await world();
    await Promise.all([run(), run(), run()]);
    expect(asked).toHaveLength(1);
    expect(used).toEqual(['Bearer t1', 'Bearer t1', 'Bearer t1']);
  });

  it('is not shared between clients', async () => {
    const { used, run } = await world();
    await run();
    await run({ clientSecret: 'another' });
    expect(used).toEqual(['Bearer t1', 'Bearer t2']);
  });

  it('takes time that is not counted as the latency of the target', async () => {
    const { run } = await world();
    let now = 0;
    const { latencyMs } = await run({ clientId: 'slow' }, { now: () => (now += 10) });
    const { latencyMs: warm } = await run({ clientId: 'slow' }, { now: () => (now += 10) });
    expect(Math.abs((latencyMs ?? 0) - (warm ?? 0))).toBeLessThanOrEqual(20);
  });

  it('comes by the authority of the check', async () => {
    const tokenUrl = await httpsServer('good', (_, response) => response.end('{"access_token":"t"}'));
    const { used, run } = await world();
    expect((await run({ tokenUrl })).reason?.message).toMatch(/^oauth2 token: certificate chain of localhost:/);
    const url = await httpServer((request, response) => {
      used.push(request.headers.authorization);
      response.end();
    });
    await runHttp(url, { http: { tls: { ca: tlsFixture('root') }, auth: { ...CLIENT, tokenUrl } } });
    expect(used).toEqual(['Bearer t']);
  });
});

describe('a token that cannot be had', () => {
  it.each<[status: number, body: string, code: string, message: string]>([
    [
      401,
      '{"error":"invalid_client","error_description":"hush hush%"}',
      'config',
      'oauth2 token endpoint answered 401 (invalid_client), wanted 200',
    ],
    [400, '{"error":"hush hush%"}', 'config', 'oauth2 token endpoint answered 400, wanted 200'],
    [503, '', 'status', 'oauth2 token endpoint answered 503, wanted 200'],
    [302, '', 'status', 'oauth2 token endpoint answered 302, wanted 200'],
    [200, 'hush hush%', 'protocol', 'oauth2 token endpoint answered 200 without an access_token that can be sent'],
    [200, 'null', 'protocol', 'oauth2 token endpoint answered 200 without an access_token that can be sent'],
    [
      200,
      '{"access_token":"a\\r\\nb: c"}',
      'protocol',
      'oauth2 token endpoint answered 200 without an access_token that can be sent',
    ],
    [
      200,
      '{"access_token":"a","token_type":"mac"}',
      'protocol',
      'oauth2 token endpoint answered with a token that is no bearer token',
    ],
    [
      200,
      '{"access_token":"a","token_type":{"toString":1}}',
      'protocol',
      'oauth2 token endpoint answered with a token that is no bearer token',
    ],
    [
      200,
      '{"access_token":"a","expires_in":{"valueOf":1}}',
      'protocol',
      'oauth2 token endpoint answered 200 with an expires_in that is no number of seconds',
    ],
    [
      200,
      '{"access_token":"a","expires_in":"soon"}',
      'protocol',
      'oauth2 token endpoint answered 200 with an expires_in that is no number of seconds',
    ],
    [200, '{"error":"invalid_scope"}', 'config', 'oauth2 token endpoint answered 200 with an error (invalid_scope)'],
    [200, '{"error":{"code":"hush"}}', 'config', 'oauth2 token endpoint answered 200 with an error'],
  ])('%i %s', async (status, body, code, message) => {
    const tokenUrl = await httpServer((_, response) => response.writeHead(status, { location: '/' }).end(body));
    const { used, run } = await world();
    const verdict = await run({ tokenUrl });
    expect(verdict.reason).toEqual({ code, message });
    expect(verdict.status).toBeNull();
    expect(JSON.stringify(verdict)).not.toContain('hush');
    expect(used).toEqual([]);
  });

  it('says what happened on the way to it', async () => {
    const { run } = await world();
    const gone = await rawServer('', true);
    expect((await run({ tokenUrl: gone })).reason?.message).toMatch(/^oauth2 token: connection closed by/);
    expect((await run({ tokenUrl: 'ftp://x' })).reason?.message).toMatch(/^oauth2 token: url is "ftp:\/\/x"/);
  });

  it('is waited for no longer than the deadline, by each check its own', async () => {
    const port = await tcpServer(() => undefined);
    const { run } = await world();
    const tokenUrl = `http://127.0.0.1:${port}`;
    const verdicts = await Promise.all([
      run({ tokenUrl }, {}, { timeoutMs: 60 }),
      run({ tokenUrl }, {}, { timeoutMs: 120 }),
    ]);
    expect(verdicts.map(({ reason }) => reason)).toEqual([
      { code: 'timeout', message: 'oauth2 token: no answer within 60ms (waiting for the first byte)' },
      { code: 'timeout', message: 'oauth2 token: no answer within 120ms (waiting for the first byte)' },
    ]);
  });
});
