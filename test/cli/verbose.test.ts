import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import stringWidth from 'string-width';
import { describe, expect, it, onTestFinished } from 'vitest';
import { folderWith, rollcall } from './command.ts';
import { rollcallHere } from './in-process.ts';
import { checksOf, startTarget } from './target.ts';

const untimed = (text: string) => text.replace(/^ *\d+\.\d ms/gm, '    0.0 ms').replace(/\d+(?:\.\d+)? ms/g, '0 ms');

/** A target that answers 503 at first, and then 200. */
async function startRecovering(): Promise<string> {
  let asked = 0;
  const server = createServer((_, response) => {
    asked += 1;
    response.writeHead(asked === 1 ? 503 : 200, { 'x-odd': 'a\u0085b' }).end('on the way\n\u001b[31mup');
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('rollcall run --verbose', () => {
  it('shows each attempt, the recheck too, and then the table', async () => {
    const url = await startRecovering();
    const { host } = new URL(url);
    const checks = `checks: [{ name: a, rechecks: 1, recheckAfter: 1s, http: { url: ${url}/ }, expect: { keyword: up } }]\n`;
    const { code, stdout, stderr } = await rollcall(['run', '-v'], {
      cwd: await folderWith({ 'checks.yaml': checks }),
    });
    const blocks = untimed(stdout).split('\n\n');

    expect({ code, stderr, blocks: blocks.length }).toEqual({ code: 0, stderr: '', blocks: 3 });
    expect(
      blocks[0]
        ?.split('\n')
        .filter((line) => !/(?:Date|Connection|Transfer-Encoding|User-Agent):|connected/.test(line)),
    ).toEqual([
      'a: http, attempt 1',
      `    0 ms * connecting to ${host}`,
      '    0 ms > GET / HTTP/1.1',
      `           > Host: ${host}`,
      '           > Accept: */*',
      '    0 ms < HTTP/1.1 503 Service Unavailable',
      '           < x-odd: a\ufffdb',
      '           < body, 18 bytes, utf-8:',
      '           | on the way',
      '           | ␛[31mup',
      '  phases: connect 0 ms, first byte 0 ms, download 0 ms, in all 0 ms',
      '  ✗ status 503, wanted 2xx',
      '  ✓ keyword "up" is in the 18 bytes of the body',
      `  by hand: curl ${url}/`,
      '  1 s until the recheck',
    ]);
    expect(blocks[1]).toContain('a: http, attempt 2 (a recheck)\n');
    expect(blocks[1]).toContain('  ✓ status 200, wanted 2xx\n  ✓ keyword "up"');
    expect(blocks[2]).toMatch(/✓ {2}a +0 ms {2}flaky: OK on attempt 2\n1 OK, 0 NG \(1 flaky\)/);
  });

  it.each([
    [['--verbose', 'down'], ['down']],
    [
      ['-v', 'down,ok'],
      ['down', 'ok'],
    ],
    [['-v', '--only', 'ok'], ['ok']],
    [['-v', 'ok,down', '--only', 'ok,ok-2'], ['ok']],
    [['-v'], ['ok', 'down', 'ok-2']],
    [
      ['-v', 'checks.yaml', '--only', 'ok,down'],
      ['ok', 'down'],
    ],
  ])('calls and shows with %j only %j', async (args, names) => {
    const { url } = await startTarget();
    const cwd = await folderWith({ 'checks.yaml': checksOf(url, ['ok', 'down', 'ok-2']) });
    const { stdout } = await rollcallHere(['run', ...args], { cwd });

    expect([...stdout.matchAll(/^(\S+): http, attempt 1$/gm)].map(([, name]) => name).toSorted()).toEqual(
      names.toSorted(),
    );
    expect(stdout.match(/^[✓✗] /gm)).toHaveLength(names.length);
  });

  it.each([
    ['words behind --', (url: string) => ['-v', '--', 'curl', '-s', url]],
    ['words', (url: string) => ['-v', 'curl', '-s', url]],
    ['one text', (url: string) => ['--verbose', `curl -s '${url}'`]],
    ['one text, and another option between', (url: string) => ['-v', '--status', '200', `curl -s '${url}'`]],
  ])('shows a curl command that is %s', async (_, words) => {
    const { url } = await startTarget();
    const { code, stdout } = await rollcallHere(['run', ...words(`${url}/ok`)], { cwd: await folderWith() });

    expect(code).toBe(0);
    expect(stdout).toMatch(/ > GET \/ok HTTP\/1\.1\n/);
    expect(stdout).toContain('  ✓ status 200, wanted 2');
  });

  it('leaves stdout to the document with --json', async () => {
    const { url } = await startTarget();
    const cwd = await folderWith({ 'checks.yaml': checksOf(url, ['down']) });
    const { stdout, stderr } = await rollcallHere(['run', '-v', '--json'], { cwd });

    expect(JSON.parse(stdout).results).toHaveLength(1);
    expect(stdout).not.toContain('HTTP/1.1');
    expect(stderr).toContain(' > GET /down HTTP/1.1\n');
  });

  it('says why there is no answer', async () => {
    const { stdout } = await rollcallHere(['run', '-v', '--', 'curl', 'http://127.0.0.1:1/'], {
      cwd: await folderWith(),
    });

    expect(stdout).toContain('* no connection to 127.0.0.1:1: ECONNREFUSED\n');
    expect(stdout).toContain('\n  ✗ connection refused by 127.0.0.1:1\n');
  });

  it.each([
    40, 60, 80, 200,
  ])('breaks no word on a terminal of %d columns, and leaves whole what is wider', async (columns) => {
    const { url } = await startTarget();
    const words = [
      'run',
      '-v',
      '--keyword',
      'some words that are not in it',
      '--',
      'curl',
      '-A',
      'an agent of several words to say',
      `${url}/ok?${'q=1&'.repeat(20)}`,
    ];
    const { stdout } = await rollcallHere(words, {
      cwd: await folderWith(),
      columns,
      env: { LANG: 'C.UTF-8', NO_COLOR: '1' },
    });

    for (const word of ['several', 'words', 'keyword', 'phases:', 'connected', `${url}/ok?${'q=1&'.repeat(20)}`])
      expect(stdout.split(/[\s"]+/).some((one) => one.includes(word))).toBe(true);
    const wide = stdout.split('\n').filter((line) => stringWidth(line) > columns);
    // A word in quotes is one to a shell.
    const bare = wide.map((line) => line.replace(/'[^']*'/g, "''").replace(/ \\$/, ''));
    for (const line of bare) expect(line.replace(/^ *(?:\d+\.\d ms )?[*<>|✓✗]? ?/, '').trim()).not.toContain(' ');
  });
});

/** A target that answers when it is told to: /redirect leads there by a URL that holds a password. */
async function startPatient(most = 1) {
  const [asked, told] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  let waiting = 0;
  const server = createServer(async (request, response) => {
    if (request.url === '/redirect') {
      const location = `http://me:pass-7f3a9@${request.headers.host}/ok`;
      return response.writeHead(302, { location, 'x-odd': 'pass-7f3a9' }).end();
    }
    response.writeHead(200, { 'x-odd': 'from the target' }).write('beginning');
    waiting += 1;
    if (waiting === most) asked.resolve();
    await told.promise;
    return response.end();
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked: asked.promise,
    answer: told.resolve,
  };
}

const checkAt = (url: string, more = '') =>
  `checks: [{ name: a, rechecks: 0, http: { timeout: 20s, url: ${url}${more} } }]\n`;

describe('rollcall run --verbose, while it waits', () => {
  it.each([
    ['in a pipe', {}],
    ['on a terminal', { columns: 80, env: { LANG: 'C.UTF-8', NO_COLOR: '1' } }],
  ])('shows what one check has sent and got by then %s', async (_, settings) => {
    const { url, answer } = await startPatient();
    const { code, stdout } = await rollcallHere(['run', '-v'], {
      ...settings,
      cwd: await folderWith({ 'checks.yaml': checkAt(url) }),
      // Nothing else ends the attempt.
      onScreen: (screen) => screen.includes('< x-odd: from the target') && answer(),
    });

    expect(code).toBe(0);
    expect(stdout.match(/ > GET \/ HTTP\/1\.1$/gm)).toHaveLength(1);
    expect(stdout).toMatch(/< x-odd: from the target\n(?: +< .*\n)+ +\| beginning\n {2}phases: .*\n {2}✓ status 200/);
  });

  it('shows a guard behind the one check that it goes with', async () => {
    const { url, answer } = await startPatient();
    const guard = `guard: [{ name: internet, http: { url: ${url}/redirect }, expect: { status: 302 } }]\n`;
    const { stdout } = await rollcallHere(['run', '-v'], {
      cwd: await folderWith({ 'checks.yaml': guard + checkAt(url) }),
      onScreen: (screen) => screen.includes('< x-odd: from the target') && answer(),
    });

    expect(stdout).toMatch(
      /^a: http, attempt 1\n(?: .*\n)+ {2}✓ status 200.*\n\ninternet: http, attempt 1\n(?: .*\n)+ {2}✓ status 302/,
    );
  });

  it('shows of an attempt that finds out secrets what comes before the first answer, and the rest in its order', async () => {
    const { url, answer } = await startPatient();
    const screens: string[] = [];
    const { stdout } = await rollcallHere(['run', '-v'], {
      columns: 120,
      env: { LANG: 'C.UTF-8', NO_COLOR: '1' },
      cwd: await folderWith({ 'checks.yaml': checkAt(url, '/redirect, follow: true') }),
      onScreen(screen) {
        screens.push(screen);
        if (screen.includes('is shown when the attempt is over')) answer();
      },
    });

    expect(stdout.match(/[*<>] (?:GET|HTTP|redirect)[^\n]*/g)?.map((line) => line.slice(0, 10))).toEqual([
      '> GET /red',
      '< HTTP/1.1',
      '* redirect',
      '> GET /ok ',
      '< HTTP/1.1',
    ]);
    expect(stdout).toContain('< x-odd: ***\n');
    expect(screens.at(-1)).not.toContain('pass-7f3a9');
  });

  it.each([
    ['one check', ['a']],
    ['several checks', ['a', 'b']],
  ])('shows what there is of %s when it is stopped', async (_, names) => {
    const { url, asked } = await startPatient(names.length);
    const stop = new AbortController();
    void asked.then(() => stop.abort('SIGINT'));
    const cwd = await folderWith({ 'checks.yaml': checksOf(url, names) });
    const { code, stdout, stderr } = await rollcallHere(['run', '-v'], { cwd, signal: stop.signal });

    expect({ code, stderr }).toEqual({ code: 130, stderr: `interrupted: 0 of ${names.length} checks had answered\n` });
    for (const name of names) {
      expect(stdout).toMatch(
        new RegExp(`^${name}: http, attempt 1\n(?: .*\n)+ .* > GET /${name} HTTP/1.1\n(?: .*\n)*  interrupted\n`, 'm'),
      );
    }
  });

  it('shows which step a flow has come to, while it waits and when it is stopped', async () => {
    const { url, asked } = await startPatient(2);
    const stop = new AbortController();
    const flow = `[{ name: look, http: { url: ${url}/redirect }, expect: { status: 302 } }, { name: buy, http: { url: ${url}/ } }]`;
    const checks = `checks: [{ name: shop, rechecks: 0, steps: { timeout: 20s, flow: ${flow} } }]\n`;
    const settings = { cwd: await folderWith({ 'checks.yaml': checks }), signal: stop.signal };
    void asked.then(() => stop.abort('SIGINT'));
    const [terminal, pipe] = await Promise.all([
      rollcallHere(['run', '-v'], { ...settings, columns: 100, env: { LANG: 'C.UTF-8', NO_COLOR: '1' } }),
      rollcallHere(['run', '-v'], settings),
    ]);

    for (const { stdout } of [terminal, pipe]) {
      expect(stdout.match(/step "buy" \(2 of 2\)$/gm)).toHaveLength(1);
      expect(stdout).toMatch(/^ {2}interrupted; \d more of its lines are not shown/m);
      expect(stdout).not.toContain('pass-7f3a9');
    }
    expect(terminal.screen).toMatch(/step "buy" \(2 of 2\)\n.*waiting for shop/s);
  });

  it('shows nothing that could be known as a secret later when it is stopped, and how much that is', async () => {
    const { url, asked } = await startPatient();
    const stop = new AbortController();
    void asked.then(() => stop.abort('SIGINT'));
    const cwd = await folderWith({ 'checks.yaml': checkAt(url, '/redirect, follow: true') });
    const { stdout } = await rollcallHere(['run', '-v'], { cwd, signal: stop.signal });

    expect(stdout).toContain('> GET /redirect HTTP/1.1\n');
    expect(stdout).toMatch(/^ {2}interrupted; \d more of its lines are not shown, as they may hold what is secret$/m);
    expect(stdout).not.toMatch(/pass-7f3a9|from the target/);
  });
});
