import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { folderWith } from './command.ts';
import { rollcallHere } from './in-process.ts';
import { checksOf, startTarget } from './target.ts';

async function folderFor(paths: readonly string[]): Promise<string> {
  const { url } = await startTarget();
  return folderWith({ 'checks.yaml': checksOf(url, paths) });
}

describe('rollcall run on a terminal', () => {
  it.each([40, 80, 120])('shows how far it is on one line of %d columns, and takes it away again', async (columns) => {
    const { stderr } = await rollcallHere(['run'], { cwd: await folderFor(['ok', 'down']), columns });
    const bars = stderr.split('\u001b').filter((piece) => piece.includes('checks,'));

    expect(bars[0]).toContain('0/2 checks, 0 NG');
    for (const bar of bars) expect(stringWidth(bar.replace(/^\[[\d;?]*[A-Za-z]/, ''))).toBeLessThan(columns);
    expect(stderr.lastIndexOf('\u001b[2K')).toBeGreaterThan(stderr.lastIndexOf('checks,'));
  });

  it('colours the marks, unless NO_COLOR is set', async () => {
    const cwd = await folderFor(['ok']);
    const env = { LANG: 'C.UTF-8' };

    expect((await rollcallHere(['run'], { cwd, env, columns: 80 })).stdout).toContain('\u001b[32m✓');
    expect((await rollcallHere(['run'], { cwd, env: { ...env, NO_COLOR: '1' }, columns: 80 })).stdout).not.toContain(
      '\u001b',
    );
  });

  it('draws no bar beside --json, nor in a pipe', async () => {
    const cwd = await folderFor(['ok']);

    expect((await rollcallHere(['run', '--json'], { cwd, columns: 80 })).stderr).toBe('');
    expect((await rollcallHere(['run'], { cwd })).stderr).not.toContain('checks, 0 NG');
  });
});
