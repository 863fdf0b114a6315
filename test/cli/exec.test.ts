import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { rollcall } from './command.ts';
import { rollcallHere } from './in-process.ts';

let cwd = '';
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'rollcall-exec-'));
  onTestFinished(() => rmSync(cwd, { recursive: true, force: true }));
  writeFileSync(
    join(cwd, 'checks.yaml'),
    'checks: [{name: nightly, heartbeat: {every: 1h, maxRuntime: 2h}}, {name: other, heartbeat: {every: 1h}}, {name: web, tcp: {host: h, port: 1}}]',
  );
});

const PATH = process.env['PATH'] ?? '';
const here = (args: readonly string[], env: Record<string, string> = {}) =>
  rollcallHere(args, { cwd, env: { PATH, ...env } });
const exec = (command: readonly string[], env: Record<string, string> = {}) =>
  here(['exec', 'nightly', '--', ...command], env);
const sh = (script: string, env: Record<string, string> = {}) => exec(['sh', '-c', script], env);
const verdictOf = async (name = 'nightly') => {
  const { results } = JSON.parse((await here(['run', '--json', '--only', name])).stdout);
  return results[0];
};

type Seen = { readonly url: string; readonly body: string };

/** What takes reports, and answers each by the next status. */
async function receiver(...statuses: readonly number[]) {
  const seen: Seen[] = [];
  const left = [...statuses];
  const server = createServer(async (request, response) => {
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece as Buffer);
    seen.push({
      url: (request.url ?? '').replace(/rid=[0-9a-f-]{36}$/, 'rid=RID'),
      body: Buffer.concat(pieces).toString(),
    });
    response.writeHead(left.shift() ?? 200).end('OK');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  return { seen, url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/nightly/hidden-token` };
}

describe('rollcall exec on this machine', () => {
  it('is waited for, then well, then failed with the last that it said, then well again', async () => {
    expect(await verdictOf()).toMatchObject({
      outcome: 'OK',
      degraded: true,
      warning: expect.stringContaining('no report is known here'),
    });
    expect(await sh('echo fine')).toMatchObject({ code: 0, stdout: 'fine\n', stderr: '' });
    expect(await verdictOf()).toMatchObject({ outcome: 'OK', seen: { tookMs: expect.any(Number) } });
    expect(await sh('echo working; echo "disk full" >&2; exit 3')).toMatchObject({ code: 3, stderr: 'disk full\n' });
    const failed = await verdictOf();
    expect(failed).not.toHaveProperty('curl');
    expect(failed).toMatchObject({
      outcome: 'NG',
      reason: { code: 'reported', message: expect.stringContaining('exit code 3') },
      excerpt: expect.stringContaining('disk full'),
    });
    expect(await verdictOf('other')).toMatchObject({ outcome: 'OK' });
    await sh('true');
    expect(await verdictOf()).toMatchObject({ outcome: 'OK' });
  });

  it.each([
    [['no-such-command-here'], 127, 'there is no such command'],
    [['./checks.yaml'], 126, 'it cannot be run (EACCES)'],
  ])('reports %j as a failure, and ends as a shell does', async (command, code, words) => {
    expect(await exec(command)).toMatchObject({ code, stderr: `rollcall: ${command[0]}: ${words}\n` });
    expect(await verdictOf()).toMatchObject({
      outcome: 'NG',
      reason: { message: expect.stringContaining(`exit code ${code}`) },
    });
  });

  it('runs the job where its reports cannot be kept, and says so', async () => {
    writeFileSync(join(cwd, '.rollcall'), 'a file');
    const { code, stdout, stderr } = await sh('echo fine; exit 4');
    expect({ code, stdout }).toEqual({ code: 4, stdout: 'fine\n' });
    expect(stderr).toMatch(/the start of nightly was not reported: .*\n.*the end of nightly was not reported/);
  });

  it.each([
    ['nigthly', 'there is no check nigthly in the list; did you mean "nightly"?'],
    ['web', 'web is a check of kind tcp, which is asked; only a heartbeat reports'],
  ])('runs the job under the name %s, and says that no heartbeat has it', async (name, words) => {
    expect(await here(['exec', name, '--', 'sh', '-c', 'echo fine; exit 4'])).toMatchObject({
      code: 4,
      stdout: 'fine\n',
      stderr: `rollcall: ${words}\n`,
    });
  });

  it.each([
    null,
    'checks: [',
    'checks: [{name: other, heartbeat: {every: $EVERY}}]',
  ])('says nothing of a name where the list cannot be read: %j', async (text) => {
    if (text === null) rmSync(join(cwd, 'checks.yaml'));
    else writeFileSync(join(cwd, 'checks.yaml'), text);
    expect(await sh('exit 4')).toMatchObject({ code: 4, stdout: '', stderr: '' });
  });

  it('wants a command', async () => {
    expect(await exec([])).toMatchObject({ code: 2, stderr: expect.stringContaining('what is to be run?') });
  });
});

describe('rollcall run with a heartbeat', () => {
  const file = () => join(cwd, '.rollcall', 'rollcall.db');

  it('leaves no file where nothing has reported, and keeps since when a job is looked for where there is one', async () => {
    await verdictOf();
    expect(existsSync(file())).toBe(false);
    await here(['heartbeat', 'ping', 'other']);
    expect(await verdictOf()).toMatchObject({ outcome: 'OK', degraded: false });
  });

  it('makes the file with --remember, and a job that never reports is late', async () => {
    const remembered = async () =>
      JSON.parse((await here(['run', '--json', '--remember', '--only', 'nightly'])).stdout);
    expect((await remembered()).results[0]).toMatchObject({ outcome: 'OK', degraded: false });
    const database = new DatabaseSync(file());
    database.exec('UPDATE heartbeats SET since = since - 7200000');
    database.close();
    expect((await remembered()).results[0]).toMatchObject({
      outcome: 'NG',
      reason: { code: 'silent', message: expect.stringContaining('has never reported') },
    });
    expect(await verdictOf()).toMatchObject({ outcome: 'NG' });
  });

  it.each([
    ['no database', () => writeFileSync(file(), 'x'.repeat(4_096))],
    ['a folder', () => mkdirSync(file())],
  ])('is NG for a store that cannot be read, and names it: %s', async (_, make) => {
    mkdirSync(join(cwd, '.rollcall'));
    make();
    expect(await verdictOf()).toMatchObject({
      outcome: 'NG',
      reason: { code: 'config', message: expect.stringContaining(file()) },
    });
  });

  it('takes a store that cannot be made as one without reports', async () => {
    writeFileSync(join(cwd, '.rollcall'), 'a file');
    expect(await verdictOf()).toMatchObject({ outcome: 'OK', degraded: true });
  });

  it('shows what is known with --verbose, a line a report, times as clocks show them', async () => {
    await here(['heartbeat', 'ping', 'nightly', '3']);
    await here(['heartbeat', 'ping', 'nightly', 'start']);
    const { stdout } = await here(['run', '-v', 'nightly']);
    expect(stdout).toMatch(/\* failure with exit code 3 at \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC/);
    expect(stdout).toMatch(/\* start at \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC, not ended/);
    expect(stdout).not.toContain('{');
  });
});

describe('rollcall exec to a URL', () => {
  it('reports start, exit code and the end of what was said', async () => {
    const { seen, url } = await receiver();
    await here(['exec', 'nightly', '--url', url, '--', 'sh', '-c', 'echo out; exit 7']);
    expect(seen).toEqual([
      { url: '/nightly/hidden-token/start?rid=RID', body: '' },
      { url: '/nightly/hidden-token/7?rid=RID', body: 'out\n' },
    ]);
  });

  it('keeps the URL from the job and from what it prints', async () => {
    const { seen, url } = await receiver(404, 404);
    const { code, stdout, stderr } = await sh('env', { ROLLCALL_HEARTBEAT_URL: url, KEPT: 'kept' });
    expect(code).toBe(0);
    expect(stdout).toContain('KEPT=kept');
    expect(stdout + stderr).not.toContain('hidden-token');
    expect(stderr).toBe(
      'rollcall: the start of nightly was not reported: the receiver answered 404\n' +
        'rollcall: the end of nightly was not reported: the receiver answered 404\n',
    );
    expect(seen).toHaveLength(2);
  });

  it.each([
    'nightly',
    'ftp://h/nightly/t',
    'https://h',
    'https://h/nightly/t?rid=x',
  ])('refuses %s before the job runs', async (url) => {
    const { code, stdout, stderr } = await here(['exec', 'nightly', '--url', url, '--', 'echo', 'ran']);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).not.toContain(url);
  });
});

describe('rollcall exec as a process', () => {
  it('hands on bytes as they are, and its input', async () => {
    const script = `head -c 300000 /dev/zero | tr '\\0' '\\351'; cat`;
    const { code, stdout } = await rollcall(
      ['exec', 'nightly', '--', 'sh', '-c', `${script} | head -c 400000 | cksum`],
      { cwd, stdin: 'in' },
    );
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringMatching(/^\d+ 2\n$|^.*\d+ 2\n$/su) });
  });

  it('hands on a signal, and waits for the job to end', async () => {
    const ready = join(cwd, 'ready');
    const script = `trap 'echo cleaned; exit 9' TERM; touch ${ready}; while :; do sleep 0.05; done`;
    const started = (async () => {
      const { existsSync } = await import('node:fs');
      const { setTimeout: delay } = await import('node:timers/promises');
      for (let waits = 0; !existsSync(ready) && waits < 1_000; waits += 1) await delay(20);
    })();
    const ended = await rollcall(['exec', 'nightly', '--', 'sh', '-c', script], {
      cwd,
      signal: 'SIGTERM',
      stopWhen: started,
    });
    expect(ended).toMatchObject({ code: 9, stdout: 'cleaned\n' });
    expect(await verdictOf()).toMatchObject({
      outcome: 'NG',
      reason: { message: expect.stringContaining('exit code 9') },
    });
  });

  it('ends with 128 and the number of the signal that ended the job', async () => {
    expect(await sh('kill -KILL $$')).toMatchObject({ code: 137 });
  });
});

describe('rollcall heartbeat ping', () => {
  it.each([
    [[], 'OK', null],
    [['0'], 'OK', null],
    [['fail'], 'NG', 'reported'],
    [['5'], 'NG', 'reported'],
    [['start'], 'OK', null],
  ])('%j', async (what, outcome, code) => {
    expect(await here(['heartbeat', 'ping', 'nightly', ...what])).toMatchObject({ code: 0, stdout: '' });
    const verdict = await verdictOf();
    expect([verdict.outcome, verdict.reason?.code ?? null]).toEqual([outcome, code]);
  });

  it('refuses a name that no heartbeat has, and reports nothing', async () => {
    expect(await here(['heartbeat', 'ping', 'nigthly'])).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringMatching(/^.*there is no check nigthly in the list; did you mean "nightly"\?\n$/),
    });
    expect(existsSync(join(cwd, '.rollcall'))).toBe(false);
  });

  it.each(['256', 'begin'])('refuses %s', async (what) => {
    expect(await here(['heartbeat', 'ping', 'nightly', what])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('nothing to report'),
    });
  });
});
