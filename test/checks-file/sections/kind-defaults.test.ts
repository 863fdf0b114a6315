import { describe, expect, it } from 'vitest';
import { parseCurl } from '#checks-file/curl/parse-curl.ts';
import { parseChecks } from '#checks-file/parse.ts';
import * as patterns from '#core/matching/patterns.ts';

const OUTSIDE = {
  files: (path: string) => Buffer.from(path === 's.json' ? '{"required": ["id"]}' : `content of ${path}`),
  curl: parseCurl,
  patterns,
};

function checksOf(defaults: object, ...checks: readonly object[]) {
  const { list, faults } = parseChecks(
    JSON.stringify({ defaults, checks: checks.map((check, index) => ({ name: `${index}`, ...check })) }),
    OUTSIDE,
  );
  expect(faults).toEqual([]);
  return list?.checks ?? [];
}

const http = (more: object = {}, expected?: object) => ({
  http: { url: 'https://h/', ...more },
  ...(expected && { expect: expected }),
});
const tcp = { tcp: { host: 'h', port: 1 } };
const curl = (command: string, more: object = {}) => ({ curl: command, ...more });
const bearer = { auth: { bearer: '${env:T}' } };
const asBearer = { scheme: 'bearer', token: '${env:T}' };

describe('defaults of what is asked', () => {
  it.each<[string, object, object, object]>([
    [
      'go into a check that does not say',
      { proxy: 'http://p:1', follow: 3, ...bearer, tls: { insecure: true } },
      http(),
      { proxy: 'http://p:1', follow: 3, auth: asBearer, tls: { insecure: true } },
    ],
    [
      'give way to its own',
      { proxy: 'http://p:1', follow: 3, tls: { insecure: true } },
      http({ proxy: 'http://q:1', follow: false, tls: { passphrase: 'x' } }),
      { proxy: 'http://q:1', follow: 0, tls: { passphrase: 'x' } },
    ],
    [
      'do not mix with its own',
      { tls: { insecure: true } },
      http({ tls: { passphrase: 'x' } }),
      { tls: { passphrase: 'x' } },
    ],
    [
      'are taken out by null',
      { proxy: 'http://p:1', ...bearer },
      http({ proxy: null, auth: null }),
      { proxy: undefined, auth: undefined },
    ],
    ['leave an authorization header alone', bearer, http({ headers: { AUTHORIZATION: 'x' } }), { auth: undefined }],
    [
      'send no proxy where connectTo leads',
      { proxy: 'http://p:1' },
      http({ connectTo: ['h:443:i:443'] }),
      { proxy: undefined },
    ],
    [
      'go into kinds that have them, and into no others',
      { follow: true, allowPrivate: true },
      tcp,
      { host: 'h', port: 1, allowPrivate: true },
    ],
    [
      'leave a call in plain text alone',
      { tls: { insecure: true } },
      { grpc: { host: 'h', port: 50051 } },
      { tls: undefined },
    ],
    [
      'leave a connection in plain text and with a header of its own alone',
      { tls: { insecure: true }, ...bearer },
      { websocket: { url: 'ws://h/', headers: { authorization: 'x' } } },
      { tls: undefined, auth: undefined },
    ],
    [
      'go into a call over TLS',
      { tls: { insecure: true } },
      { grpc: { host: 'h', port: 443 } },
      { tls: { insecure: true } },
    ],
    [
      'leave a connection by tcp in plain text alone',
      { tls: { insecure: true } },
      { tcp: { host: 'h', port: 1, exchange: [{ expect: 'x' }] } },
      { tls: undefined },
    ],
    [
      'leave a question in plain text alone',
      { tls: { insecure: true } },
      { dns: { name: 'h', type: 'A' } },
      { tls: undefined },
    ],
    [
      'go into a question over TLS',
      { tls: { insecure: true } },
      { dns: { name: 'h', type: 'A', server: '192.0.2.1', over: 'tls' } },
      { tls: { insecure: true } },
    ],
    [
      'go into a connection by tcp that asks for TLS',
      { tls: { insecure: true } },
      { tcp: { host: 'h', port: 1, starttls: 'smtp' } },
      { tls: { insecure: true }, starttls: 'smtp' },
    ],
    [
      'go into curl commands',
      { proxy: 'http://p:1', allowPrivate: true, ...bearer, tls: { insecure: true } },
      curl('curl https://h/'),
      { proxy: 'http://p:1', allowPrivate: true, auth: asBearer, tls: { insecure: true } },
    ],
    [
      'give way to what the command says',
      { proxy: 'http://p:1', allowPrivate: true, ...bearer, tls: { insecure: true } },
      curl('curl -x http://q:1 -u a:b --cacert ca https://h/', { allowPrivate: false }),
      {
        proxy: expect.stringMatching('http://q:1'),
        allowPrivate: undefined,
        auth: { scheme: 'basic' },
        tls: { ca: 'content of ca' },
      },
    ],
    [
      'give way to a command without a proxy or with a header',
      { proxy: 'http://p:1', ...bearer },
      curl("curl --noproxy '*' -H 'Authorization: x' https://h/"),
      { proxy: undefined, auth: undefined },
    ],
    [
      'give way to a command without a proxy however it is written',
      { proxy: 'http://p:1' },
      curl(`curl "--noproxy" 'a,h' https://h/`),
      { proxy: undefined },
    ],
    [
      'go into commands that name a proxy in their data or for other hosts alone',
      { proxy: 'http://p:1' },
      curl("curl -d 'a -x b' --noproxy b https://h/"),
      { proxy: 'http://p:1' },
    ],
    ['follow no redirects of a command', { follow: true }, curl('curl https://h/'), { follow: 0 }],
  ])('%s', (_, defaults, check, target) => {
    const [first] = checksOf(defaults, check, http({ follow: 1 }));
    const wanted = Object.entries(target);
    expect(wanted.map(([key]) => [key, (first?.target as Record<string, unknown> | undefined)?.[key]])).toMatchObject(
      wanted,
    );
  });
});

describe('defaults of what is expected', () => {
  it.each<[string, object, object, object]>([
    [
      'go into a check key by key',
      { status: 204, keyword: 'a' },
      http({}, { keyword: 'b' }),
      { status: [[204, 204]], keyword: 'b' },
    ],
    ['make the whole of it where there is none', { status: 204 }, http(), { status: [[204, 204]] }],
    [
      'are taken out by null',
      { keyword: 'a', latency: '1s' },
      http({}, { keyword: null }),
      { keyword: null, latencyMs: 1000 },
    ],
    ['go into kinds that have them, and into no others', { keyword: 'a', latency: '1s' }, tcp, { latencyMs: 1000 }],
    ['are left out where they do not fit the kind', { keyword: 'a', latency: { tls: '1s' } }, tcp, { latencyMs: null }],
    ['go beside curl commands', { keyword: 'a' }, curl('curl -f https://h/'), { keyword: 'a', status: [[100, 399]] }],
    [
      'leave the status of a redirect alone',
      { status: 200 },
      http({}, { redirect: 'https://i/' }),
      { status: [[300, 399]] },
    ],
    ['have schemas from files', { schema: 's.json' }, http(), { more: { schema: { required: ['id'] } } }],
    [
      'leave the recipe alone',
      { keyword: 'a', status: 204 },
      { curl_cmd: 'curl https://h/', search_keyword: 'b' },
      { keyword: 'b', status: [[200, 200]] },
    ],
  ])('%s', (_, expected, check, wanted) => {
    const [first] = checksOf({ expect: expected }, check, http());
    expect(first?.expect).toMatchObject(wanted);
  });

  it.each<[string, object, boolean]>([
    ['a request in plain text', http({ url: 'http://h/' }), false],
    ['one that a redirect may lead to TLS', http({ url: 'HTTP://h/', follow: true }), true],
    ['one over TLS', http(), true],
    ['a command in plain text', curl('curl h'), false],
    ['a command that follows redirects', curl('curl -L http://h/'), true],
    ['a command over TLS', curl('curl https://h/'), true],
  ])('have what only TLS has or not: %s', (_, check, has) => {
    const expected = { certificate: { days: 14 }, latency: { tls: '1s', total: '2s' } };
    const [first] = checksOf({ expect: expected }, check, http());
    expect(JSON.stringify(first?.expect).includes('"days":14')).toBe(has);
    expect(JSON.stringify(first?.expect)).toMatch(has ? /1000/ : /^(?!.*1000)/);
    expect(first?.expect).toMatchObject({ latencyMs: 2000 });
  });

  it('go into guards', () => {
    const { list } = parseChecks(
      JSON.stringify({
        defaults: { expect: { latency: '1s' } },
        guard: [{ name: 'g', ...tcp }],
        checks: [{ name: 'a', ...tcp }],
      }),
    );
    expect(list).toMatchObject({ guard: [{ expect: { latencyMs: 1000 } }], checks: [{ expect: { latencyMs: 1000 } }] });
  });
});
