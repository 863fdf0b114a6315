import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { XMLParser } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import { folderWith, rollcall } from './command.ts';
import { rollcallHere } from './in-process.ts';
import { checksOf, startTarget } from './target.ts';

async function folderFor(paths: readonly string[]) {
  const target = await startTarget();
  return { cwd: await folderWith({ 'checks.yaml': checksOf(target.url, paths) }), hung: target.hung };
}

describe('rollcall run', () => {
  it('ends with 0 when every check is OK, and prints a table without colours in a pipe', async () => {
    const { cwd } = await folderFor(['ok']);
    const { code, stdout } = await rollcall(['run'], { cwd });

    expect(code).toBe(0);
    expect(stdout).toMatch(/^ +NAME +LATENCY +REASON\n✓ +ok +\d+ ms\n1 OK, 0 NG in \d+\.\d s\n$/);
  });

  it('ends with 1 when some check is NG, which comes first with why, and leaves no file', async () => {
    const { cwd } = await folderFor(['ok', 'down']);
    const { code, stdout, stderr } = await rollcall(['run'], { cwd });

    expect(code).toBe(1);
    const rows = /✗ +down +\d+ ms +status 503, wanted 2xx\n✓ +ok +\d+ ms\n/;
    expect(stdout).toMatch(new RegExp(`^.*REASON\\n${rows.source}1 OK, 1 NG in \\d+\\.\\d s\\n$`));
    expect(stderr).toBe('');
    expect(await readdir(cwd)).toEqual(['checks.yaml']);
  });

  it('prints the alert and keeps files only when asked', async () => {
    const { cwd } = await folderFor(['ok', 'down']);
    const { stdout, stderr } = await rollcall(['run', '--alert', '--keep', 'kept/here'], { cwd });

    expect(stdout).toMatch(/The alert:\n\n {2}NG 1 of 2: down\n/);
    expect(stdout).toMatch(/\n1 OK, 1 NG in \d+\.\d s\n$/);
    expect(`${stdout}${stderr}`).not.toContain('\u001b');
    expect(stderr).toBe('alerts are kept in kept/here/alerts.jsonl, metrics in kept/here/metrics.jsonl\n');
    expect(await readFile(join(cwd, 'kept/here/alerts.jsonl'), 'utf8')).toContain('down');
    expect(await readFile(join(cwd, 'kept/here/metrics.jsonl'), 'utf8')).toContain('"Healthy"');
  });

  it('shows only what is NG with --only-ng, and nothing with --quiet', async () => {
    const { cwd } = await folderFor(['ok', 'down']);
    const [onlyNg, quiet] = await Promise.all([
      rollcall(['run', '--only-ng'], { cwd }),
      rollcall(['run', '--quiet'], { cwd }),
    ]);

    expect(onlyNg.stdout).toMatch(/^.*REASON\n✗ +down .*\n1 OK, 1 NG in \d+\.\d s\n$/);
    expect(quiet).toEqual({ code: 1, stdout: '', stderr: '' });
  });

  it.each([
    [['--quiet', '--json'], '--quiet prints nothing, so --json means nothing; take one out'],
    [['--quiet', '-v'], '--quiet prints nothing, so --verbose means nothing; take one out'],
    [['-vq'], '--quiet prints nothing, so --verbose means nothing; take one out'],
    [['--keep', 'd', '--publish', '--topic', 'arn:aws:sns:us-east-1:123456789012:x'], '--keep keeps what --publish'],
    [['--keep', 'checks.yaml'], '--keep checks.yaml cannot be written: a part of its path is a file'],
    [['--verbose', 'ko'], '--verbose "ko" is the name of no enabled check; there are "ok"'],
    [
      ['--verbose', 'ok', '--', 'curl', 'h'],
      '--verbose takes names of checks in a file; of a curl command write -v alone',
    ],
  ])('refuses %j before it calls anybody', async (args, message) => {
    const { cwd } = await folderFor(['ok']);
    const { code, stderr } = await rollcallHere(['run', ...args], { cwd });

    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(message) });
  });

  it.each([
    { args: ['--only', 'ok,down'], names: ['ok', 'down'] },
    { args: ['--only', 'ok', '--only', 'down'], names: ['ok', 'down'] },
    { args: ['--tags', 'tag-hanging-not,tag-ok'], names: ['ok'] },
    { args: ['--only', 'ok,down', '--tags', 'tag-down'], names: ['down'] },
  ])('calls only $names with $args', async ({ args, names }) => {
    const { cwd } = await folderFor(['ok', 'down', 'hanging-not']);
    const { stdout } = await rollcall(['run', '--json', ...args], { cwd });

    expect(namesIn(stdout)).toEqual(args.includes('tag-hanging-not,tag-ok') ? ['ok', 'hanging-not'] : names);
  });

  it('reads the checks from the standard input with --checks -', async () => {
    const { url } = await startTarget();
    const { code } = await rollcall(['run', '--checks', '-'], {
      cwd: await folderWith(),
      stdin: checksOf(url, ['ok']),
    });

    expect(code).toBe(0);
  });

  it('writes a JUnit report, making its folder', async () => {
    const { cwd } = await folderFor(['ok', 'down']);
    const { code } = await rollcall(['run', '--junit', 'reports/health/junit.xml'], { cwd });
    const xml = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '@' }).parse(
      await readFile(join(cwd, 'reports/health/junit.xml'), 'utf8'),
    );

    expect(code).toBe(1);
    expect(xml.testsuites).toMatchObject({ '@tests': '2', '@failures': '1', '@errors': '0' });
  });
});

describe('the JUnit report of some of the checks', () => {
  it.each([
    [[], 1],
    [['--only', 'o*'], 1],
    [['--only', 'ok'], 0],
    [['--exclude', 'ok'], 1],
    [['--exclude', 'o*'], 0],
    [['--tags', 'tag-ok'], 0],
  ])('has those that are disabled where they are meant: %o', async (args, skipped) => {
    const { url } = await startTarget();
    const off = '  - { name: off, enabled: false, tcp: { host: 127.0.0.1, port: 1 } }\n';
    const cwd = await folderWith({ 'checks.yaml': checksOf(url, ['ok', 'gone']) + off });
    await rollcallHere(['run', '--junit', 'junit.xml', ...args], { cwd });

    const xml = await readFile(join(cwd, 'junit.xml'), 'utf8');
    expect(xml.match(/<skipped /g) ?? []).toHaveLength(skipped);
  });
});

describe('rollcall run, where all that is NG is quiet on purpose', () => {
  const window = (names: string) =>
    `maintenance: [{ name: move, from: 2026-01-01T00:00, to: 2099-01-01T00:00, names: [${names}] }]`;
  const WHY = 'the exit code counts what is NG and quiet on purpose: down (maintenance (move))\n';

  it.each([
    { names: 'down', args: [], said: WHY },
    { names: 'down', args: ['--json', '--junit', 'junit.xml'], said: WHY },
    { names: 'down', args: ['--quiet'], said: '' },
    { names: 'ok', args: [], said: '' },
  ])('says why it ends with 1, when nothing else does: $names $args', async ({ names, args, said }) => {
    const { url } = await startTarget();
    const cwd = await folderWith({ 'checks.yaml': `${window(names)}\n${checksOf(url, ['ok', 'down'])}` });
    const { code, stderr } = await rollcallHere(['run', ...args], { cwd });

    expect({ code, stderr }).toEqual({ code: 1, stderr: said });
  });
});

describe('rollcall run --json', () => {
  it('prints one document of the documented shape, with the alert beside it when asked', async () => {
    const { cwd } = await folderFor(['ok', 'down']);
    const { code, stdout, stderr } = await rollcall(['run', '--json', '--alert'], { cwd });
    const document = JSON.parse(stdout);

    expect(code).toBe(1);
    expect(Object.keys(document)).toEqual(['run', 'counts', 'results']);
    expect(document.counts).toEqual({ total: 2, ok: 1, ng: 1, checkerFaults: 0, flaky: 0, degraded: 0, quiet: 0 });
    expect(document.run).toEqual({
      id: expect.any(String),
      startedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      trigger: 'manual',
      shard: null,
      concurrency: 40,
      region: expect.any(String),
    });
    expect(document.results[1]).toEqual({
      name: 'down',
      kind: 'http',
      outcome: 'NG',
      reason: { code: 'status', message: expect.stringContaining('status 503') },
      status: 503,
      latencyMs: expect.any(Number),
      phases: {
        dns: expect.toSatisfy(isMs),
        connect: expect.toSatisfy(isMs),
        tls: null,
        firstByte: expect.toSatisfy(isMs),
        download: expect.toSatisfy(isMs),
      },
      attempts: 1,
      recheck: false,
      flaky: false,
      degraded: false,
      label: expect.any(String),
      tags: ['tag-down'],
      at: expect.any(String),
      excerpt: 'said by the target',
      curl: expect.stringMatching(/^curl http:.*\/down$/),
    });
    expect(stderr).toContain('NG 1 of 2: down');
    expect((await rollcall(['run', '--json'], { cwd })).stderr).toBe('');
  });

  it('names every field of the document in docs/reference/json.md', async () => {
    const documented = await readFile(new URL('../../docs/reference/json.md', import.meta.url), 'utf8');
    const { cwd } = await folderFor(['down']);
    const { stdout } = await rollcall(['run', '--json'], { cwd });
    const { run, counts, results } = JSON.parse(stdout);

    for (const field of [run, counts, results[0]].flatMap(Object.keys)) expect(documented).toMatch(`${field}`);
  });
});

describe('rollcall run, stopped', () => {
  it.each([
    { signal: 'SIGINT' as const, exitCode: 130 },
    { signal: 'SIGTERM' as const, exitCode: 143 },
    { signal: 'SIGHUP' as const, exitCode: 129 },
  ])('by $signal prints what had finished at once and ends with $exitCode', async ({ signal, exitCode }) => {
    const { cwd, hung } = await folderFor(['ok', 'hanging']);
    const { code, stdout, stderr } = await rollcall(['run', '--concurrency', '1'], { cwd, signal, stopWhen: hung });

    expect(code).toBe(exitCode);
    expect(stdout).toMatch(/✓ +ok/);
    expect(stdout).not.toContain('hanging');
    expect(stderr).toContain('interrupted: 1 of 2 checks had answered');
  }, 15_000);

  it('still prints one valid document with --json', async () => {
    const { cwd, hung } = await folderFor(['ok', 'hanging']);
    const args = ['run', '--json', '--concurrency', '1'];
    const { code, stdout } = await rollcall(args, { cwd, signal: 'SIGINT', stopWhen: hung });

    expect(code).toBe(130);
    expect(namesIn(stdout)).toEqual(['ok']);
    expect(JSON.parse(stdout).interrupted).toEqual({ answered: 1, total: 2 });
  }, 15_000);
});

it('says once that the store cannot be used', async () => {
  const { cwd } = await folderFor(['ok']);
  await writeFile(join(cwd, '.rollcall'), 'no folder');
  const { code, stderr } = await rollcallHere(['run', '--remember'], { cwd });

  expect(stderr).toMatch(/^rollcall failed: StoreFault: .*rollcall\.db: unable to open database file.*\n$/);
  expect(code).toBe(3);
});

describe('rollcall run, when its output cannot be written', () => {
  it('goes on when the reader went away, and ends with the code of the run', async () => {
    const { cwd } = await folderFor(['ok', 'down']);
    const { code, stderr } = await rollcall(['run', '--keep', 'kept'], { cwd, closeStdout: true });

    expect(code).toBe(1);
    expect(stderr).not.toContain('EPIPE');
    expect(await readFile(join(cwd, 'kept/alerts.jsonl'), 'utf8')).toContain('down');
  });

  it.runIf(existsSync('/dev/full'))('says that the disk is full and ends with 3', async () => {
    const { cwd } = await folderFor(['ok']);
    const { code, stdout, stderr } = await rollcall(['run', '--junit', '/dev/full'], { cwd });

    expect(code).toBe(3);
    expect(stdout).toContain('1 OK, 0 NG');
    expect(stderr).toContain('--junit /dev/full was not written: no space left on the disk');
  });
});

describe.runIf(existsSync('/dev/full'))('rollcall run --keep on a full disk', () => {
  async function fullFolder() {
    const { cwd } = await folderFor(['ok', 'down']);
    await mkdir(join(cwd, 'kept'));
    for (const name of ['alerts.jsonl', 'metrics.jsonl']) await symlink('/dev/full', join(cwd, 'kept', name));
    return cwd;
  }

  it('prints the verdicts, then what failed, and ends with 3', async () => {
    const { code, stdout, stderr } = await rollcall(['run', '--keep', 'kept'], { cwd: await fullFolder() });

    expect(code).toBe(3);
    expect(stdout).toMatch(/✗ +down[\s\S]*✓ +ok[\s\S]*1 OK, 1 NG/);
    expect(stderr).toMatch(/rollcall failed: .*cannot write .*kept\/\w+\.jsonl: no space left on the disk/);
    expect(stderr).not.toContain('    at ');
    expect(stderr).not.toContain('alerts are kept');
    expect(stdout).toContain('NG 1 of 2: down');
  });

  it('keeps --json one document, with the failure in it', async () => {
    const args = ['run', '--json', '--keep', 'kept'];
    const { code, stdout } = await rollcall(args, { cwd: await fullFolder() });
    const document = JSON.parse(stdout);

    expect(code).toBe(3);
    expect(document.counts).toMatchObject({ ok: 1, ng: 1 });
    expect(document.failure).toEqual({ error: expect.any(String), cause: expect.stringContaining('no space left') });
  });
});

function namesIn(stdout: string): string[] {
  return JSON.parse(stdout).results.map(({ name }: { name: string }) => name);
}

function isMs(value: unknown): boolean {
  return value === null || typeof value === 'number';
}
