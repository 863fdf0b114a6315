import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { rollcallHere } from './in-process.ts';

/** A target that is up or down as a test wants it, and takes webhooks under /hook…. */
async function startWorld() {
  const world = {
    up: false,
    /** How long it takes to answer, milliseconds. */
    takesMs: 0,
    hooks: [] as { path: string; subject: string }[],
    url: '',
    /** What hooks answer; null leaves them without an answer. */
    status: 200 as number | null,
    onHook: () => {},
  };
  const server = createServer((request, response) => {
    if (!request.url?.startsWith('/hook')) {
      return setTimeout(() => response.writeHead(world.up ? 200 : 503).end(), world.takesMs);
    }
    let body = '';
    request.on('data', (text) => {
      body += text;
    });
    request.on('end', () => {
      world.hooks.push({ path: request.url ?? '', subject: JSON.parse(body).subject });
      world.onHook();
      if (world.status !== null) response.writeHead(world.status).end();
    });
    return response;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  world.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return world;
}

const listOf = (url: string, receivers: string) => `
alerts:
  topics:
    default: { receivers: [${receivers}] }
    pager: { receivers: [{ webhook: { url: ${url}/hook-pager } }] }
  routes: [{ topic: pager, tags: [pay] }]
defaults: { rechecks: 0 }
checks:
  - { name: shop, http: { url: ${url}/ } }
  - { name: pay, tags: [pay], http: { url: ${url}/ } }
`;

let cwd: string;
let world: Awaited<ReturnType<typeof startWorld>>;
beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'rollcall-'));
  world = await startWorld();
  await writeFile(join(cwd, 'checks.yaml'), listOf(world.url, `{ webhook: { url: ${world.url}/hook } }`));
  return () => rm(cwd, { recursive: true });
});

const taken = () => world.hooks.splice(0).toSorted((a, b) => (a.path < b.path ? -1 : 1));

describe('rollcall run --send --remember', () => {
  it('tells the receivers of each route when an incident opens and when it is over', async () => {
    const told = [];
    for (const up of [false, false, false, true, true]) {
      world.up = up;
      const { code } = await rollcallHere(['run', '--send', '--remember'], { cwd });
      told.push([code, ...taken().map(({ path, subject }) => `${path} ${subject}`)]);
    }
    expect(told).toEqual([
      [1],
      [1, '/hook NG 2 of 2: shop', '/hook-pager NG 2 of 2: pay'],
      [1],
      [0, '/hook recovered: shop', '/hook-pager recovered: pay'],
      [0],
    ]);
  });

  it('tells when OK answers are degraded, and when they are no more', async () => {
    const list = (most: string) => `
alerts: { topics: { default: { receivers: [{ webhook: { url: ${world.url}/hook } }] } } }
defaults: { rechecks: 0, degradedThreshold: 2 }
checks: [{ name: shop, http: { url: ${world.url}/ }, degraded: "latency > ${most}" }]
`;
    Object.assign(world, { up: true, takesMs: 30 });
    const told = [];
    for (const most of ['5ms', '5ms', '5ms', '9s', '5ms']) {
      await writeFile(join(cwd, 'checks.yaml'), list(most));
      const { code } = await rollcallHere(['run', '--send', '--remember'], { cwd });
      told.push([code, ...taken().map(({ subject }) => subject)]);
    }
    expect(told).toEqual([[0], [0, 'degraded 1 of 1: shop'], [0], [0, 'no longer degraded: shop'], [0]]);
  });

  it('goes on without a memory that is broken: alerts are out, marked, and the run has failed', async () => {
    await mkdir(join(cwd, '.rollcall'));
    await writeFile(join(cwd, '.rollcall', 'rollcall.db'), 'this is no database '.repeat(100));
    const { code, stdout, stderr } = await rollcallHere(['run', '--send', '--remember'], { cwd });
    expect(code).toBe(3);
    expect(stdout).toContain('perhaps told before');
    expect(stderr).toMatch(/rollcall\.db: .*move it away/);
    expect(taken()).toHaveLength(2);
  });
});

describe('an alert that a receiver did not take', () => {
  const run = (signal?: AbortSignal) =>
    rollcallHere(['run', '--send', '--remember'], { cwd, ...(signal && { signal }) });

  it('is sent by the next run, once, and before what is newer', async () => {
    await run();
    world.status = 404;
    const { code, stderr } = await run();
    expect(code).toBe(3);
    expect(stderr).toMatch(/not sent to alerts\.topics\.default\S+ \S+ answered 404; the next run tries again/);
    taken();
    world.status = 200;
    world.up = true;
    expect((await run()).code).toBe(0);
    expect(taken().map(({ path, subject }) => `${path} ${subject}`)).toEqual([
      '/hook NG 2 of 2: shop',
      '/hook recovered: shop',
      '/hook-pager NG 2 of 2: pay',
      '/hook-pager recovered: pay',
    ]);
    await run();
    expect(taken()).toEqual([]);
  });

  it('because the run was stopped while it hung, is sent by the next run', async () => {
    await run();
    const stop = new AbortController();
    world.status = null;
    world.onHook = () => {
      if (world.hooks.length === 2) stop.abort('SIGINT');
    };
    const { code, stderr } = await run(stop.signal);
    expect(code).toBe(130);
    expect(stderr).toContain('interrupted; the next run tries again');
    taken();
    world.status = 200;
    world.onHook = () => {};
    await run();
    expect(taken().map(({ subject }) => subject)).toEqual(['NG 2 of 2: shop', 'NG 2 of 2: pay']);
  });

  it('is gone when its receiver is', async () => {
    await run();
    world.status = 404;
    await run();
    taken();
    world.status = 200;
    await writeFile(join(cwd, 'checks.yaml'), listOf(world.url, '{ command: [/bin/true] }'));
    await run();
    expect(taken().map(({ path }) => path)).toEqual(['/hook-pager']);
  });

  it('is only told of without a memory, or with one that is broken', async () => {
    world.status = 404;
    expect((await rollcallHere(['run', '--send'], { cwd })).stderr).not.toContain('tries again');
    await mkdir(join(cwd, '.rollcall'));
    await writeFile(join(cwd, '.rollcall', 'rollcall.db'), 'this is no database '.repeat(100));
    const { stderr } = await run();
    expect(stderr).toContain('what is not sent now is not kept');
    expect(stderr).not.toContain('tries again');
  });
});

describe('rollcall run', () => {
  it('tells every NG without a memory, and sends nothing unless it is asked to', async () => {
    for (const _ of [1, 2]) {
      const { stdout } = await rollcallHere(['run', '--alert'], { cwd });
      expect(stdout.match(/The alert:/g)).toHaveLength(2);
    }
    expect(taken()).toEqual([]);
  });

  it('sends to the others when a receiver fails, says which, and ends with 3', async () => {
    const receivers = `{ command: [/not/there] }, { webhook: { url: ${world.url}/hook } }`;
    await writeFile(join(cwd, 'checks.yaml'), listOf(world.url, receivers));
    const { code, stderr } = await rollcallHere(['run', '--send', '--keep', 'kept'], { cwd });
    expect(code).toBe(3);
    expect(stderr).toContain('not sent to alerts.topics.default.receivers[0].command: /not/there could not be started');
    expect(taken().map(({ path }) => path)).toEqual(['/hook', '/hook-pager']);
    expect(await readFile(join(cwd, 'kept/alerts.jsonl'), 'utf8')).toContain('shop');
  });

  it.each([
    [['run', '--send'], 'checks: [{ name: a, tcp: { host: 127.0.0.1, port: 1 } }]', /--send has nobody to send to/],
    [['run', '--keep-for', '10s'], null, /use a duration of 1m or more, such as 12h or 30d/],
    [['test-alert', '--route', 'pagr'], null, /--route pagr is no topic .*; write one of default, pager/],
    [
      ['run', '--send', '--publish', '--topic', 'arn:aws:sns:us-east-1:123456789012:x'],
      null,
      /--send goes to receivers of this machine/,
    ],
  ])('refuses %j', async (args, checks, message) => {
    if (checks !== null) await writeFile(join(cwd, 'checks.yaml'), checks);
    const { code, stderr } = await rollcallHere(args, { cwd });
    expect([code, stderr]).toEqual([2, expect.stringMatching(message)]);
  });
});

describe('rollcall test-alert', () => {
  it('sends a marked sample to every receiver', async () => {
    const { code, stdout } = await rollcallHere(['test-alert'], { cwd });
    expect(code).toBe(0);
    expect(stdout).toBe(
      'sent to alerts.topics.default.receivers[0].webhook\nsent to alerts.topics.pager.receivers[0].webhook\n',
    );
    expect(taken()).toEqual([
      { path: '/hook', subject: '[TEST] NG 1 of 1: sample-check' },
      { path: '/hook-pager', subject: '[TEST] NG 1 of 1: sample-check' },
    ]);
  });

  it('sends it along one route', async () => {
    expect((await rollcallHere(['test-alert', '--route', 'pager'], { cwd })).code).toBe(0);
    expect(taken().map(({ path }) => path)).toEqual(['/hook-pager']);
  });
});
