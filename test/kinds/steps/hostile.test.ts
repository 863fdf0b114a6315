import type { IncomingMessage, ServerResponse } from 'node:http';
import { describe, expect, it, vi } from 'vitest';
import { onLambda } from '#core/address/address-policy.ts';
import { startApp } from './app.ts';
import { reasonOf, runFlow } from './run-flow.ts';

type Say = (request: IncomingMessage, response: ServerResponse, body: string) => void;

const saying =
  (value: unknown, headers: Record<string, string | string[]> = {}, status = 200): Say =>
  (_, response) =>
    void response.writeHead(status, headers).end(typeof value === 'string' ? value : JSON.stringify(value));

/** A flow that takes `$.id` of /make and sends it on in `http`; what the server then saw of /use, and the verdict. */
async function sendOn(id: unknown, use: object, capture: object = { json: '$.id' }) {
  const app = await startApp({ 'GET /make': saying({ id }) });
  const verdict = await runFlow([
    { name: 'make', http: { url: `${app.base}/make` }, capture: { id: capture } },
    { name: 'use', http: { url: `${app.base}/use`, ...use }, expect: { status: [200, 404] } },
  ]);
  return { app, verdict, used: app.seen.slice(1) };
}

describe('what a target says', () => {
  it.each(['${env:HOME}', '${ssm:/a}', '$${env:HOME}', '{{uuid}}', '{{{{', '{{id}}'])(
    'is never read again: %s is sent as it came',
    async (id) => {
      const { used } = await sendOn(id, {
        json: { a: '{{id}}' },
        headers: { 'x-id': '{{id}}' },
        query: { q: '{{id}}' },
      });

      expect(used[0]?.body).toBe(JSON.stringify({ a: id }));
      expect(used[0]?.headers['x-id']).toBe(id);
      expect(new URL(used[0]?.line.slice(5) ?? '', 'http://h').searchParams.get('q')).toBe(id);
    },
  );

  it('is not read again inside the value of a reference either', async () => {
    vi.stubEnv('HOLDS_A_NAME', 'before {{id}} after');
    const { used } = await sendOn('caught', { method: 'POST', body: '${env:HOLDS_A_NAME} {{id}}' });

    expect(used[0]?.body).toBe('before {{id}} after caught');
  });

  it.each(['a\r\nX-Admin: 1', 'a\nb', 'a\0b', '\x1b[31m'])('with %j goes into no header', async (id) => {
    const { verdict, used } = await sendOn(id, { headers: { 'x-id': '{{id}}' } });

    expect(reasonOf(verdict)).toBe(
      'answer: step "use" (2 of 2): {{id}} holds a line break or another control character, which no header can',
    );
    expect(used).toEqual([]);
  });

  it.each([
    ['{"a": "{{id}}", "b": 1}', 'x", "admin": true, "y": "', '{"a": "x\\", \\"admin\\": true, \\"y\\": \\"", "b": 1}'],
    ['{"a": {{id}}}', 12, '{"a": 12}'],
    ['{"a": {{id}}}', '12345678901234567890', '{"a": 12345678901234567890}'],
    ['id={{id}}', 'a&admin=1', 'id=a&admin=1'],
  ])('stands in the text %s as JSON has it', async (body, id, wanted) => {
    const { used } = await sendOn(id, { body });

    expect(used[0]?.body).toBe(wanted);
  });

  it('that is no number goes into no JSON without quotes', async () => {
    const { verdict, used } = await sendOn('1, "admin": true', { body: '{"a": {{id}}}' });

    expect(reasonOf(verdict)).toMatch(
      /\{\{id\}\} stands outside quotes in JSON, and is no number, true, false or null$/,
    );
    expect(used).toEqual([]);
  });

  it('ends no field of a form, and keeps the type that it has in JSON', async () => {
    const { used } = await sendOn('a&admin=1', { form: { id: '{{id}}' } });
    const typed = await sendOn(42, { json: { a: '{{id}}', b: 'no {{id}}' } });
    const big = await sendOn('x', { json: '{{id}}' }, { regex: '"(x)"' });

    expect(used[0]?.body).toBe('id=a%26admin%3D1');
    expect(typed.used[0]?.body).toBe('{"a":42,"b":"no 42"}');
    expect(big.used[0]?.body).toBe('"x"');
  });

  it('keeps all digits of a number beyond 2^53', async () => {
    const app = await startApp({ 'GET /make': saying('{"id": 12345678901234567890}') });
    await runFlow([
      { name: 'make', http: { url: `${app.base}/make` }, capture: { id: { json: '$.id' } } },
      { name: 'use', http: { url: `${app.base}/use/{{id}}` } },
    ]);

    expect(app.lines()[1]).toBe('GET /use/12345678901234567890');
  });
});

describe('what a target says in a URL', () => {
  it.each([
    ['/a/{{id}}', 'o 1/2', 'GET /a/o%201%2F2'],
    ['/a/{{id}}/b', '?x=1#y', 'GET /a/%3Fx%3D1%23y/b'],
    ['/a?q={{id}}', 'x&admin=1#', 'GET /a?q=x%26admin%3D1%23'],
    ['{{id}}', '/jobs/7?part=1', 'GET /jobs/7?part=1'],
    ['/v1{{id}}', '/jobs/7', 'GET /v1/jobs/7'],
    ['/a/{{id}}', '__proto__', 'GET /a/__proto__'],
    ['{{id}}', '//evil.test/x', 'GET //evil.test/x'],
  ])('ends no part of it: %s with %j', async (path, id, wanted) => {
    const app = await startApp({ 'GET /make': saying({ id }) });
    await runFlow([
      { name: 'make', http: { url: `${app.base}/make` }, capture: { id: { json: '$.id' } } },
      { name: 'use', http: { url: `${app.base}${path}` } },
    ]);

    expect(app.lines()[1]).toBe(wanted);
  });

  it.each([
    ['BASE/a/{{id}}', '..', 'a path without . and ..'],
    ['BASE/a/{{id}}', '%2e%2E', 'a path without . and ..'],
    ['BASE/a/{{id}}', '../../admin', 'a path without . and ..'],
    ['BASE{{id}}', '/a/../admin', 'a path without . and ..'],
    ['BASE{{id}}', '.evil.test/', 'a path that begins with /'],
    ['BASE{{id}}', '@evil.test/', 'a path that begins with /'],
    ['BASE{{id}}', ':1/', 'a path that begins with /'],
    ['http://{{id}}/', 'evil.test/x', 'a part of a host'],
    ['http://{{id}}/', '/evil.test', 'a part of a host'],
    ['http://a.{{id}}/', 'b@c', 'a part of a host'],
    ['http://127.0.0.1:{{id}}/', '80@evil.test', 'a port'],
    ['{{id}}', '/a', 'a whole URL, https:// or http://'],
    ['{{id}}', 'file:///etc/passwd', 'a whole URL, https:// or http://'],
    ['{{id}}', 'javascript:alert(1)', 'a whole URL, https:// or http://'],
    ['{{id}}', 'http://u:p@127.0.0.1/', 'a whole URL, https:// or http://'],
    ['BASE/{{id}}', 'a\r\nb', 'no control characters in a URL'],
  ])('leads nowhere else: %s with %j is NG', async (url, id, wanted) => {
    const app = await startApp({ 'GET /make': saying({ id }) });
    const verdict = await runFlow([
      { name: 'make', http: { url: `${app.base}/make` }, capture: { id: { json: '$.id', show: true } } },
      { name: 'use', http: { url: url.replace('BASE', app.base) } },
    ]);

    expect(reasonOf(verdict)).toContain(`answer: step "use" (2 of 2): {{id}} is "`);
    expect(reasonOf(verdict)).toContain(`wanted ${wanted}`);
    expect(app.seen).toHaveLength(1);
  });

  it.each(['http://169.254.169.254/latest/meta-data', 'http://10.0.0.1/'])(
    'passes the address guard like any other: %s',
    async (id) => {
      const app = await startApp({ 'GET /make': saying({ id }) });
      const addresses = onLambda({ allowLoopback: true, runtimeApi: '' });
      const flow = [
        { name: 'make', http: { url: `${app.base}/make` }, capture: { id: { json: '$.id' } } },
        { name: 'use', http: { url: '{{id}}' } },
      ];

      expect(reasonOf(await runFlow(flow, {}, { addresses }))).toMatch(/^blocked: step "use" \(2 of 2\)/);
    },
  );
});

describe('what is secret', () => {
  const login = (base: string) => ({
    name: 'login',
    http: { url: `${base}/login` },
    capture: { token: { json: '$.t' } },
  });
  const bearer = { authorization: 'Bearer {{token}}', 'x-trace': '{{token}}', 'x-plain': 'kept' };

  it('goes to no origin that only a target names', async () => {
    const elsewhere = await startApp();
    const app = await startApp({
      'GET /login': saying(
        { t: 'tok-SECRET', next: `${elsewhere.base}/steal` },
        { 'set-cookie': 'sid=c-SECRET; Domain=localhost' },
      ),
    });
    await runFlow([
      { ...login(app.base), capture: { token: { json: '$.t' }, next: { json: '$.next' } } },
      { name: 'next', http: { url: '{{next}}', headers: bearer }, expect: { status: 404 } },
    ]);

    expect(elsewhere.seen[0]?.headers).toMatchObject({ 'x-plain': 'kept' });
    expect(JSON.stringify(elsewhere.seen)).not.toContain('SECRET');
  });

  it.each([
    ['body', { json: { t: '{{token}}' } }],
    ['query', { query: { t: '{{token}}' } }],
    ['reference', { form: { t: '${env:HOME}' } }],
  ])('in a %s keeps a step from going there at all', async (_, use) => {
    const elsewhere = await startApp();
    const app = await startApp({ 'GET /login': saying({ t: 'tok-SECRET', next: `${elsewhere.base}/steal` }) });
    const verdict = await runFlow([
      {
        ...login(app.base),
        capture: { ...('form' in use ? {} : { token: { json: '$.t' } }), next: { json: '$.next' } },
      },
      { name: 'next', http: { url: '{{next}}', ...use } },
    ]);

    expect(reasonOf(verdict)).toMatch(
      /^answer: step "next" \(2 of 2\): its url leads to another origin, .* which does not get what is secret/,
    );
    expect(elsewhere.seen).toEqual([]);
  });

  it('goes to an origin that another step names', async () => {
    const other = await startApp();
    const app = await startApp({ 'GET /login': saying({ t: 'tok-SECRET', next: `${other.base}/x` }) });
    await runFlow([
      { ...login(app.base), capture: { token: { json: '$.t' }, next: { json: '$.next' } } },
      { name: 'next', http: { url: '{{next}}', headers: bearer }, expect: { status: 404 } },
      { name: 'own', http: { url: other.base }, expect: { status: 404 } },
    ]);

    expect(other.seen[0]?.headers.authorization).toBe('Bearer tok-SECRET');
  });

  it('follows no redirect to another origin: no header with a capture, no cookie, no body', async () => {
    const other = await startApp();
    const elsewhere = other.base.replace('127.0.0.1', 'localhost');
    const app = await startApp({
      'GET /login': saying({ t: 'tok-SECRET' }, { 'set-cookie': 'sid=c-SECRET' }),
      'GET /away': saying('', { location: `${elsewhere}/a` }, 302),
      'POST /away': saying('', { location: `${elsewhere}/b` }, 307),
    });
    const first = await runFlow([
      login(app.base),
      { name: 'away', http: { url: `${app.base}/away`, headers: bearer, follow: 2 }, expect: { status: 404 } },
    ]);
    const second = await runFlow([
      login(app.base),
      { name: 'away', http: { url: `${app.base}/away`, json: { t: '{{token}}' }, follow: 2 } },
    ]);

    expect(reasonOf(first)).toBe('OK');
    expect(app.seen[1]?.headers).toMatchObject({ cookie: 'sid=c-SECRET', authorization: 'Bearer tok-SECRET' });
    expect(other.lines()).toEqual(['GET /a']);
    expect(JSON.stringify(other.seen)).not.toContain('SECRET');
    expect(reasonOf(second)).toMatch(/^redirect: step "away" \(2 of 2\): redirected to .* which does not get the body/);
  });

  it('is hidden though its step is NG before it is captured, and though nobody captures it', async () => {
    const body = { t: 'tok-SECRET-123', refresh_token: 'ref-SECRET-456', error: 'no' };
    const app = await startApp({ 'GET /login': saying(body, { 'set-cookie': 'sid=c-SECRET-789' }, 500) });
    const verdict = await runFlow([login(app.base), { name: 'use', http: { url: app.base, headers: bearer } }]);

    expect(verdict.excerpt).toContain('"error":"no"');
    expect(verdict.excerpt).toContain('***');
    expect(JSON.stringify(verdict)).not.toContain('SECRET');
  });
});

describe('cookies', () => {
  const stored = async (cookies: string[], url = 'BASE/use') => {
    const app = await startApp({ 'GET /set': saying('', { 'set-cookie': cookies }) });
    const use = url.replace('BASE', app.base).replace('LOCALHOST', app.base.replace('127.0.0.1', 'localhost'));
    const any = { status: [200, 404] };
    const verdict = await runFlow([
      { name: 'set', http: { url: `${app.base}/set` } },
      { name: 'use', http: { url: use }, expect: any },
    ]);
    return { header: app.seen[1]?.headers.cookie, verdict };
  };

  it.each([
    ['sid=1; Path=/; HttpOnly', 'sid=1'],
    ['sid=1; Secure', 'sid=1'],
    ['sid=1; Domain=com', undefined],
    ['sid=1; Domain=evil.test', undefined],
    ['sid=1; Path=/other', undefined],
    ['sid=1; Max-Age=0', undefined],
    ['__Host-sid=1; Path=/', undefined],
    ['__Secure-sid=1', undefined],
    ['__proto__=1', '__proto__=1'],
    ['no cookie', undefined],
    [`sid=${'x'.repeat(5000)}`, undefined],
  ])('of %s send %s', async (cookie, header) => {
    expect((await stored([cookie])).header).toBe(header);
  });

  it('of a host go to no other', async () => {
    expect((await stored(['sid=1'], 'LOCALHOST/use')).header).toBeUndefined();
  });

  it('are 50 at most, and 8 KiB of header', async () => {
    const many = await stored(Array.from({ length: 90 }, (_, i) => `c${i}=${i}`));
    const large = await stored(Array.from({ length: 30 }, (_, i) => `c${i}=${'x'.repeat(400)}`));

    expect(many.header?.split('; ')).toHaveLength(50);
    expect(large.header?.length).toBeLessThanOrEqual(8192);
    expect(reasonOf(large.verdict)).toBe('OK');
  });
});

describe('what cannot be captured', () => {
  const deep = `${'['.repeat(3000)}1${']'.repeat(3000)}`;
  it.each([
    ['an empty token', { json: '$.t' }, '{"t": ""}', 'it is empty'],
    ['null', { json: '$.t' }, '{"t": null}', '$.t is null, wanted text, a number, true or false'],
    ['a map', { json: '$' }, '{"__proto__": 1}', '$ is a map, wanted'],
    ['a list', { json: '$.t' }, '{"t": []}', '$.t is a list, wanted'],
    ['nothing', { json: '$.t' }, '{"x": 1}', '$.t is not there'],
    ['a prototype', { json: '$.__proto__' }, '{}', '$.__proto__ is not there'],
    ['a method', { json: '$.constructor.name' }, '{}', '$.constructor.name is not there'],
    ['no JSON', { json: '$.t' }, '<html>', 'the body is not JSON'],
    ['deep JSON', { json: '$..t' }, deep, 'the body nests more than 100 deep'],
    [
      'more than 8 KiB',
      { json: '$.t' },
      JSON.stringify({ t: 'x'.repeat(8193) }),
      'it has 8,193 bytes, wanted at most 8 KiB',
    ],
    ['huge JSON', { json: '$.t' }, JSON.stringify({ x: 'x'.repeat(1_100_000), t: 1 }), 'longer than the 1 MiB'],
    ['no match', { regex: 'csrf=(\\w+)' }, 'csrf', 'the body does not match'],
    ['a header', { header: 'x-token' }, 'ok', 'there is no header x-token'],
    ['a cookie', { cookie: 'sid' }, 'ok', 'no cookie sid is set'],
    ['a certificate', { certificate: 'fingerprint' }, 'ok', 'there is no certificate'],
  ])('%s is NG, and nothing is sent with it', async (_, from, body, wanted) => {
    const app = await startApp({ 'GET /make': saying(body) });
    const verdict = await runFlow([
      { name: 'make', http: { url: `${app.base}/make` }, capture: { t: from } },
      { name: 'use', http: { url: `${app.base}/use/{{t}}` } },
    ]);

    expect(reasonOf(verdict)).toMatch(
      /^(?:body|header|certificate): step "make" \(1 of 2\): nothing to capture as t: /,
    );
    expect(reasonOf(verdict)).toContain(wanted);
    expect(app.lines()).toEqual(['GET /make']);
  });

  it('has own keys only, whatever they are called', async () => {
    const app = await startApp({ 'GET /make': saying('{"__proto__": {"token": "t-1"}, "constructor": 7}') });
    await runFlow([
      {
        name: 'make',
        http: { url: `${app.base}/make` },
        capture: { constructor: { json: '$.constructor' }, toString: { json: '$.__proto__.token' } },
      },
      { name: 'use', http: { url: `${app.base}/use/{{constructor}}/{{toString}}` } },
    ]);

    expect(app.lines()[1]).toBe('GET /use/7/t-1');
  });

  it('takes no time that grows beyond the body by a regex', async () => {
    const app = await startApp({ 'GET /make': saying(`${'a'.repeat(100_000)}!`) });
    const verdict = await runFlow([
      { name: 'make', http: { url: `${app.base}/make` }, capture: { t: { regex: '^((a+)+)+$' } } },
      { name: 'use', http: { url: `${app.base}/{{t}}` } },
    ]);

    expect(reasonOf(verdict)).toMatch(/nothing to capture as t: the body (?:does not match|takes too long)/);
  });
});
