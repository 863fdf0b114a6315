import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { echoChecks, leaksIn, SECRET, startEchoTarget } from '../contract/echo-target.ts';
import { flowsFor, SECRETS, startApp } from '../kinds/steps/app.ts';
import { folderWith, rollcall } from './command.ts';

const unescaped = (text: string) => text.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));

describe('the value of a reference', () => {
  it.each([
    [['run', '--alert', '--keep', 'kept']],
    [['run', '--json', '--alert', '--keep', 'kept', '--junit', 'report.xml', '--github']],
    [['run', '-v', '--alert', '--keep', 'kept']],
  ])('is in nothing that %o prints or writes', async (args) => {
    const target = await startEchoTarget();
    onTestFinished(target.stop);
    const cwd = await folderWith({ 'checks.yaml': echoChecks(target.url, '${env:API_KEY}') });
    const { code, stdout, stderr } = await rollcall(args, {
      cwd,
      env: { API_KEY: SECRET, GITHUB_STEP_SUMMARY: join(cwd, 'summary.md'), GITHUB_OUTPUT: '' },
    });

    expect(code).toBe(1);
    expect(new Set(target.seen)).toEqual(new Set([SECRET]));
    expect(stdout).toContain('***');
    // What the job's summary escapes counts as it is read.
    const files = readdirSync(cwd, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    expect(files.length).toBeGreaterThanOrEqual(3);
    const texts = files.map(({ parentPath, name }) => unescaped(readFileSync(join(parentPath, name), 'latin1')));
    for (const text of [stdout, stderr, ...texts]) expect(leaksIn(text)).toEqual([]);
  });
});

describe('what a flow captures', () => {
  it.each([
    [['run', '--remember']],
    [['run', '--verbose']],
    [['run', '--json', '--junit', 'report.xml']],
    [['prove', '--json']],
  ])('is in nothing that %o prints or writes, OK and NG', async (args) => {
    const { password, sid, csrf, token } = SECRETS;
    const sound = await startApp();
    const broken = await startApp({
      'POST /graphql': (_, response) => void response.writeHead(500).end(`${sid} ${csrf} ${password}`),
      'GET /orders/o%201%2F2': (_, response) => void response.writeHead(500).end(`no ${token}`),
    });
    const ng = flowsFor(broken.base).map((entry) => ({ ...entry, name: `${(entry as { name: string }).name}-ng` }));
    const checks = JSON.stringify({ checks: [...flowsFor(sound.base), ...ng] });
    const cwd = await folderWith({ 'checks.yaml': checks });
    const { stdout, stderr } = await rollcall(args, { cwd, env: { FLOW_PASSWORD: password } });

    expect(stdout.replaceAll('\\', '')).toContain('step "cart" (2 of 3)');
    const files = readdirSync(cwd, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const texts = files.map(({ parentPath, name }) => readFileSync(join(parentPath, name), 'latin1'));
    for (const text of [stdout, stderr, ...texts]) {
      expect(Object.values(SECRETS).filter((value) => text.includes(value))).toEqual([]);
    }
  });
});

describe('a literal credential', () => {
  it('is warned of with its place, and is not an error', async () => {
    const checks = 'checks:\n  - name: a\n    http: { url: "https://h/", headers: { X-Api-Key: hunter22 } }\n';
    const cwd = await folderWith({ 'checks.yaml': checks });
    const { code, stdout } = await rollcall(['validate'], { cwd });
    expect(code).toBe(0);
    expect(stdout).toBe(
      'checks.yaml:3:54 warning: checks[0].http.headers.X-Api-Key holds a literal credential (header X-Api-Key); write ${env:NAME}, ${ssm:/path} or ${secret:name#key} in its place\nchecks.yaml: 1 check, no faults, 1 warning\n',
    );
  });
});
