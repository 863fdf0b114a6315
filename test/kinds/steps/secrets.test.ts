import { describe, expect, it } from 'vitest';
import { saying, startApp } from './app.ts';
import { reasonOf, runFlow } from './run-flow.ts';

describe('what is secret', () => {
  const TOKEN = { token: { json: '$.t' } };
  const NEXT = { next: { json: '$.next' } };
  const login = (base: string, capture: object = TOKEN) => ({ name: 'login', http: { url: `${base}/login` }, capture });
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
      login(app.base, { ...TOKEN, ...NEXT }),
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
      login(app.base, { ...('form' in use ? {} : TOKEN), ...NEXT }),
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
      login(app.base, { ...TOKEN, ...NEXT }),
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
