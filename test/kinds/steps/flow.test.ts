import { describe, expect, it } from 'vitest';
import { type Seen, startApp } from './app.ts';
import { reasonOf, runFlow } from './run-flow.ts';

const status =
  (...codes: number[]) =>
  (_: unknown, response: { writeHead: (code: number) => { end: () => void } }) =>
    response.writeHead(codes.length > 1 ? (codes.shift() ?? 200) : (codes[0] ?? 200)).end();

const hang = () => undefined;
/** Ends the connection without an answer, so often, then answers. */
const resets = (times: number) => {
  let left = times;
  return (request: { socket: { destroy: () => void } }, response: { end: (text: string) => void }) => {
    left -= 1;
    if (left >= 0) request.socket.destroy();
    else response.end('ok');
  };
};

const bodies = (...texts: string[]) => {
  return (_: unknown, response: { end: (text: string) => void }) =>
    response.end((texts.length > 1 ? texts.shift() : texts[0]) ?? '');
};

const pathsOf = (seen: readonly Seen[]) => seen.map(({ line }) => line.split(' ')[1]);
const get = (base: string, name: string, more: object = {}) => ({ name, http: { url: `${base}/${name}` }, ...more });
const out = (base: string, more: object = {}) => get(base, 'out', { always: true, ...more });

describe('a flow', () => {
  it('ends at the first step that is NG, and sends clean-up all the same, in the order written', async () => {
    const app = await startApp({
      'GET /a': status(200),
      'GET /b': status(503),
      'GET /out': status(200),
      'GET /c': status(200),
    });
    const verdict = await runFlow([
      get(app.base, 'a'),
      get(app.base, 'b'),
      get(app.base, 'early', { always: true, expect: { status: 404 } }),
      get(app.base, 'c'),
      out(app.base),
    ]);

    expect(reasonOf(verdict)).toBe('status: step "b" (2 of 5): status 503, wanted 2xx');
    expect(pathsOf(app.seen)).toEqual(['/a', '/b', '/early', '/out']);
    expect(verdict).toMatchObject({ kind: 'steps', status: 503, flaky: false, curl: `curl ${app.base}/b` });
    expect(verdict.seen).toEqual({
      steps: [expect.any(Number), expect.any(Number), expect.any(Number), -1, expect.any(Number)],
    });
  });

  it('carries status and phases of the last step that is no clean-up, and the time of all', async () => {
    const app = await startApp({ 'GET /a': status(201), 'GET /b': status(204), 'GET /out': status(202) });
    const verdict = await runFlow([get(app.base, 'a'), get(app.base, 'b'), out(app.base)]);

    expect(verdict).toMatchObject({ outcome: 'OK', status: 204, phases: { firstByte: expect.any(Number) } });
    const [, ...times] = [0, ...((verdict.seen?.['steps'] ?? []) as number[])];
    expect(verdict.latencyMs).toBeGreaterThanOrEqual(times.reduce((sum, ms) => sum + ms, 0) - times.length);
  });

  it('is NG where only clean-up is, and says both where both are', async () => {
    const app = await startApp({ 'GET /a': status(200, 500), 'GET /out': status(401) });
    const flow = [get(app.base, 'a'), out(app.base)];

    expect(reasonOf(await runFlow(flow))).toBe('status: clean-up step "out" (2 of 2): status 401, wanted 2xx');
    expect(reasonOf(await runFlow(flow))).toBe(
      'status: step "a" (1 of 2): status 500, wanted 2xx; also clean-up "out" failed: status 401, wanted 2xx',
    );
  });

  it('says of clean-up that it was not sent for want of a capture', async () => {
    const app = await startApp({ 'POST /make': status(500), 'GET /out': status(200) });
    const verdict = await runFlow([
      { name: 'make', http: { url: `${app.base}/make`, method: 'POST' }, capture: { id: { json: '$.id' } } },
      { name: 'delete', always: true, http: { url: `${app.base}/{{id}}`, method: 'DELETE' } },
      out(app.base),
    ]);

    expect(reasonOf(verdict)).toBe(
      'status: step "make" (1 of 3): status 500, wanted 2xx; also clean-up "delete" was not sent: nothing was captured as id',
    );
    expect(pathsOf(app.seen)).toEqual(['/make', '/out']);
  });

  it('keeps time for clean-up when a step hangs, and sends no step without time', async () => {
    const app = await startApp({ 'GET /a': hang, 'GET /out': status(200) });
    const verdict = await runFlow([get(app.base, 'a'), get(app.base, 'b'), out(app.base)], {
      timeout: '900ms',
      cleanup: '500ms',
    });

    expect(reasonOf(verdict)).toMatch(
      /^timeout: step "a" \(1 of 3\): no answer within \d+ms \(waiting for the first byte\)$/,
    );
    expect(pathsOf(app.seen)).toEqual(['/a', '/out']);
  });

  it('is over in its time though clean-up hangs too', async () => {
    const app = await startApp({ 'GET /a': hang, 'GET /out': hang });
    const verdict = await runFlow([get(app.base, 'a'), out(app.base), get(app.base, 'b', { always: true })], {
      timeout: '600ms',
      cleanup: '300ms',
    });

    expect(reasonOf(verdict)).toMatch(
      /step "a" .* also clean-up "out" failed: no answer .* also clean-up "b" failed: no time was left for it/,
    );
  });

  it('ends a step at its own timeout, and a flow beyond its latency is NG', async () => {
    const app = await startApp({ 'GET /a': hang });
    const own = [{ name: 'a', http: { url: `${app.base}/a`, timeout: '150ms' } }];

    expect(reasonOf(await runFlow(own))).toBe(
      'timeout: step "a" (1 of 1): no answer within 150ms (waiting for the first byte)',
    );
  });

  it('sends nothing where a reference cannot be read', async () => {
    const app = await startApp();
    const verdict = await runFlow([
      get(app.base, 'a'),
      { name: 'b', always: true, http: { url: `${app.base}/b`, headers: { 'x-key': '${env:ROLLCALL_NOT_THERE}' } } },
    ]);

    expect(reasonOf(verdict)).toBe('config: environment variable ROLLCALL_NOT_THERE is not set');
    expect(app.seen).toEqual([]);
  });

  it('makes its variables once, and templates anew for each request', async () => {
    const app = await startApp({ 'GET /a': status(200) });
    const headers = { 'x-var': '{{id}}', 'x-new': '{{uuid}}' };
    const one = (name: string) => ({ name, http: { url: '{{base}}/a', headers } });
    await runFlow([one('1'), one('2')], { vars: { base: app.base, id: 'r-{{uuid}}' } });

    const values = (name: string) => new Set(app.seen.map((seen) => seen.headers[name])).size;
    expect([values('x-var'), values('x-new')]).toEqual([1, 2]);
  });

  it('captures status, header, cookie, regex and JSON, and expects what it captured', async () => {
    const app = await startApp({
      'GET /a': (_, response) =>
        void response
          .writeHead(203, { etag: '"v1"', 'set-cookie': ['b=2; Path=/', 'sid=abc'] })
          .end('{"id": 7, "text": "n=42;"}'),
      'GET /b': (_, response) =>
        response.writeHead(200, { 'x-same': '"v1"' }).end('{"id": 7, "status": 203, "of": "abc"}'),
    });
    const verdict = await runFlow([
      get(app.base, 'a', {
        capture: {
          code: { status: true },
          etag: { header: 'ETag' },
          sid: { cookie: 'sid' },
          n: { regex: 'n=(\\d+)' },
          whole: { regex: 'n=\\d+' },
          id: { json: '$.id' },
        },
      }),
      {
        name: 'b',
        http: { url: `${app.base}/b`, query: { a: '{{n}}-{{whole}}' } },
        expect: {
          header: { 'x-same': '{{etag}}' },
          keyword: '"of": "{{sid}}"',
          json: [
            { path: '$.id', equals: '{{id}}' },
            { path: '$.status', equals: '{{code}}' },
          ],
        },
      },
    ]);

    expect(reasonOf(verdict)).toBe('OK');
    expect(app.lines()[1]).toBe('GET /b?a=42-n%3D42');
  });
});

describe('until', () => {
  it('sends again until it holds, and captures then', async () => {
    const app = await startApp({ 'GET /job': bodies('{"s": "a"}', '{"s": "b"}', '{"s": "done", "id": 9}') });
    const verdict = await runFlow([
      get(app.base, 'job', {
        until: { json: [{ path: '$.s', equals: 'done' }], every: '200ms' },
        capture: { id: { json: '$.id' } },
      }),
      { name: 'use', http: { url: `${app.base}/use/{{id}}` }, expect: { status: 404 } },
    ]);

    expect(verdict).toMatchObject({ outcome: 'OK', flaky: false });
    expect(pathsOf(app.seen)).toEqual(['/job', '/job', '/job', '/use/9']);
  });

  it('that never holds ends in its time, or in that of the flow, and says what is still so', async () => {
    const app = await startApp({ 'GET /job': bodies('{"s": "busy"}') });
    const until = { json: [{ path: '$.s', equals: 'done' }], every: '200ms' };
    const own = await runFlow([get(app.base, 'job', { until: { ...until, within: '500ms' } })]);
    const whole = await runFlow([get(app.base, 'job', { until })], { timeout: '500ms' });

    for (const verdict of [own, whole]) {
      expect(reasonOf(verdict)).toMatch(
        /^body: step "job" \(1 of 1\): still \$\.s is "busy", wanted "done" after \d+ tr(?:y|ies) in [\d.]+s$/,
      );
    }
  });

  it('gives up at once where expect does not hold', async () => {
    const app = await startApp({ 'GET /job': status(500) });
    const verdict = await runFlow([get(app.base, 'job', { until: { keyword: 'done' } })]);

    expect(reasonOf(verdict)).toBe('status: step "job" (1 of 1): status 500, wanted 2xx');
    expect(app.seen).toHaveLength(1);
  });

  it('takes a status of its own', async () => {
    const app = await startApp({ 'GET /job': status(202, 200) });
    const verdict = await runFlow([get(app.base, 'job', { until: { status: 200, every: '200ms' } })]);

    expect([reasonOf(verdict), app.seen.length]).toEqual(['OK', 2]);
  });
});

describe('retry', () => {
  it('sends again where no answer came, which makes an OK flaky', async () => {
    const app = await startApp({ 'GET /a': resets(1) });
    const verdict = await runFlow([get(app.base, 'a', { retry: { every: '200ms' } })]);

    expect(verdict).toMatchObject({ outcome: 'OK', flaky: true, attempts: 1 });
    expect(app.seen).toHaveLength(2);
  });

  it('does not send again what was answered, unless any NG is meant', async () => {
    const app = await startApp({ 'GET /a': status(500), 'GET /b': status(500, 200) });
    const network = await runFlow([get(app.base, 'a', { retry: { times: 3, every: '200ms' } })]);
    const any = await runFlow([get(app.base, 'b', { retry: { every: '200ms', on: 'any' } })]);

    expect(pathsOf(app.seen)).toEqual(['/a', '/b', '/b']);
    expect([network.outcome, network.flaky, any.outcome, any.flaky]).toEqual(['NG', false, 'OK', true]);
  });

  it('is over after so many', async () => {
    const app = await startApp({ 'GET /a': resets(9) });
    const verdict = await runFlow([get(app.base, 'a', { retry: { times: 2, every: '200ms' } })]);

    expect([app.seen.length, verdict.flaky]).toEqual([3, false]);
    expect(reasonOf(verdict)).toMatch(/^reset: step "a"/);
  });
});

describe('graphql', () => {
  it('is NG by its errors, which come with status 200, unless they are allowed', async () => {
    const app = await startApp({ 'POST /graphql': bodies('{"data": {"a": 1}, "errors": [{"message": "no"}]}') });
    const step = (graphql: object) => ({
      name: 'q',
      http: { url: `${app.base}/graphql`, graphql: { query: '{ a }', ...graphql } },
    });

    expect(reasonOf(await runFlow([step({})]))).toContain('body: step "q" (1 of 1): $.errors is');
    expect(reasonOf(await runFlow([step({ errors: 'allowed', operation: 'A' })]))).toBe('OK');
    expect(app.seen.map(({ body }) => body)).toEqual(['{"query":"{ a }"}', '{"query":"{ a }","operationName":"A"}']);
  });
});

describe('degraded', () => {
  it('of a step and of the whole flow warns of an OK', async () => {
    const app = await startApp({ 'GET /a': (_, response) => void setTimeout(() => response.end('ok'), 60) });
    const verdict = await runFlow([get(app.base, 'a', { degraded: 'latency > 20ms' })]);

    expect(verdict).toMatchObject({ outcome: 'OK', degraded: true });
    expect(verdict.warning).toMatch(/^step "a": latency [\d.]+ ms > 20 ms$/);
  });
});
