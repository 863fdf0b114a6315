import { execFile, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import type { RequestListener } from 'node:http';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { HttpRequest } from '#kinds/http/check.ts';
import { runHttp } from '../../checks.ts';
import { httpServer } from '../../servers.ts';

const AUTH = { scheme: 'digest', user: 'Mufasa', password: 'Circle of Life' } as const;

function paramsOf(header: string): Record<string, string> {
  return Object.fromEntries(
    [...header.matchAll(/([\w*]+)=(?:"((?:[^"\\]|\\.)*)"|([^,\s]*))/g)].map(([, name = '', text, bare]) => [
      name,
      text?.replace(/\\(.)/g, '$1') ?? bare ?? '',
    ]),
  );
}

/** What a server sends as challenge, and the header that came back. */
async function answerTo(
  challenge: string | string[],
  http: Partial<HttpRequest> = {},
  path = '/',
  cnonce?: string,
): Promise<{ header: Record<string, string>; seen: number; reason: string | undefined }> {
  let header = '';
  let seen = 0;
  const url = await httpServer((request, response) => {
    seen += 1;
    header = request.headers.authorization ?? '';
    if (header === '') response.setHeader('WWW-Authenticate', challenge).writeHead(401);
    response.end();
  });
  const effects = cnonce === undefined ? {} : { random: () => cnonce };
  const { reason } = await runHttp(url + path, { http: { auth: AUTH, ...http } }, effects);
  return { header: paramsOf(header), seen, reason: reason?.message.replace(new URL(url).host, 'HOST') };
}

describe('a digest', () => {
  // RFC 7616, 3.9.1, and 3.9.2 as its erratum 4897 has it
  const nonce = '7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v';
  const cnonce = 'f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ';
  it.each([
    ['MD5', '8ca523f5e9506fed4657c9700eebdbec'],
    ['SHA-256', '753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1'],
  ])('by %s is that of the standard', async (algorithm, response) => {
    const challenge = `Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=${algorithm}, nonce="${nonce}", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"`;
    const { header } = await answerTo(challenge, {}, '/dir/index.html', cnonce);
    expect(header).toEqual({
      username: 'Mufasa',
      realm: 'http-auth@example.org',
      nonce,
      uri: '/dir/index.html',
      cnonce,
      nc: '00000001',
      qop: 'auth',
      response,
      opaque: 'FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS',
      algorithm,
    });
  });

  it('hides the user where the server wants that, as in the standard', async () => {
    const challenge =
      'Digest realm="api@example.org", qop="auth", algorithm=SHA-512-256, nonce="5TsQWLVdgBdmrQ0XsxbDODV+57QdFR34I9HAbC/RVvkK", opaque="HRPCssKJSGjCrkzDg8OhwpzCiGPChXYjwrI2QmXDnsOS", charset=UTF-8, userhash=true';
    const auth = { scheme: 'digest', user: 'Jäsøn Doe', password: 'Secret, or not?' } as const;
    const { header } = await answerTo(challenge, { auth }, '/doe.json', 'NTg6RKcb9boFIAS3KrFK9BGeh+iDa/sm6jUMp2wds69v');
    expect(header).toMatchObject({
      username: '793263caabb707a56211940d90411ea4a575adeccb7e360aeb624ed06ece9b0b',
      response: '3798d4131c277846293534c3edc11bd8a5e4cdcbff78b05db9d95eeb1cec68a5',
      userhash: 'true',
    });
  });

  it('is made for the first challenge that can be met, among others', async () => {
    const { header } = await answerTo([
      'Negotiate, Digest realm="a", algorithm=SHA3-512, nonce="1", Digest realm="b\\"c, d", nonce="2", algorithm=SHA-256',
      'Basic realm="x"',
    ]);
    expect(header).toMatchObject({ realm: 'b"c, d', nonce: '2', algorithm: 'SHA-256' });
  });

  it.each([
    ['UTF-8', Buffer.from('café 日本')],
    ['Latin-1', Buffer.from('café', 'latin1')],
  ])('is made of the bytes of a realm in %s', async (_, realm) => {
    const { header } = await answerTo(`Digest realm="${realm.toString('latin1')}", nonce="n"`, {
      auth: { ...AUTH, user: 'Müfasa' },
    });
    const md5 = (...parts: (string | Buffer)[]): string =>
      createHash('md5')
        .update(Buffer.concat(parts.map((part) => Buffer.from(part))))
        .digest('hex');
    const secret = md5('Müfasa:', realm, ':Circle of Life');
    expect(header).toMatchObject({
      username: Buffer.from('Müfasa').toString('latin1'),
      realm: realm.toString('latin1'),
      response: md5(`${secret}:n:${md5('GET:/')}`),
    });
  });

  it.each([
    [
      'Digest realm="a", algorithm=SHA3-512, nonce="1"',
      'HOST wants a digest by "SHA3-512", which is none of MD5, SHA-256, SHA-512-256',
    ],
    [
      'Digest realm="a", nonce="1", qop="token"',
      'HOST wants a digest of quality "token", which is none of auth, auth-int',
    ],
    ['Basic realm="a"', 'status 401, wanted 2xx'],
    ['Digest', 'status 401, wanted 2xx'],
  ])('is not made up for %s', async (challenge, message) => {
    const { reason, seen } = await answerTo(challenge);
    if (challenge === 'Digest') expect(seen).toBe(2);
    else expect({ reason, seen }).toEqual({ reason: message, seen: 1 });
  });
});

const hash = (name: string, ...parts: string[]): string => createHash(name).update(parts.join(':')).digest('hex');

/** A server that proves what it gets: with each answer it wants a body, it says which body came. */
function provingServer(algorithm: string, qop: string | null, seen: string[]): RequestListener {
  const name = algorithm.startsWith('MD5') ? 'md5' : 'sha256';
  return async (request, response) => {
    const body = Buffer.concat(await request.toArray()).toString();
    const { authorization = '' } = request.headers;
    seen.push(`${request.method} ${authorization.split(' ')[0]} ${body}`);
    const got = paramsOf(authorization);
    const isSession = algorithm.endsWith('-sess');
    const secret = hash(name, 'Mufasa', 'the "realm"', 'Circle of Life');
    const key = isSession ? hash(name, secret, got['nonce'] ?? '', got['cnonce'] ?? '') : secret;
    const { method = '', url = '' } = request;
    const what = got['qop'] === 'auth-int' ? hash(name, method, url, hash(name, body)) : hash(name, method, url);
    const middle = got['qop'] === undefined ? [] : [got['nc'] ?? '', got['cnonce'] ?? '', got['qop']];
    if (authorization !== '' && got['nonce'] === 'n1' && got['response'] === hash(name, key, 'n1', ...middle, what)) {
      response.end('in');
      return;
    }
    response.setHeader(
      'WWW-Authenticate',
      `Digest realm="the \\"realm\\"", nonce="n1", algorithm=${algorithm}${qop === null ? '' : `, qop="${qop}"`}`,
    );
    response.writeHead(401).end();
  };
}

const hasCurl = spawnSync('curl', ['--version']).error === undefined;

const CASES = ['MD5', 'MD5-sess', 'SHA-256', 'SHA-256-sess'].flatMap((algorithm) =>
  ['auth', 'auth-int', 'auth-int,auth', null].map((qop) => [algorithm, qop] as const),
);

describe('a server of digests', () => {
  it.each(CASES)('by %s with quality %s lets one in, who sends the body once', async (algorithm, qop) => {
    const seen: string[] = [];
    const url = await httpServer(provingServer(algorithm, qop, seen));
    const { outcome } = await runHttp(`${url}/a?b=c`, { http: { auth: AUTH, method: 'POST', body: { text: 'hi' } } });
    expect({ outcome, seen }).toEqual({ outcome: 'OK', seen: ['POST  ', 'POST Digest hi'] });
  });

  it('keeps out who has the wrong password, after one try', async () => {
    const seen: string[] = [];
    const url = await httpServer(provingServer('SHA-256', 'auth', seen));
    const { reason } = await runHttp(url, { http: { auth: { ...AUTH, password: 'wrong' } } });
    expect(reason).toEqual({ code: 'status', message: 'status 401, wanted 2xx' });
    expect(seen).toHaveLength(2);
  });

  it('may say that a nonce has grown old, once', async () => {
    const nonces: (string | undefined)[] = [];
    const url = await httpServer(async (request, response) => {
      nonces.push(paramsOf(request.headers.authorization ?? '')['nonce']);
      const stale = nonces.length > 1 ? ', stale=TRUE' : '';
      response
        .setHeader('WWW-Authenticate', `Digest realm="r", nonce="n${nonces.length}"${stale}`)
        .writeHead(401)
        .end();
    });
    await runHttp(url, { http: { auth: AUTH } });
    expect(nonces).toEqual([undefined, 'n1', 'n2']);
  });

  it('that does not ask gets the body all the same', async () => {
    const bodies: string[] = [];
    const url = await httpServer(async (request, response) => {
      bodies.push(Buffer.concat(await request.toArray()).toString());
      response.end();
    });
    await runHttp(url, { http: { auth: AUTH, method: 'POST', body: { text: 'hi' } } });
    expect(bodies).toEqual(['', 'hi']);
  });

  it.skipIf(!hasCurl).each(CASES.filter(([, qop]) => qop !== 'auth-int' && qop !== null))(
    'by %s with quality %s sees the same from curl',
    async (algorithm, qop) => {
      const seen: string[] = [];
      const url = `${await httpServer(provingServer(algorithm, qop, seen))}/a?b=c`;
      const words = ['-sS', '--digest', '-u', 'Mufasa:Circle of Life', '-d', 'hi', url];
      const { stdout } = await promisify(execFile)('curl', words);
      const theirs = seen.splice(0);
      await runHttp(url, { http: { auth: AUTH, method: 'POST', body: { text: 'hi' } } });
      expect(stdout).toBe('in');
      expect(seen).toEqual(theirs);
    },
  );
});
