import { describe, expect, it, vi } from 'vitest';
import { onLambda } from '#core/address/address-policy.ts';
import { saying, startApp } from './app.ts';
import { reasonOf, runFlow } from './run-flow.ts';

/** The step whose answer is captured from. */
const make = ({ base }: { readonly base: string }, capture: object = { id: { json: '$.id' } }) => {
  return { name: 'make', http: { url: `${base}/make` }, capture };
};

/** A flow that takes `$.id` of /make and sends it on in `http`; what the server then saw of /use, and the verdict. */
async function sendOn(id: unknown, use: object, capture: object = { json: '$.id' }) {
  const app = await startApp({ 'GET /make': saying({ id }) });
  const verdict = await runFlow([
    make(app, { id: capture }),
    { name: 'use', http: { url: `${app.base}/use`, ...use }, expect: { status: [200, 404] } },
  ]);
  return { app, verdict, used: app.seen.slice(1) };
}

describe('what a target says', () => {
  it.each([
    '${env:HOME}',
    '${ssm:/a}',
    '$${env:HOME}',
    '{{uuid}}',
    '{{{{',
    '{{id}}',
  ])('is never read again: %s is sent as it came', async (id) => {
    const { used } = await sendOn(id, {
      json: { a: '{{id}}' },
      headers: { 'x-id': '{{id}}' },
      query: { q: '{{id}}' },
    });

    expect(used[0]?.body).toBe(JSON.stringify({ a: id }));
    expect(used[0]?.headers['x-id']).toBe(id);
    expect(new URL(used[0]?.line.slice(5) ?? '', 'http://h').searchParams.get('q')).toBe(id);
  });

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
    await runFlow([make(app), { name: 'use', http: { url: `${app.base}/use/{{id}}` } }]);

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
    await runFlow([make(app), { name: 'use', http: { url: `${app.base}${path}` } }]);

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
      make(app, { id: { json: '$.id', show: true } }),
      { name: 'use', http: { url: url.replace('BASE', app.base) } },
    ]);

    expect(reasonOf(verdict)).toContain(`answer: step "use" (2 of 2): {{id}} is "`);
    expect(reasonOf(verdict)).toContain(`wanted ${wanted}`);
    expect(app.seen).toHaveLength(1);
  });

  it.each([
    'http://169.254.169.254/latest/meta-data',
    'http://10.0.0.1/',
  ])('passes the address guard like any other: %s', async (id) => {
    const app = await startApp({ 'GET /make': saying({ id }) });
    const addresses = onLambda({ allowLoopback: true, runtimeApi: '' });
    const flow = [make(app), { name: 'use', http: { url: '{{id}}' } }];

    expect(reasonOf(await runFlow(flow, {}, { addresses }))).toMatch(/^blocked: step "use" \(2 of 2\)/);
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
    const verdict = await runFlow([make(app, { t: from }), { name: 'use', http: { url: `${app.base}/use/{{t}}` } }]);

    expect(reasonOf(verdict)).toMatch(
      /^(?:body|header|certificate): step "make" \(1 of 2\): nothing to capture as t: /,
    );
    expect(reasonOf(verdict)).toContain(wanted);
    expect(app.lines()).toEqual(['GET /make']);
  });

  it('has own keys only, whatever they are called', async () => {
    const app = await startApp({ 'GET /make': saying('{"__proto__": {"token": "t-1"}, "constructor": 7}') });
    await runFlow([
      make(app, { constructor: { json: '$.constructor' }, toString: { json: '$.__proto__.token' } }),
      { name: 'use', http: { url: `${app.base}/use/{{constructor}}/{{toString}}` } },
    ]);

    expect(app.lines()[1]).toBe('GET /use/7/t-1');
  });

  it('takes no time that grows beyond the body by a regex', async () => {
    const app = await startApp({ 'GET /make': saying(`${'a'.repeat(100_000)}!`) });
    const verdict = await runFlow([
      make(app, { t: { regex: '^((a+)+)+$' } }),
      { name: 'use', http: { url: `${app.base}/{{t}}` } },
    ]);

    expect(reasonOf(verdict)).toMatch(/nothing to capture as t: the body (?:does not match|takes too long)/);
  });
});
