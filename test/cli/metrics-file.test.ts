import { execFile, spawnSync } from 'node:child_process';
import { readdir, readFile, stat, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { hasPromtool, parseExposition, promtool } from '../core/report/prometheus/parse.ts';
import { folderWith, rollcall } from './command.ts';
import { rollcallHere } from './in-process.ts';
import { checksOf, startTarget } from './target.ts';

const MAIN = fileURLToPath(new URL('../../cli/main.ts', import.meta.url));
const OLD = 'rollcall_run_success 1\n';

/** What the file in a folder says of success, and of which checks. */
async function metricsIn(cwd: string, file = 'rollcall.prom') {
  const text = await readFile(join(cwd, file), 'utf8');
  const series = parseExposition(text);
  const gauge = (name: string) => series.find((one) => one.name === name)?.value;
  const checks = series
    .filter(({ name }) => name === 'probe_success')
    .map(({ labels, value }) => [labels['check'], value]);
  return {
    text,
    success: gauge('rollcall_run_success'),
    startedAt: gauge('rollcall_last_run_timestamp_seconds'),
    checks,
  };
}

async function runIn(paths: readonly string[], ...args: readonly string[]) {
  const { url } = await startTarget();
  const cwd = await folderWith({ 'checks.yaml': checksOf(url, paths) });
  return { cwd, url, ...(await rollcallHere(['run', '--metrics', 'rollcall.prom', ...args], { cwd })) };
}

describe('rollcall run --metrics', () => {
  it('writes one file that everybody may read, and prints what it prints otherwise', async () => {
    const began = Date.now() / 1000;
    const { cwd, code, stdout, stderr } = await runIn(['ok', 'down'], '--json');
    const { text, success, startedAt, checks } = await metricsIn(cwd);

    expect([code, stderr, JSON.parse(stdout).counts.total]).toEqual([1, '', 2]);
    expect([success, checks]).toEqual([
      1,
      [
        ['ok', 1],
        ['down', 0],
      ],
    ]);
    expect(Math.abs((startedAt ?? 0) - began)).toBeLessThan(60);
    expect(text).toContain('\nprobe_http_status_code{check="down"} 503\n');
    expect(text).toContain('\nrollcall_check_info{check="ok",kind="http",severity="critical",tags="tag-ok"} 1\n');
    expect((await readdir(cwd)).toSorted()).toEqual(['checks.yaml', 'rollcall.prom']);
    expect((await stat(join(cwd, 'rollcall.prom'))).mode & 0o777).toBe(0o644);
    if (hasPromtool) expect(promtool(text)).toBe('');
  });

  it('takes the place of the file before, with --quiet, under a narrow umask, through a link', async () => {
    const { url } = await startTarget();
    const cwd = await folderWith({ 'checks.yaml': checksOf(url, ['ok']), 'real.prom': OLD });
    await symlink('real.prom', join(cwd, 'rollcall.prom'));
    const command = `umask 077; exec "$@" run --quiet --metrics rollcall.prom`;
    const ended = await new Promise<readonly unknown[]>((resolve) => {
      execFile('sh', ['-c', command, 'sh', process.execPath, MAIN], { cwd }, (...said) => resolve(said));
    });

    expect(ended).toEqual([null, '', '']);
    expect((await metricsIn(cwd, 'real.prom')).checks).toEqual([['ok', 1]]);
    expect((await stat(join(cwd, 'real.prom'))).mode & 0o777).toBe(0o644);
    expect((await readdir(cwd)).toSorted()).toEqual(['checks.yaml', 'real.prom', 'rollcall.prom']);
  });

  it('has the checks of several files together', async () => {
    const { url } = await startTarget();
    const cwd = await folderWith({ 'a.yaml': checksOf(url, ['ok']), 'b.yaml': checksOf(url, ['down']) });
    const { code } = await rollcallHere(['run', '--metrics', 'rollcall.prom', 'a.yaml', 'b.yaml'], { cwd });
    const { success, checks } = await metricsIn(cwd);
    expect([code, success, checks.toSorted()]).toEqual([
      1,
      1,
      [
        ['down', 0],
        ['ok', 1],
      ],
    ]);
  });

  it('has a curl command too', async () => {
    const { url } = await startTarget();
    const cwd = await folderWith();
    const { code } = await rollcallHere(['run', '--metrics', 'rollcall.prom', '--', 'curl', `${url}/ok`], { cwd });
    const { success, checks } = await metricsIn(cwd);
    expect([code, success, checks]).toEqual([0, 1, [[expect.any(String), 1]]]);
  });

  it('has no check for a guard, and says whether it was OK', async () => {
    const { url } = await startTarget();
    const guard = `guard:\n  - { name: up, http: { url: ${url}/ok } }\n`;
    const cwd = await folderWith({ 'checks.yaml': guard + checksOf(url, ['ok']) });
    await rollcallHere(['run', '--metrics', 'rollcall.prom'], { cwd });
    const { text, checks } = await metricsIn(cwd);
    expect(checks).toEqual([['ok', 1]]);
    expect(text).toContain('\nrollcall_online{run="rollcall"} 1\n');
  });

  it('never holds a secret', async () => {
    const { url } = await startTarget();
    const checks = `checks: [{ name: a, http: { url: "${url}/down", headers: { Authorization: "Bearer \${env:TOKEN}" } } }]\n`;
    const cwd = await folderWith({ 'checks.yaml': checks });
    await rollcallHere(['run', '--metrics', 'rollcall.prom'], { cwd, env: { TOKEN: 'very-secret-token' } });
    const { text } = await metricsIn(cwd);
    expect(text).not.toMatch(/very-secret|127\.0\.0\.1|Bearer/);
  });
});

describe('a run that failed leaves no file that looks well', () => {
  it.each<[what: string, args: readonly string[], code: number]>([
    ['faults in the checks file', ['--checks', 'faulty.yaml'], 2],
    ['no checks file', ['--checks', 'none.yaml'], 2],
    ['a misspelt selection', ['--only', 'no-such-check'], 2],
  ])('%s', async (_, args, code) => {
    const { url } = await startTarget();
    const files = { 'checks.yaml': checksOf(url, ['ok']), 'faulty.yaml': 'checks: 1\n', 'rollcall.prom': OLD };
    const cwd = await folderWith(files);
    const ended = await rollcallHere(['run', '--metrics', 'rollcall.prom', ...args], { cwd });
    const { success, checks } = await metricsIn(cwd);
    expect([ended.code, success, checks]).toEqual([code, 0, []]);
  });

  it('--fail-fast before the end', async () => {
    const { cwd, code } = await runIn(['down', 'ok'], '--fail-fast', '--concurrency', '1');
    const { success, checks } = await metricsIn(cwd);
    expect([code, success, checks]).toEqual([1, 0, [['down', 0]]]);
  });

  it('interrupted', async () => {
    const { url, hung } = await startTarget();
    const cwd = await folderWith({ 'checks.yaml': checksOf(url, ['hanging']), 'rollcall.prom': OLD });
    const args = ['run', '--metrics', 'rollcall.prom'];
    const { code } = await rollcall(args, { cwd, stopWhen: hung, signal: 'SIGTERM' });
    const { success, checks } = await metricsIn(cwd);
    expect([code, success, checks]).toEqual([143, 0, []]);
  });

  it('a memory that cannot be opened', async () => {
    const { url } = await startTarget();
    const cwd = await folderWith({
      'checks.yaml': checksOf(url, ['down']),
      '.rollcall': 'a file in place of the folder',
    });
    const { code } = await rollcallHere(['run', '--metrics', 'rollcall.prom', '--remember'], { cwd });
    expect([code, (await metricsIn(cwd)).success]).toEqual([3, 0]);
  });

  it('a receiver that takes no alert: what the targets are like is known all the same', async () => {
    const { url } = await startTarget();
    const alerts = `alerts: { topics: { default: { receivers: [{ webhook: { url: ${url}/down } }] } } }\n`;
    const cwd = await folderWith({ 'checks.yaml': alerts + checksOf(url, ['down']) });
    const { code } = await rollcallHere(['run', '--metrics', 'rollcall.prom', '--send'], { cwd });
    const { success, checks } = await metricsIn(cwd);
    expect([code, success, checks]).toEqual([3, 0, [['down', 0]]]);
  });
});

describe('a file that cannot be written', () => {
  it.each(['rollcall.txt', 'prom', 'rollcall.prom.new'])('%s is refused before anything is called', async (file) => {
    const { url } = await startTarget();
    const cwd = await folderWith({ 'checks.yaml': checksOf(url, ['ok']) });
    const { code, stdout, stderr } = await rollcallHere(['run', '--metrics', file], { cwd });
    const told = `error: --metrics ${file} would not be read by node_exporter; name a file that ends in .prom\n`;
    expect([code, stdout, stderr]).toEqual([2, '', told]);
    expect(await readdir(cwd)).toEqual(['checks.yaml']);
  });

  it.each([
    ['none/rollcall.prom', 'no such file or folder'],
    ['checks.yaml/rollcall.prom', 'a part of its path is a file, not a folder'],
  ])('%s: the roll is called, and the exit code is 3', async (file, why) => {
    const { url } = await startTarget();
    const cwd = await folderWith({ 'checks.yaml': checksOf(url, ['ok']) });
    const { code, stdout, stderr } = await rollcallHere(['run', '--metrics', file], { cwd });
    expect([code, stderr]).toEqual([3, `rollcall: --metrics ${file} was not written: ${why} (${join(cwd, file)})\n`]);
    expect(stdout).toContain('1 OK');
    expect(await readdir(cwd)).toEqual(['checks.yaml']);
  });

  const NAMESPACE = ['--user', '--map-root-user', '--mount'];
  const canMount = spawnSync('unshare', [...NAMESPACE, 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt']).status === 0;

  it.skipIf(!canMount).each([
    ['size=8k', 'head -c 4096 /dev/zero > filler', 'no space left on the disk'],
    ['size=64k', 'mount -o remount,ro "$1"', 'the file system is read-only'],
  ])('a disk with %s and %s keeps the old file', async (size, then, why) => {
    const { url } = await startTarget();
    const cwd = await folderWith({ 'checks.yaml': checksOf(url, ['ok']) });
    const disk = await folderWith();
    const script = `mount -t tmpfs -o ${size} tmpfs "$1" && printf '${OLD.trim()}\\n' > "$1/a.prom" && cd "$1" && ${then} && cd "$2"
      "$3" "$4" run --quiet --metrics "$1/a.prom" 2>&1; echo "exit $?"; ls "$1"; cat "$1/a.prom"`;
    const said = await new Promise<string>((resolve) => {
      const args = [...NAMESPACE, 'sh', '-c', script, 'sh', disk, cwd, process.execPath, MAIN];
      execFile('unshare', args, { cwd }, (_, stdout) => resolve(stdout));
    });
    expect(said).toMatch(
      new RegExp(`^rollcall: --metrics \\S+/a\\.prom was not written: ${why} \\(\\S+/a\\.prom\\)\\nexit 3\\n`),
    );
    expect(said).toMatch(/\na\.prom\n(?:filler\n)?rollcall_run_success 1\n$/);
  });
});
