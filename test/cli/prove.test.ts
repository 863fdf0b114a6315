import { readdirSync } from 'node:fs';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parseChecks } from '#checks-file/parse.ts';
import type { Proof } from '#core/prove/prove.ts';
import { SYSTEM_EFFECTS } from '#kinds/probing/effects.ts';
import { proveChecks } from '#local/prove-checks.ts';
import { echoChecks, leaksIn, SECRET, startEchoTarget } from '../contract/echo-target.ts';
import { httpServer, httpsServer, tcpServer } from '../kinds/servers.ts';
import { folderWith, rollcall } from './command.ts';
import { startTarget } from './target.ts';

/** A target that counts what it is asked. */
async function countingTarget(body = '{"state":"alive"}') {
  const asked: string[] = [];
  const url = await httpServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    response.writeHead(200, { 'content-type': 'application/json', connection: 'close' }).end(body);
  });
  return { url, asked };
}

async function prove(checks: string, ...options: readonly string[]) {
  const cwd = await folderWith({ 'checks.yaml': checks });
  return { cwd, ...(await rollcall(['prove', ...options], { cwd })) };
}

describe('rollcall prove', () => {
  it('asks each target once, leaves nothing behind and ends with 0 when all is noticed', async () => {
    const { url, asked } = await countingTarget();
    const port = await tcpServer((socket) => socket.end());
    const { code, stdout, stderr, cwd } = await prove(`
defaults: { prove: { allow: [slow] } }
checks:
  - { name: health, http: { url: ${url}/health }, expect: { status: 200, keyword: alive, latency: 5s } }
  - { name: order, curl: "curl -X POST -d a=b ${url}/order", expect: { json: [{ path: $.state, equals: alive }] } }
  - { curl_cmd: "curl ${url}/recipe", search_keyword: alive }
  - { name: port, tcp: { host: 127.0.0.1, port: ${port} } }
`);

    expect(stderr).toBe('');
    expect(stdout).toContain('4 proven, 0 would miss something, 0 NG to begin with\n');
    expect(code).toBe(0);
    expect(asked.toSorted()).toEqual(['GET /health', 'GET /recipe', 'POST /order']);
    expect(readdirSync(cwd)).toEqual(['checks.yaml']);
  });

  it('names what each check would miss, what to add, and ends with 1', async () => {
    const { url } = await countingTarget();
    const { code, stdout } = await prove(`
checks:
  - { name: loose, http: { url: ${url} } }
  - { name: tight, http: { url: ${url} }, expect: { keyword: alive }, degraded: latency > 5s }
`);

    expect(code).toBe(1);
    expect(stdout.split('\n').slice(1, 4)).toEqual([
      expect.stringMatching(/^✗ {2}loose +3 of 6 {2}empty-body, error-page: add keyword with text/),
      expect.stringMatching(/^ +slow: add latency for the longest it may take, or degraded/),
      expect.stringMatching(/^✓ {2}tight +7 of 7$/),
    ]);
  });

  it.each([
    { options: ['--allow', 'empty-body,error-page,slow'], setting: '', expected: 0 },
    { options: [], setting: 'prove: { allow: [empty-body, error-page, slow] }', expected: 0 },
    { options: ['--allow', 'slow'], setting: 'prove: { allow: [empty-body, error-page] }', expected: 0 },
    { options: ['--allow', 'empty-body,slow'], setting: '', expected: 1 },
    { options: ['--allow', 'empty-body,error-page'], setting: '', expected: 1 },
  ])('accepts what it is told to: $options $setting', async ({ options, setting, expected }) => {
    const { url } = await countingTarget();
    const { code } = await prove(
      `defaults: { timeout: 5s }\nchecks:\n  - name: loose\n    http: { url: ${url} }\n    ${setting}\n`,
      ...options,
    );

    expect(code).toBe(expected);
  });

  it('says of a target that is NG that it cannot be proven', async () => {
    const { url } = await startTarget();
    const { code, stdout } = await prove(`checks:\n  - { name: down, http: { url: ${url}/down } }\n`);

    expect(code).toBe(1);
    expect(stdout).toContain('not proven: status 503, wanted 2xx');
    expect(stdout).toContain('0 proven, 0 would miss something, 1 NG to begin with');
  });

  it('misses an expired certificate where any is accepted', async () => {
    const url = await httpsServer('good');
    const { code, stdout } = await prove(`
defaults: { prove: { allow: [slow] } }
checks:
  - { name: blind, http: { url: ${url}, tls: { insecure: true } }, expect: { keyword: ok } }
  - { name: aware, http: { url: ${url}, tls: { insecure: true } }, expect: { keyword: ok, certificate: { days: 1 } } }
`);

    expect(stdout).toMatch(/blind .*expired-certificate: add certificate: \{days: 21\}/);
    expect(stdout).toMatch(/✓ {2}aware/);
    expect(code).toBe(1);
  });

  it('prints one document with --json', async () => {
    const { url } = await countingTarget();
    const checks = `checks:\n  - { name: loose, http: { url: ${url} } }\n  - { name: other, http: { url: ${url} } }\n`;
    const { stdout } = await prove(checks, '--json', '--only', 'loose');
    const { counts, checks: proofs } = JSON.parse(stdout) as { counts: object; checks: Proof[] };

    expect(counts).toEqual({ total: 1, proven: 0, survived: 1, unproven: 0 });
    expect(proofs[0]).toMatchObject({ name: 'loose', kind: 'http', outcome: 'survived', reason: null });
    expect(proofs[0]?.trials).toContainEqual({ name: 'wrong-status', what: 'a wrong status', outcome: 'NG' });
    expect(proofs[0]?.trials).toContainEqual({
      name: 'error-page',
      what: 'an error page with status 200',
      outcome: 'OK',
      advice: expect.stringMatching(/^add keyword/),
    });
  });

  it('asks nobody with --offline', async () => {
    const { url, asked } = await countingTarget();
    const { code, stdout } = await prove(
      `checks:\n  - { name: a, http: { url: ${url} }, expect: { keyword: alive, latency: 5s } }\n  - { name: b, http: { url: ${url} } }\n`,
      '--offline',
    );

    expect(stdout).toMatch(/✓ {2}a .*\n✗ {2}b .*error-page/);
    expect(code).toBe(1);
    expect(asked).toEqual([]);
  });

  it.each([
    { options: ['--allow', 'nothing'], message: '--allow nothing is nothing that can be allowed; write one of wrong-' },
    {
      options: ['--only', 'heath'],
      message: '--only "heath" is the name of no enabled check; did you mean "health"?',
    },
    { options: ['my.yaml'], message: 'there is no file my.yaml' },
  ])('ends with 2 for $options', async ({ options, message }) => {
    const { code, stderr } = await prove(
      'checks:\n  - { name: health, tcp: { host: 127.0.0.1, port: 1 } }\n',
      ...options,
    );

    expect(stderr).toContain(message);
    expect(code).toBe(2);
  });

  it('prints what it has when it is stopped', async () => {
    const { url, hung } = await startTarget();
    const checks = `defaults: { timeout: 60s }\nchecks:\n  - { name: a, http: { url: ${url}/hanging } }\n`;
    const { code, stderr } = await rollcall(['prove'], {
      cwd: await folderWith({ 'checks.yaml': checks }),
      signal: 'SIGINT',
      stopWhen: hung,
    });

    expect(stderr).toBe('interrupted: 0 of 1 checks had been tried\n');
    expect(code).toBe(130);
  });

  it('says no secret', async () => {
    const target = await startEchoTarget();
    onTestFinished(target.stop);
    const cwd = await folderWith({ 'checks.yaml': echoChecks(target.url, '${env:API_KEY}') });
    for (const options of [[], ['--json']]) {
      const { stdout, stderr } = await rollcall(['prove', ...options], { cwd, env: { API_KEY: SECRET } });

      expect(stdout).toContain('***');
      expect(leaksIn(stdout + stderr)).toEqual([]);
    }
    expect(new Set(target.seen)).toEqual(new Set([SECRET]));
  });
});

describe('proving', () => {
  it('names every expectation of a list that its judge passes over', async () => {
    const { url } = await countingTarget();
    const { list } = parseChecks(`checks:\n  - { name: a, http: { url: ${url} }, expect: { keyword: alive } }\n`);
    const settings = { allow: [], concurrency: 1, offline: false, effects: SYSTEM_EFFECTS };
    const signal = new AbortController().signal;
    const [proof] = await proveChecks(list?.checks ?? [], { ...settings, signal, judge: async () => null });

    expect(proof?.trials.find(({ name }) => name === 'keyword')).toMatchObject({
      outcome: 'OK',
      advice: 'expect.keyword is accepted and not evaluated: this is a fault of Rollcall',
    });
  });
});
