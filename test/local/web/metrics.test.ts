import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { check, ngVerdict, okVerdict } from '../checks.ts';
import { ask, serve, TOKEN } from './serving.ts';

const list = { checks: [check('orders-api', { tags: ['payments'] }), check('pay "me"\n')] };
const NOW = Date.parse('2026-11-26T12:00:00Z');
const at = new Date(NOW).toISOString();
const HAS_PROMTOOL = spawnSync('promtool', ['--version']).error === undefined;

/** What Prometheus 2.42 sends. */
const PROMETHEUS =
  'application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1';

describe('/metrics', () => {
  it('has the latest verdict of each check, and watch itself', async () => {
    const { url, watch } = await serve(list, { now: () => NOW });
    watch.answer(ngVerdict('orders-api', { at }));
    watch.answer(okVerdict('pay "me"\n', { at }));
    const quiet = { because: 'muted', by: at } as const;
    const again = [ngVerdict('orders-api', { at, quiet })];
    watch.happen({ type: 'verdicts', run: { id: 'r', startedAt: at }, verdicts: again, lagMs: 30 });
    const text = String((await ask(`${url}/metrics`)).body);
    expect(text.split('\n')).toEqual(
      expect.arrayContaining([
        'probe_success{check="orders-api"} 0',
        'probe_success{check="pay \\"me\\"\\n"} 1',
        'rollcall_check_reason{check="orders-api",code="status"} 1',
        'rollcall_verdicts_total{outcome="NG"} 1',
        'rollcall_verdicts_total{outcome="OK"} 1',
        'rollcall_schedule_lag_seconds_bucket{le="0.025"} 0',
        'rollcall_schedule_lag_seconds_bucket{le="0.05"} 1',
        'rollcall_checks 2',
      ]),
    );
    expect(text).toMatch(/^process_resident_memory_bytes [1-9]/m);
  });

  it('leaves out what was answered two schedules ago, and what the list has no more', async () => {
    const { url, watch } = await serve(list, { now: () => NOW });
    const ago = (ms: number) => new Date(NOW - ms).toISOString();
    const successes = async () => String((await ask(`${url}/metrics`)).body).match(/^probe_success.*/gm);
    watch.answer(okVerdict('orders-api', { at: ago(11 * 60_000) }));
    watch.answer(okVerdict('gone', { at }));
    expect(await successes()).toEqual(['probe_success{check="orders-api"} 1']);
    watch.answer(okVerdict('orders-api', { at: ago(13 * 60_000) }));
    expect(await successes()).toBeNull();
  });

  it.each([
    [PROMETHEUS, 'application/openmetrics-text; version=1.0.0; charset=utf-8'],
    ['text/plain;version=0.0.4', 'text/plain; version=0.0.4; charset=utf-8'],
    ['application/openmetrics-text;q=0.1, text/plain', 'text/plain; version=0.0.4; charset=utf-8'],
    ['*/*', 'text/plain; version=0.0.4; charset=utf-8'],
    ['application/openmetrics-text;version=2.0.0', 'text/plain; version=0.0.4; charset=utf-8'],
  ])('asked for %s is %s', async (accept, type) => {
    const { url, watch } = await serve(list, { now: () => NOW });
    watch.answer(okVerdict('orders-api', { at }));
    const { headers, body } = await ask(`${url}/metrics`, { headers: { accept } });
    expect(headers['content-type']).toBe(type);
    expect(String(body).match(/# EOF\n/g)?.length ?? 0).toBe(type.startsWith('application') ? 1 : 0);
    expect(String(body).endsWith('# EOF\n')).toBe(type.startsWith('application'));
  });

  it('are in the right format, though two ask for both at once', async () => {
    const { url } = await serve(list);
    const asked = Array.from({ length: 20 }, (_, i) => (i % 2 ? PROMETHEUS : 'text/plain'));
    const answers = await Promise.all(asked.map((accept) => ask(`${url}/metrics`, { headers: { accept } })));
    expect(answers.map(({ body }) => String(body).endsWith('# EOF\n'))).toEqual(asked.map((one) => one === PROMETHEUS));
  });

  it.skipIf(!HAS_PROMTOOL)('are as Prometheus wants them, by its own tool', async () => {
    const { url, watch } = await serve(list, { now: () => NOW });
    watch.answer(ngVerdict('orders-api', { at }));
    const { body } = await ask(`${url}/metrics`);
    const { status, stderr, stdout } = spawnSync('promtool', ['check', 'metrics'], { input: body });
    // Node's own metrics are as the client library has them; it is theirs what promtool says of those.
    const said = `${stdout}${stderr}`.split('\n').filter((line) => line !== '' && !line.startsWith('nodejs_'));
    expect({ said, failed: status === 1 }).toEqual({ said: [], failed: false });
  });

  it('are for those who may see everything', async () => {
    const { url } = await serve(list, { token: TOKEN, baseUrls: ['https://status.example.com'] });
    const as = async (path: string, headers: Record<string, string>) =>
      (await ask(url + path, { headers: { host: 'status.example.com', ...headers } })).status;
    expect([
      await as('/metrics', {}),
      await as('/probe?target=orders-api', {}),
      await as('/metrics', { authorization: `Bearer ${TOKEN}` }),
    ]).toEqual([401, 401, 200]);
  });
});

describe('/probe', () => {
  it('answers the last verdict of a check as blackbox_exporter does, with no label for the check', async () => {
    const { url, watch } = await serve(list, { now: () => NOW });
    watch.answer(okVerdict('orders-api', { at, latencyMs: 250 }));
    const { status, body } = await ask(`${url}/probe?target=orders-api&module=http_2xx`);
    expect(status).toBe(200);
    expect(String(body).split('\n')).toEqual(
      expect.arrayContaining([
        'probe_success 1',
        'probe_duration_seconds 0.25',
        'probe_http_status_code 200',
        'probe_http_duration_seconds{phase="processing"} 0.001',
      ]),
    );
    expect(String(body)).not.toContain('rollcall_');
  });

  it.each([
    ['', 400, 'Target parameter is missing\n'],
    ['?target=order-api', 400, 'Unknown target: "order-api" is no enabled check; did you mean "orders-api"?\n'],
    ['?target=orders-api', 503, 'orders-api has not been asked yet\n'],
  ])('%s is %i', async (query, status, words) => {
    const { url } = await serve(list);
    const answer = await ask(`${url}/probe${query}`);
    expect([answer.status, String(answer.body)]).toEqual([status, words]);
  });

  it('fails where the last verdict is old, so that it is no news', async () => {
    const { url, watch } = await serve(list, { now: () => NOW });
    watch.answer(okVerdict('orders-api', { at: new Date(NOW - 13 * 60_000).toISOString() }));
    const { status, body } = await ask(`${url}/probe?target=orders-api`);
    expect([status, String(body)]).toEqual([503, 'the last answer of orders-api is of 2026-11-26T11:47:00.000Z\n']);
  });

  it('runs the check now for who has the token', async () => {
    const { url, watch } = await serve(list, { token: TOKEN });
    const fresh = (headers: Record<string, string>) => ask(`${url}/probe?target=orders-api&fresh=1`, { headers });
    expect((await fresh({})).status).toBe(401);
    expect(watch.ran).toEqual([]);
    expect(String((await fresh({ authorization: `Bearer ${TOKEN}` })).body)).toContain('probe_success 1\n');
    expect(watch.ran).toEqual(['orders-api']);
  });
});
