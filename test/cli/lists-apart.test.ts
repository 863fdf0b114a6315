import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { main } from '../../cli/program.ts';
import { rollcallHere } from './in-process.ts';

let cwd: string;
let port: number;

beforeEach(async () => {
  cwd = mkdtempSync(join(tmpdir(), 'rollcall-apart-'));
  const server = createServer((_, response) => response.end('ok'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
  onTestFinished(async () => {
    await new Promise((resolve) => server.close(resolve));
    rmSync(cwd, { recursive: true, force: true });
  });
});

const files = (texts: Readonly<Record<string, string>>) => {
  for (const [name, text] of Object.entries(texts)) writeFileSync(join(cwd, name), text);
};
const here = (...args: readonly string[]) => rollcallHere(args, { cwd });
const api = (to: number | string) => `checks: [{ name: api, rechecks: 0, tcp: { host: 127.0.0.1, port: ${to} } }]\n`;
const POLICY = 'defaults: { failureThreshold: 1 }\n';

describe('lists of one folder', () => {
  beforeEach(() => {
    files({
      'checks.yaml': `${POLICY}environments: { prod: { vars: { port: 1 } }, staging: { vars: { port: ${port} } } }
vars: { port: 1 }
${api('"${var:port}"')}`,
      'other.yaml': `${POLICY}${api(port)}`,
    });
  });

  it.each([
    ['environments', ['--environment', 'prod'], ['--environment', 'staging']],
    ['files', ['-c', 'checks.yaml'], ['-c', 'other.yaml']],
    ['an environment and none', [], ['--environment', 'staging']],
  ])('know nothing of each other: %s', async (_, down, well) => {
    expect((await here('run', '--remember', ...down)).stdout).toMatch(/NG 1 of 1: api/);
    expect((await here('run', '--remember', ...well)).stdout).not.toMatch(/recovered/i);
    expect(await here('status', '--remember', ...down)).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/api.*since/),
    });
    expect(await here('status', '--remember', ...well)).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/nothing is down/),
    });
    const verdicts = async (which: readonly string[]) =>
      JSON.parse((await here('history', 'api', '--remember', '--json', ...which)).stdout).map(
        ({ verdict }: { readonly verdict: { readonly outcome: string } }) => verdict.outcome,
      );
    expect([await verdicts(down), await verdicts(well)]).toEqual([['NG'], ['OK']]);
    const report = async (which: readonly string[]) =>
      JSON.parse((await here('report', '--json', ...which)).stdout).checks[0].uptime;
    expect([await report(down), await report(well)]).toEqual([0, 1]);
    await here('mute', 'api', '--for', '1h', '--remember', ...well);
    expect((await here('mute', '--remember', ...down)).stdout).toBe('nothing is muted\n');
    await here('export', '--html', 'site', '--private', ...well);
    expect((await here('run', '--remember', ...down)).stdout).not.toMatch(/NG 1 of 1: api/);
  });

  it('are watched side by side', async () => {
    const watched = async (environment: string, until: RegExp) => {
      const over = new AbortController();
      const output = { text: '' };
      const write = (text: string) => {
        output.text += text;
        if (until.test(output.text)) over.abort('SIGTERM');
      };
      const io = {
        stdin: Readable.from([]),
        stdout: { write },
        stderr: { write },
        env: {},
        cwd,
        now: () => 0,
        filesRead: new Set<string>(),
      };
      const code = await main(
        ['watch', '--environment', environment, '--port', '0', '--every', '1s', '--log-level', 'debug'],
        {
          ...io,
          signal: over.signal,
        },
      );
      return { code, ...output };
    };
    const [prod, staging] = await Promise.all([watched('prod', /incident opened: api/), watched('staging', /api: OK/)]);
    expect([prod.code, staging.code]).toEqual([0, 0]);
    expect(staging.text).not.toMatch(/recovered/);
    expect((await here('status', '--remember', '--environment', 'prod')).stdout).toMatch(/api.*since/);
    expect((await here('status', '--remember', '--environment', 'staging')).stdout).toMatch(/nothing is down/);
  });

  it('are the same by any way of saying the same words', async () => {
    files({ 'more.yaml': 'checks: [{ name: b, tcp: { host: 127.0.0.1, port: 1 } }]\n' });
    await here('run', '--remember', 'checks.yaml', 'more.yaml');
    const { stdout } = await here('status', '--remember', '-c', join(cwd, 'more.yaml'), '-c', './checks.yaml');
    expect(stdout).toMatch(/api.*since/);
    expect((await here('status', '--remember', '-c', './checks.yaml')).stdout).toMatch(/no run of this list/);
    expect(readdirSync(join(cwd, '.rollcall', 'lists'))).toEqual([
      expect.stringMatching(/^checks.yaml-more.yaml-[0-9a-f]{12}\.db$/),
    ]);
  });
});

describe('jobs', () => {
  beforeEach(() => {
    files({
      'checks.yaml': 'environments: { prod: {}, staging: {} }\nchecks: [{ name: nightly, heartbeat: { every: 1d } }]\n',
    });
  });
  const exec = (code: number, ...to: readonly string[]) =>
    rollcallHere(['exec', 'nightly', ...to, '--', 'sh', '-c', `exit ${code}`], {
      cwd,
      env: { PATH: process.env['PATH'] ?? '' },
    });
  const codeOf = async (...args: readonly string[]) => (await here('run', '--quiet', ...args)).code;

  it('that report in an environment are those of it alone', async () => {
    await exec(1, '--environment', 'prod');
    await exec(0, '--environment', 'staging');
    expect(await codeOf('--environment', 'prod')).toBe(1);
    expect(await codeOf('--environment', 'staging', '--remember')).toBe(0);
    expect(await codeOf()).toBe(0);
  });

  it('of an environment that the list has not are reported for nobody, which is said', async () => {
    const said = 'there is no environment "prdo" in the list; did you mean "prod"?\n';
    expect(await exec(0, '--environment', 'prdo')).toMatchObject({ code: 0, stderr: `rollcall: ${said}` });
    expect(await here('heartbeat', 'ping', 'nightly', '--environment', 'prdo')).toMatchObject({
      code: 2,
      stderr: `error: ${said}`,
    });
    files({ 'checks.yaml': 'environments: { prdo: {} }\nchecks: [{ name: nightly, heartbeat: {} }]\n' });
    expect(await here('heartbeat', 'ping', 'nightly', '--environment', 'prdo')).toMatchObject({ code: 0, stderr: '' });
  });

  it('that say no environment count where nothing was said in it', async () => {
    await exec(1);
    expect(await codeOf('--environment', 'prod', '--remember')).toBe(1);
    await exec(0, '--environment', 'prod');
    expect(await codeOf('--environment', 'prod')).toBe(0);
    expect(await codeOf('--environment', 'staging')).toBe(1);
    expect((await exec(0, '--environment', 'prod', '--url', 'http://127.0.0.1/x')).stderr).toMatch(/take one/);
  });
});
