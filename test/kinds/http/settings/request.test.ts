import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { formatFault } from '#checks-file/fault-text.ts';
import { NOTHING_OUTSIDE } from '#checks-file/outside.ts';
import { parseChecks } from '#checks-file/parse.ts';
import type { HttpCheck, HttpRequest } from '#kinds/http/check.ts';

const tlsFixture = (name: string): string =>
  readFileSync(new URL(`../../../fixtures/tls/${name}.pem`, import.meta.url), 'utf8');

const FILES: Readonly<Record<string, Uint8Array>> = {
  'body.json': Buffer.from('{"a": "é"}'),
  'data/raw.bin': Uint8Array.from([0, 255, 10]),
  'template.txt': Buffer.from('{"id": "{{uuid}}", "key": "${env:KEY}"}'),
  'stray.txt': Buffer.from('${KEY}'),
  'big.bin': new Uint8Array(40 * 1024),
  'nearly.bin': new Uint8Array(30 * 1024),
  'ca.pem': Buffer.from(tlsFixture('root')),
  'client.pem': Buffer.from(tlsFixture('client')),
  'client-key.pem': Buffer.from(tlsFixture('client-key')),
  'both.pem': Buffer.from(tlsFixture('client') + tlsFixture('client-key')),
  'other-key.pem': Buffer.from(tlsFixture('server-key')),
};

function parse(settings: string, rest = '') {
  const read: string[] = [];
  const parsed = parseChecks(`${rest}\nchecks: [{name: a, http: {url: "http://h/", ${settings}}}]`, {
    ...NOTHING_OUTSIDE,
    files: (path) => {
      read.push(path);
      const bytes = FILES[path];
      if (bytes === undefined) throw new Error(`there is no file ${path}`);
      return bytes;
    },
  });
  return { ...parsed, read };
}

function requestOf(settings: string, rest?: string): HttpRequest {
  const { list, faults } = parse(settings, rest);
  expect(faults).toEqual([]);
  const [check] = (list?.checks ?? []) as readonly HttpCheck[];
  if (check === undefined) throw new Error('no check was read');
  return check.target;
}

function faultsOf(settings: string): string[] {
  return parse(settings).faults.map((fault) => formatFault('f', fault).replace(/^f:2:\d+ checks\[0\]\.http\./, ''));
}

describe('a body', () => {
  it('may be a file: as text, references in it too, and as bytes where it is no text', () => {
    expect(requestOf('bodyFile: body.json')).toMatchObject({
      method: 'POST',
      body: { text: '{"a": "é"}' },
      headers: [['Content-Type', 'application/json']],
    });
    expect(requestOf('bodyFile: data/raw.bin')).toMatchObject({
      body: { base64: 'AP8K' },
      headers: [['Content-Type', 'application/octet-stream']],
    });
    expect(requestOf('bodyFile: template.txt, headers: {content-type: x/y}')).toMatchObject({
      body: { text: '{"id": "{{uuid}}", "key": "${env:KEY}"}' },
      headers: [['content-type', 'x/y']],
    });
  });

  it('may have parts, of fields and files', () => {
    const parts =
      '{name: a, value: 1}, {name: f, file: data/raw.bin}, {name: g, file: body.json, filename: x, type: y/z}, {name: t, value: hi, filename: t.txt}';
    expect(requestOf(`multipart: [${parts}]`).body).toEqual({
      multipart: [
        { name: 'a', content: { text: '1' } },
        { name: 'f', content: { base64: 'AP8K' }, filename: 'raw.bin' },
        { name: 'g', content: { text: '{"a": "é"}' }, filename: 'x', type: 'y/z' },
        { name: 't', content: { text: 'hi' }, filename: 't.txt' },
      ],
    });
  });

  it.each([
    ['bodyFile: none.bin', 'bodyFile cannot be read: there is no file none.bin'],
    ['bodyFile: big.bin', 'bodyFile takes 40KiB; name a file of 32KiB or less (it travels with the check)'],
    ['multipart: [{name: a, file: none}]', 'multipart[0].file cannot be read: there is no file none'],
    [
      'bodyFile: stray.txt',
      'bodyFile holds "${KEY}", which is no reference; write ${env:KEY}, or $${ for the characters ${ themselves',
    ],
    [
      'multipart: [{name: a, file: stray.txt}]',
      'multipart[0].file holds "${KEY}", which is no reference; write ${env:KEY}, or $${ for the characters ${ themselves',
    ],
  ])('must be there, and fit: %s', (settings, fault) => {
    expect(faultsOf(settings)).toEqual([fault]);
  });

  it('may fit by itself and not with the check around it', () => {
    const twice = 'multipart: [{name: a, file: nearly.bin}, {name: b, file: nearly.bin}]';
    expect(parse(twice).faults.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^takes .*; write a check of 32KiB or less$/),
    ]);
  });

  it('is read once', () => {
    expect(parse('multipart: [{name: a, file: body.json}, {name: b, file: body.json}]').read).toEqual(['body.json']);
  });
});

describe('auth', () => {
  const TOKEN_URL = 'https://token.example.com/';
  it.each<[string, HttpRequest['auth']]>([
    ['basic: {user: me, password: ""}', { scheme: 'basic', user: 'me', password: '' }],
    [
      'basic: {user: "a${env:USER}", password: "${secret:a#b}"}',
      { scheme: 'basic', user: 'a${env:USER}', password: '${secret:a#b}' },
    ],
    ['digest: {user: "m:e", password: p w}', { scheme: 'digest', user: 'm:e', password: 'p w' }],
    [`bearer: "\${secret:a#b}"`, { scheme: 'bearer', token: `\${secret:a#b}` }],
    [
      `oauth2: {tokenUrl: "${TOKEN_URL}", clientId: a, clientSecret: b}`,
      { scheme: 'oauth2', tokenUrl: TOKEN_URL, clientId: 'a', clientSecret: 'b', scopes: [] },
    ],
    [
      `oauth2: {tokenUrl: "\${env:T}", clientId: a, clientSecret: b, scopes: [r, w], audience: c, secretIn: body}`,
      {
        scheme: 'oauth2',
        tokenUrl: `\${env:T}`,
        clientId: 'a',
        clientSecret: 'b',
        scopes: ['r', 'w'],
        audience: 'c',
        secretIn: 'body',
      },
    ],
    ['sigv4: {service: s3, region: eu-west-1}', { scheme: 'sigv4', service: 's3', region: 'eu-west-1' }],
    [
      'sigv4: {service: s, region: r, keys: {accessKeyId: A, secretAccessKey: s, sessionToken: t}}',
      {
        scheme: 'sigv4',
        service: 's',
        region: 'r',
        keys: { accessKeyId: 'A', secretAccessKey: 's', sessionToken: 't' },
      },
    ],
  ])('%s', (authored, auth) => {
    expect(requestOf(`auth: {${authored}}`).auth).toEqual(auth);
  });

  it('takes the place of an authorization of defaults', () => {
    const { headers } = requestOf('auth: {bearer: t}', 'defaults: {headers: {Authorization: x, X-A: y}}');
    expect(headers).toEqual([['X-A', 'y']]);
  });
});

describe('tls', () => {
  const [ca, cert, key] = ['root', 'client', 'client-key'].map(tlsFixture);
  it.each<[string, HttpRequest['tls']]>([
    ['insecure: true', { insecure: true }],
    ['insecure: false, ca: ca.pem', { ca } as HttpRequest['tls']],
    [`ca: ${JSON.stringify(ca)}`, { ca } as HttpRequest['tls']],
    ['cert: client.pem, key: client-key.pem', { cert, key } as HttpRequest['tls']],
    ['cert: both.pem', { cert: `${cert}${key}`, key: `${cert}${key}` }],
    [
      `cert: "\${ssm:/cert}", key: "\${ssm:/key}", passphrase: "\${env:P}"`,
      { cert: `\${ssm:/cert}`, key: `\${ssm:/key}`, passphrase: `\${env:P}` },
    ],
    [`cert: client.pem, key: "\${ssm:/key}"`, { cert, key: `\${ssm:/key}` } as HttpRequest['tls']],
  ])('%s', (authored, tls) => {
    expect(requestOf(`tls: {${authored}}`).tls).toEqual(tls);
  });

  it.each([
    ['ca: none.pem', 'tls.ca cannot be read: there is no file none.pem'],
    ['ca: body.json', 'tls.ca holds no certificate in PEM; name a file that begins with -----BEGIN CERTIFICATE-----'],
    ['cert: client.pem', 'tls.cert has no key beside it; write key too'],
    ['key: client-key.pem', 'tls.key has no cert beside it; write cert too'],
    ['cert: client.pem, key: other-key.pem', 'tls.key is not the key of cert; name the one that is'],
    [
      'cert: client.pem, key: ca.pem',
      'tls.key holds no private key in PEM that can be opened; name another, or write its passphrase',
    ],
  ])('is refused: %s', (authored, fault) => {
    expect(faultsOf(`tls: {${authored}}`)).toEqual([fault]);
  });
});

it('takes the way that it is told', () => {
  const route =
    'proxy: "https://me:pw@proxy:3128", resolve: ["Example.com:443:192.0.2.1", "*:80:[2001:db8::1]"], ipVersion: 6, httpVersion: "2", compressed: true';
  expect(requestOf(route)).toMatchObject({
    proxy: 'https://me:pw@proxy:3128',
    pins: [
      { host: 'example.com', port: 443, address: '192.0.2.1' },
      { host: '', port: 80, address: '2001:db8::1' },
    ],
    family: 6,
    httpVersion: '2',
    compressed: true,
  });
  expect(requestOf('connectTo: ["::b:8443", "[::1]:1:[::2]:"], compressed: false')).toEqual({
    url: 'http://h/',
    method: 'GET',
    headers: [],
    query: [],
    body: null,
    follow: 0,
    inflate: true,
    pins: [
      { host: '', port: 0, toHost: 'b', toPort: 8443 },
      { host: '::1', port: 1, toHost: '::2', toPort: 0 },
    ],
  });
});

it('never shows what may be a secret in a fault', () => {
  const wrong = [
    'auth: {basic: {user: "hush:hush", password: [hush]}}',
    'auth: hush',
    'auth: {bearer: "hush hush"}',
    'proxy: "hush hush"',
    'tls: {ca: "-----BEGIN hush", key: "-----BEGIN hush"}',
    'multipart: [{name: a, value: {hush: hush}}]',
  ];
  for (const settings of wrong) {
    const faults = faultsOf(settings);
    expect(faults).not.toEqual([]);
    expect(faults.join()).not.toContain('hush');
  }
});
