import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { bodiesOf } from '#core/report/bodies.ts';
import { callCommand } from '#local/receivers/command.ts';
import { deliverTo, sample } from './notification.ts';

const node = (code: string, ...args: string[]) => ({
  kind: 'command' as const,
  argv: [process.execPath, '-e', code, ...args],
});

async function newFile(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'rollcall-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return join(folder, 'got');
}

describe('a command', () => {
  it('gets the document on its standard input, and its arguments as they are: there is no shell', async () => {
    const file = await newFile();
    const write = `const fs = require('fs');
      fs.writeFileSync(process.argv[1], JSON.stringify([process.argv.slice(2), fs.readFileSync(0, 'utf8')]))`;
    const receiver = node(write, file, '$HOME; `id` && x', '${env:TEAM}');
    expect(await deliverTo(receiver, { TEAM: 'ops' })).toEqual([]);
    const [args, input] = JSON.parse(await readFile(file, 'utf8'));
    expect(args).toEqual(['$HOME; `id` && x', 'ops']);
    expect(input).toBe(bodiesOf(sample()).default);
  });

  it('need not read its input', async () => {
    expect(await deliverTo(node('process.stdin.destroy()'))).toEqual([]);
  });

  it('that fails is told with what it said, and not run again: it may have done its work', async () => {
    const file = await newFile();
    const fail = `require('fs').appendFileSync(process.argv[1], 'x'); console.error('no \\u001b[31mpager'); process.exit(3)`;
    const [fault] = await deliverTo(node(fail, file));
    expect(fault).toMatch(/ended with 3: no ␛\[31mpager$/);
    expect(await readFile(file, 'utf8')).toBe('x');
  });

  it('that is not there is told', async () => {
    expect(await deliverTo({ kind: 'command', argv: ['/not/there'] })).toEqual([
      'it: /not/there could not be started: ENOENT',
    ]);
  });

  it('that hangs is ended', async () => {
    const hanging = callCommand(node('setInterval(() => {}, 1000)'), sample(), { timeoutMs: 200 });
    await expect(hanging).rejects.toThrow(/was ended by SIGTERM/);
  });

  it('that does not care for being asked to end is ended all the same', async () => {
    const deaf = { kind: 'command' as const, argv: ['sh', '-c', "trap '' TERM; while :; do sleep 1; done"] };
    const hanging = callCommand(deaf, sample(), { timeoutMs: 200, graceMs: 200 });
    await expect(hanging).rejects.toThrow(/was ended by SIGKILL/);
  });

  it.each([
    ['', []],
    ['echo no pager >&2; exit 3', ['it: sh ended with 3: no pager']],
  ])('is over when it has ended, whatever it has left behind: %s', async (then, faults) => {
    expect(await deliverTo({ kind: 'command', argv: ['sh', '-c', `sleep 60 & ${then}`] })).toEqual(faults);
  });

  it('that says what it was given says nothing of it here', async () => {
    const receiver = {
      kind: 'command' as const,
      argv: ['sh', '-c', 'echo "cannot reach $0" >&2; exit 1', '${env:HOOK}'],
    };
    const faults = await deliverTo(receiver, { HOOK: 'https://hooks.example.com/T0/very-secret' });
    expect(faults).toEqual(['it: sh ended with 1: cannot reach ***']);
  });
});
