import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { beforeEach, describe, expect, it } from 'vitest';
import { answering, deployed, functions } from './deployed.ts';
import { rollcallHere } from './in-process.ts';

const run = (args: readonly string[], cwd = '.') =>
  rollcallHere(args, { cwd, env: {}, signal: new AbortController().signal });
const MUTES = [{ check: 'pay', from: '2026-11-23T09:00:00.000Z', until: '2026-11-23T11:00:00.000Z' }];

describe('rollcall mute on AWS', () => {
  beforeEach(() => {
    deployed();
    answering('TrackIncidents', { mutes: MUTES });
  });

  it.each([
    [['mute', 'pay', '--for', '2h'], { mode: 'mute', check: 'pay', forMs: 7_200_000 }],
    [['mute', 'pay', '--for', '7d'], { mode: 'mute', check: 'pay', forMs: 604_800_000 }],
    [['mute'], { mode: 'mutes' }],
    [['unmute', 'pay'], { mode: 'unmute', check: 'pay' }],
  ])('%j asks the function that remembers, and shows what is muted', async (args, event) => {
    const { code, stdout } = await run(args);
    expect([code, stdout]).toEqual([0, 'pay  muted until 2026-11-23T11:00:00.000Z\n']);
    const asked = functions.commandCalls(InvokeCommand).map(({ args: [command] }) => String(command.input.Payload));
    expect(asked.map((text) => JSON.parse(text))).toEqual([event]);
  });

  it('prints a list with --json', async () => {
    expect(JSON.parse((await run(['mute', '--json'])).stdout)).toEqual(MUTES);
  });

  it.each([
    [['mute', 'pay'], 2, /for how long\? try: rollcall mute pay --for 2h/],
    [['mute', '--for', '2h'], 2, /name the check too/],
    [['mute', 'pay', '--for', '8d'], 2, /use a duration from 1m to 7d, such as 2h/],
    [['mute', 'pay', '--for', '169h'], 2, /use a duration from 1m to 7d/],
    [['unmute'], 2, /missing required argument/],
  ])('refuses %j', async (args, code, message) => {
    expect(await run(args)).toMatchObject({ code, stderr: expect.stringMatching(message) });
    expect(functions.commandCalls(InvokeCommand)).toEqual([]);
  });

  it('takes what the function does not understand for wrong usage', async () => {
    answering('TrackIncidents', { faults: ['"payy" is no enabled check; did you mean "pay"?'] });
    expect(await run(['mute', 'payy', '--for', '2h'])).toMatchObject({
      code: 2,
      stderr: 'error: "payy" is no enabled check; did you mean "pay"?\n',
    });
  });

  it.each([
    ['fails', { errorType: 'Error', errorMessage: 'no table' }, 'Unhandled', /TrackIncidents failed: no table/],
    ['is older than mutes', { run: {} }, undefined, /what is deployed knows no mutes; deploy again/],
  ])('says so when the function %s', async (_, answer, error, message) => {
    answering('TrackIncidents', answer, error);
    expect(await run(['mute'])).toMatchObject({ code: 3, stderr: expect.stringMatching(message) });
  });
});

describe('rollcall mute --remember', () => {
  it('keeps a check of this machine quiet, as the table shows, until it is unmuted', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'rollcall-mute-'));
    const server = createServer((_, response) => response.writeHead(503).end()).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const checks = `checks:\n  - { name: pay, failureThreshold: 1, rechecks: 0, http: { url: "${url}" } }\n`;
    writeFileSync(join(folder, 'checks.yaml'), checks);
    try {
      const none = await run(['mute', '--remember'], folder);
      expect([none.code, none.stdout]).toEqual([0, 'nothing is muted\n']);
      const unknown = await run(['mute', 'pa', '--for', '2h', '--remember'], folder);
      expect([unknown.code, unknown.stderr]).toEqual([2, expect.stringContaining('did you mean "pay"?')]);
      const on = await run(['mute', 'pay', '--for', '2h', '--remember'], folder);
      expect(on.stdout).toMatch(/^pay {2}muted until \d{4}-/);
      const quiet = await run(['run', '--remember', '--json'], folder);
      expect(JSON.parse(quiet.stdout)).toMatchObject({
        counts: { quiet: 1 },
        results: [{ quiet: { because: 'muted' } }],
      });
      expect((await run(['run', '--remember'], folder)).stdout).toMatch(/NG {2}pay.*muted until \d{4}-.*: status 503/);
      expect((await run(['unmute', 'pay', '--remember'], folder)).stdout).toBe('nothing is muted\n');
      expect((await run(['run', '--remember'], folder)).stdout).toContain('NG 1 of 1: pay');
    } finally {
      server.close();
      rmSync(folder, { recursive: true });
    }
  });
});
