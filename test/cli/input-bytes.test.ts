import { execFileSync } from 'node:child_process';
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { beforeEach, expect, it } from 'vitest';
import { bytesIn, fileBytes } from '../../cli/input-bytes.ts';
import { rollcallHere } from './in-process.ts';

const NEVER = new AbortController().signal;
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rollcall-input-'));
  return () => rmSync(folder, { recursive: true });
});

function pipe(): string {
  const path = join(folder, 'pipe');
  execFileSync('sh', ['-c', 'mkfifo "$0"', path]);
  return path;
}

it('that never ends is read no further than its limit', async () => {
  let read = 0;
  const endless = Readable.from(
    (function* () {
      for (;;) {
        read += 1;
        yield Buffer.alloc(1024);
      }
    })(),
  );
  await expect(bytesIn(endless, NEVER, 10 * 1024)).rejects.toThrow('takes more than 10KiB');
  expect(read).toBeLessThan(100);
  await expect(fileBytes('/dev/zero', NEVER, 10 * 1024)).rejects.toThrow('takes more than 10KiB');
});

it('that never ends is a mistake of the command, not a hang', async () => {
  const { code, stderr } = await rollcallHere(['validate', '--checks', '/dev/zero'], { cwd: folder });
  expect([code, stderr]).toEqual([2, 'error: /dev/zero takes more than 128MiB, which is more than is read\n']);
});

it('may come through a pipe with a name', async () => {
  const path = pipe();
  const bytes = fileBytes(path, NEVER);
  createWriteStream(path).end('checks: []');
  expect(Buffer.from(await bytes).toString()).toBe('checks: []');
});

it('that nobody ever writes is not waited for once somebody wants to stop', async () => {
  const stop = new AbortController();
  const bytes = fileBytes(pipe(), stop.signal);
  stop.abort('SIGINT');
  await expect(bytes).rejects.toBe('SIGINT');
});
