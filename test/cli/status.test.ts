import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { answering, deployed, functions } from './deployed.ts';
import { rollcallHere } from './in-process.ts';

const run = (args: readonly string[], cwd = '.') =>
  rollcallHere(args, { cwd, env: {}, signal: new AbortController().signal });

const SINCE = '2026-11-23T09:00:00.000Z';
const MUTES = [{ check: 'pay', from: SINCE, until: '2126-11-23T11:00:00.000Z' }];
const OPEN = [
  { check: 'pay', kind: 'target', since: SINCE, reason: { code: 'status', message: 'status 503, wanted 200' } },
  { check: 'db', kind: 'fault', since: SINCE, reason: { code: 'checker-fault', message: 'broken' } },
];

describe('rollcall status on AWS', () => {
  beforeEach(() => {
    deployed();
    answering('TrackIncidents', { open: OPEN, mutes: MUTES });
  });

  it('asks the function that remembers, and shows what is down and what is muted', async () => {
    const { code, stdout } = await run(['status']);
    const asked = functions.commandCalls(InvokeCommand).map(({ args: [command] }) => String(command.input.Payload));

    expect(code).toBe(0);
    expect(stdout.replace(/for [^,]+,/g, 'for a while,')).toBe(
      `pay  down for a while, since ${SINCE} (muted): status 503, wanted 200\n` +
        `db  cannot be checked for a while, since ${SINCE}: broken\n` +
        'pay  muted until 2126-11-23T11:00:00.000Z\n',
    );
    expect(asked.map((text) => JSON.parse(text))).toEqual([{ mode: 'status' }]);
  });

  it('prints one document with --json', async () => {
    expect(JSON.parse((await run(['status', '--json'])).stdout)).toEqual({ open: OPEN, mutes: MUTES });
  });

  it('says so when what is deployed is older than it', async () => {
    answering('TrackIncidents', { run: {} });
    expect(await run(['status'])).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('what is deployed knows no status; deploy again'),
    });
  });
});

describe('rollcall status on this machine', () => {
  it('shows what run --remember has opened, and what is muted', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'status-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const check = { name: 'pay', tcp: { host: '127.0.0.1', port: 1 }, rechecks: 0, failureThreshold: 1 };
    writeFileSync(join(folder, 'checks.yaml'), JSON.stringify({ checks: [check] }));

    expect((await run(['status', '--remember'], folder)).stdout).toBe('nothing is down\n');
    await run(['run', '--remember'], folder);
    await run(['mute', 'pay', '--for', '2h', '--remember'], folder);
    const { code, stdout } = await run(['status', '--remember'], folder);

    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^pay {2}down for less than a minute, since \S+Z \(muted\): connection refused by 127\.0\.0\.1:1\n/,
    );
    expect(stdout).toMatch(/\npay {2}muted until \S+Z\n$/);
  });
});
