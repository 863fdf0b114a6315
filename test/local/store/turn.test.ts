import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach, expect, it, onTestFinished } from 'vitest';
import { inTurn } from '#local/store/turn.ts';

let file: string;
beforeEach(() => {
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-turn-'));
  file = join(folder, 'turn');
  return () => rmSync(folder, { recursive: true, force: true });
});

it('comes when the other has ended, and never at the same time', async () => {
  const order: string[] = [];
  const first = Promise.withResolvers<void>();
  const begun = Promise.withResolvers<void>();
  const one = inTurn(file, { mostMs: 0 }, async () => {
    begun.resolve();
    await first.promise;
    order.push('one');
  });
  await begun.promise;
  const other = inTurn(file, { mostMs: 10_000 }, async () => order.push('other'));
  expect(await inTurn(file, { mostMs: 0 }, async () => order.push('never'))).toBe(null);
  expect(await inTurn(file, { mostMs: 10_000, signal: AbortSignal.abort() }, async () => order.push('never'))).toBe(
    null,
  );
  first.resolve();
  await Promise.all([one, other]);
  expect(order).toEqual(['one', 'other']);
});

it('ends with the process that had it, however that was killed', async () => {
  const turn = fileURLToPath(new URL('../../../local/store/turn.ts', import.meta.url));
  const script = `import { inTurn } from '${turn}';
    const never = Promise.withResolvers();
    setInterval(() => never, 1e6);
    await inTurn('${file}', { mostMs: 0 }, () => { console.log('mine'); return never.promise; });`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  await once(child.stdout, 'data');
  expect(await inTurn(file, { mostMs: 0 }, async () => 'mine')).toBe(null);
  child.kill('SIGKILL');
  await once(child, 'close');
  expect(await inTurn(file, { mostMs: 0 }, async () => 'mine')).toEqual({ value: 'mine' });
});
