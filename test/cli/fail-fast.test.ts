import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Verdict } from '#core/verdict/verdict.ts';
import { openSqliteStore } from '#local/store/sqlite-store.ts';
import { failFastOf } from '../../cli/commands/fail-fast.ts';
import { verdictOf } from '../core/incident/answers.ts';
import { httpServer } from '../kinds/servers.ts';
import { check } from '../local/checks.ts';
import { folderWith } from './command.ts';
import { rollcallHere } from './in-process.ts';
import { junitFaults } from './output/junit-schema.ts';
import { checksOf, startTarget } from './target.ts';

async function failFast(paths: readonly string[], ...args: readonly string[]) {
  const { url } = await startTarget();
  const cwd = await folderWith({ 'checks.yaml': checksOf(url, paths) });
  return { cwd, ...(await rollcallHere(['run', '--fail-fast', ...args], { cwd })) };
}

describe('rollcall run --fail-fast', () => {
  it('stops at the first NG, says what was not called, and ends with 1', async () => {
    const { cwd, code, stdout, stderr } = await failFast(
      ['ok', 'down', 'hanging', 'a'],
      ...['--concurrency', '1', '--json', '--junit', 'junit.xml'],
    );
    const { results, failFast: stopped, interrupted } = JSON.parse(stdout);
    const xml = await readFile(join(cwd, 'junit.xml'), 'utf8');

    expect(code).toBe(1);
    expect(results.map(({ name }: { name: string }) => name)).toEqual(['ok', 'down']);
    expect(stopped).toEqual({ ng: 'down', notCalled: ['hanging', 'a'] });
    expect(interrupted).toBeUndefined();
    expect(stderr).toContain('stopped by down, which is NG (--fail-fast); not called: hanging, a\n');
    expect(junitFaults(xml)).toEqual([]);
    expect(xml.match(/<skipped message="not called: down was NG before, and --fail-fast stops there"/g)).toHaveLength(
      2,
    );
    expect(xml).toContain('tests="4" failures="1" errors="0"');
  });

  it('does not wait for what is under way', async () => {
    const { code, stdout } = await failFast(['hanging', 'down']);
    expect([code, stdout]).toEqual([1, expect.stringContaining('0 OK, 1 NG')]);
  });

  it('alerts as ever when the NG is the last to answer, and when all is OK', async () => {
    const last = await failFast(['ok', 'down'], '--concurrency', '1', '--alert');
    expect([last.code, last.stdout]).toEqual([1, expect.stringContaining('The alert:')]);
    expect(last.stderr).not.toContain('not called');

    expect((await failFast(['ok'])).code).toBe(0);
  });

  it('is stopped by no guard', async () => {
    const guardAnswered = Promise.withResolvers<void>();
    const url = await httpServer(async (request, response) => {
      if (request.url === '/guard') response.on('close', guardAnswered.resolve).writeHead(503).end();
      else response.end(String(await guardAnswered.promise));
    });
    const guard = `guard:\n  - { name: up, http: { url: ${url}/guard } }\n`;
    const cwd = await folderWith({ 'checks.yaml': guard + checksOf(url, ['after', 'later']) });
    const { code, stdout } = await rollcallHere(['run', '--fail-fast', '--json'], { cwd });

    expect([code, JSON.parse(stdout).failFast]).toEqual([0, undefined]);
  });

  it('alerts as ever when nothing but a guard is left', async () => {
    const listAnswered = Promise.withResolvers<void>();
    const url = await httpServer(async (request, response) => {
      if (request.url === '/guard') await listAnswered.promise;
      else response.on('close', listAnswered.resolve).writeHead(503);
      response.end();
    });
    const guard = `guard:\n  - { name: up, http: { url: ${url}/guard } }\n`;
    const cwd = await folderWith({ 'checks.yaml': guard + checksOf(url, ['down']) });
    const { code, stdout, stderr } = await rollcallHere(['run', '--fail-fast', '--alert'], { cwd });

    expect([code, stdout]).toEqual([1, expect.stringContaining('The alert:')]);
    expect(stderr).not.toContain('not called');
  });

  it('is stopped by no NG that is quiet on purpose, and says what is', async () => {
    const { url } = await startTarget();
    const cwd = await folderWith({
      'checks.yaml': `maintenance: [{ name: move, from: 2026-01-01T00:00, to: 2099-01-01T00:00, names: [upgraded] }]
defaults: { rechecks: 0, timeout: 30s }
checks:
  - { name: upgraded, http: { url: ${url}/down } }
  - { name: muted, http: { url: ${url}/down } }
  - { name: behind, dependsOn: upgraded, http: { url: ${url}/down } }
  - { name: down, http: { url: ${url}/down } }
  - { name: later, http: { url: ${url}/hanging } }
`,
    });
    await rollcallHere(['run', '--remember', '--only', 'muted', '-q'], { cwd });
    expect((await rollcallHere(['mute', 'muted', '--for', '2h', '--remember'], { cwd })).code).toBe(0);
    const args = ['run', '--fail-fast', '--remember', '--concurrency', '1', '--json', '--junit', 'junit.xml'];
    const { code, stdout } = await rollcallHere(args, { cwd });
    const { results, failFast: stopped } = JSON.parse(stdout);
    const xml = await readFile(join(cwd, 'junit.xml'), 'utf8');

    expect([code, stopped]).toEqual([1, { ng: 'down', notCalled: ['later'] }]);
    expect(results.map(({ name, quiet }: Verdict) => [name, quiet?.because])).toEqual([
      ['upgraded', 'maintenance'],
      ['muted', 'muted'],
      ['behind', 'parent'],
      ['down', undefined],
    ]);
    expect(xml).toContain('tests="5" failures="1" errors="0"');
  });

  it('waits for what an NG depends on before it stops', async () => {
    const [childAnswered, over] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const url = await httpServer(async (request, response) => {
      if (request.url === '/child') response.on('close', childAnswered.resolve);
      if (request.url === '/parent') await childAnswered.promise;
      if (request.url === '/hanging') await over.promise;
      response.writeHead(503).end();
    });
    const list = `
defaults: { rechecks: 0, timeout: 30s }
checks:
  - { name: child, dependsOn: parent, http: { url: ${url}/child } }
  - { name: parent, http: { url: ${url}/parent } }
  - { name: hanging, http: { url: ${url}/hanging } }
`;
    const cwd = await folderWith({ 'checks.yaml': list });
    const { stdout } = await rollcallHere(['run', '--fail-fast', '--json'], { cwd });
    over.resolve();
    const { results, failFast: stopped } = JSON.parse(stdout);

    expect(stopped).toEqual({ ng: 'parent', notCalled: ['hanging'] });
    expect(results.map(({ name, quiet }: Verdict) => [name, quiet?.by])).toEqual([
      ['child', 'parent'],
      ['parent', undefined],
    ]);
  });

  it('takes no time where thousands of checks wait for one', { timeout: 4_000 }, async () => {
    const children = Array.from({ length: 8_000 }, (_, at) => `child-${at}`);
    const checks = [check('parent'), ...children.map((name) => check(name, { alerts: { dependsOn: ['parent'] } }))];
    const { signal, started, answered } = await failFastOf({ checks }, undefined, new AbortController().signal);
    started([...children, 'parent', 'last']);
    for (const name of children) answered(verdictOf('N', name));
    expect(signal.aborted).toBe(false);
    answered(verdictOf('N', 'parent'));
    expect(signal.aborted).toBe(true);
  });

  it('remembers nothing of a run that was stopped', async () => {
    const { cwd } = await failFast(['down', 'hanging'], '--remember');
    const store = await openSqliteStore(join(cwd, '.rollcall', 'rollcall.db'), {
      now: Date.now,
      retentionMs: 60_000,
      settleMs: 0,
    });
    onTestFinished(() => store.close());

    expect(await store.history('down', 10)).toEqual([]);
  });
});
