import { stripVTControlCharacters } from 'node:util';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { folderWith } from './command.ts';
import { rollcallHere } from './in-process.ts';
import { checksOf, startTarget } from './target.ts';

async function folderFor(paths: readonly string[]): Promise<string> {
  const { url } = await startTarget();
  return folderWith({ 'checks.yaml': checksOf(url, paths) });
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: it is what a terminal gets
const ERASED_LINE = /[^\n]*\r\u001b\[2K/g;
/** What is left on a terminal, once what was erased is gone. */
const linesLeft = (screen: string) => stripVTControlCharacters(screen.replace(ERASED_LINE, '')).trimEnd().split('\n');
const barsIn = (stderr: string) => stderr.split('\r\u001b[2K').filter((bar) => bar.includes('checks,'));

describe('rollcall run on a terminal', () => {
  it.each([
    40, 60, 80, 200,
  ])('shows how far it is on one line of %d columns, and takes it away again', async (columns) => {
    const cwd = await folderFor(['ok', 'down', 'down-with-a-long-name']);
    const { stderr } = await rollcallHere(['run'], { cwd, columns });
    const bars = barsIn(stderr);

    expect(bars[0]).toContain('0/3 checks, 0 NG');
    for (const bar of bars) expect(stringWidth(bar)).toBeLessThan(columns);
    expect(stderr.endsWith('\r\u001b[2K')).toBe(true);
  });

  it('says in the bar which check it waits for, in the order of the list', async () => {
    const { stderr } = await rollcallHere(['run', '--concurrency', '1'], {
      cwd: await folderFor(['ok', 'down']),
      columns: 80,
    });

    expect(barsIn(stderr)[0]).toContain(', waiting for ok and 1 more');
    expect(barsIn(stderr).some((bar) => bar.endsWith('1/2 checks, 0 NG, waiting for down'))).toBe(true);
  });

  it('shows each row once, as soon as its check has answered, and no alert', async () => {
    const cwd = await folderFor(['down', 'ok']);
    const { screen, stdout } = await rollcallHere(['run', '--concurrency', '1'], { cwd, columns: 80 });

    expect(linesLeft(screen)).toEqual([
      expect.stringMatching(/^ +NAME +LATENCY +REASON$/),
      expect.stringMatching(/^✗ {2}down +\d+ ms {2}status 503, wanted 2xx$/),
      expect.stringMatching(/^✓ {2}ok +\d+ ms$/),
      expect.stringMatching(/^1 OK, 1 NG in \d\.\d s$/),
    ]);
    expect(screen.indexOf('status 503')).toBeLessThan(screen.indexOf('1/2 checks, 1 NG'));
    expect(stdout).not.toContain('checks,');
  });

  it('shows an NG once more at the end when its row has left the screen', async () => {
    const cwd = await folderFor(['down', ...Array.from({ length: 12 }, (_, i) => `ok-${i}`)]);
    const args = ['run', '--concurrency', '1'];
    const [low, high] = await Promise.all([
      rollcallHere(args, { cwd, columns: 80, rows: 10 }),
      rollcallHere(args, { cwd, columns: 80, rows: 40 }),
    ]);

    expect(linesLeft(low.screen).filter((line) => line.startsWith('✗  down '))).toHaveLength(2);
    expect(linesLeft(high.screen).filter((line) => line.startsWith('✗  down '))).toHaveLength(1);
  });

  it('shows all NGs once more when the row of one has left the screen, and none when nothing else was shown', async () => {
    const cwd = await folderFor(['down', ...Array.from({ length: 12 }, (_, i) => `ok-${i}`), 'down-last']);
    const args = ['run', '--concurrency', '1'];
    const [mixed, alone] = await Promise.all([
      rollcallHere(args, { cwd, columns: 80, rows: 10 }),
      rollcallHere([...args, '--only-ng'], { cwd, columns: 80, rows: 5 }),
    ]);
    const ngs = (screen: string) => linesLeft(screen).flatMap((line) => /^✗ {2}(\S+)/.exec(line)?.[1] ?? []);

    expect(ngs(mixed.screen)).toEqual(['down', 'down-last', 'down', 'down-last']);
    expect(ngs(alone.screen)).toEqual(['down', 'down-last']);
  });

  it('shows once more what turned out to be quiet, with why', async () => {
    const { url } = await startTarget();
    const maintenance = 'maintenance: [{ name: deploy, from: 2020-01-01T00:00Z, to: 2099-01-01T00:00Z }]\n';
    const cwd = await folderWith({ 'checks.yaml': maintenance + checksOf(url, ['down']) });
    const { screen } = await rollcallHere(['run'], { cwd, columns: 80 });

    expect(linesLeft(screen).filter((line) => line.startsWith('✗'))).toEqual([
      expect.stringMatching(/ms {2}status 503, wanted 2xx$/),
      expect.stringMatching(/ms {2}maintenance \(deploy\): status 503, wanted 2xx$/),
    ]);
  });

  it('shows a guard once, as one', async () => {
    const { url } = await startTarget();
    const guard = `guard: [{ name: internet, http: { url: ${url}/ok } }]\n`;
    const cwd = await folderWith({ 'checks.yaml': guard + checksOf(url, ['ok']) });
    const { screen } = await rollcallHere(['run'], { cwd, columns: 80 });

    expect(linesLeft(screen).filter((line) => line.includes('internet'))).toEqual([
      expect.stringMatching(/^✓ {2}internet +\d+ ms {2}guard$/),
    ]);
  });

  it('leaves the rows of what had answered when it is stopped, and no bar', async () => {
    const { url, hung } = await startTarget();
    const cwd = await folderWith({ 'checks.yaml': checksOf(url, ['ok', 'hanging']) });
    const stop = new AbortController();
    void hung.then(() => stop.abort('SIGINT'));
    const args = ['run', '--concurrency', '1', '--keep', 'kept'];
    const { code, screen } = await rollcallHere(args, { cwd, columns: 80, signal: stop.signal });

    expect(code).toBe(130);
    expect(linesLeft(screen).slice(1)).toEqual([
      expect.stringMatching(/^✓ {2}ok +\d+ ms$/),
      expect.stringMatching(/^1 OK, 0 NG in \d\.\d s$/),
      'interrupted: 1 of 2 checks had answered',
    ]);
  });

  it('shows only what is NG with --only-ng, and nothing with --quiet', async () => {
    const cwd = await folderFor(['down', 'ok']);
    const onlyNg = await rollcallHere(['run', '--only-ng'], { cwd, columns: 80 });

    expect(linesLeft(onlyNg.screen).map((line) => line[0])).toEqual([' ', '✗', '1']);
    expect((await rollcallHere(['run', '--quiet'], { cwd, columns: 80 })).screen).toBe('');
  });

  it.each([40, 60, 80])('breaks no word of the alert and the counts at %d columns', async (columns) => {
    const cwd = await folderFor(['down']);
    const { screen } = await rollcallHere(['run', '--alert'], { cwd, columns });
    const wide = linesLeft(screen).filter((line) => stringWidth(line) > columns);

    expect(screen).toContain('The alert:');
    for (const line of wide) expect(line.trim()).not.toContain(' ');
  });

  it('colours the marks, unless NO_COLOR is set', async () => {
    const cwd = await folderFor(['ok']);
    const env = { LANG: 'C.UTF-8' };

    expect((await rollcallHere(['run'], { cwd, env, columns: 80 })).stdout).toContain('\u001b[32m✓');
    expect((await rollcallHere(['run'], { cwd, env: { ...env, NO_COLOR: '1' }, columns: 80 })).stdout).not.toContain(
      '\u001b',
    );
  });

  it('draws no bar beside --json, nor in a pipe, nor on a terminal that can only print', async () => {
    const cwd = await folderFor(['ok']);
    const dumb = await rollcallHere(['run'], { cwd, columns: 80, env: { TERM: 'dumb' } });

    expect((await rollcallHere(['run', '--json'], { cwd, columns: 80 })).stderr).toBe('');
    expect((await rollcallHere(['run'], { cwd })).stderr).not.toContain('checks, 0 NG');
    expect(dumb.screen).not.toContain('\u001b');
    expect(dumb.stdout).toMatch(/OK {2}ok +\d+ ms\n/);
  });
});
