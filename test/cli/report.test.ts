import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { type MonthReport, monthReport } from '#core/history/month-report.ts';
import { openSqliteStore } from '#local/store/sqlite-store.ts';
import { reportCsv } from '../../cli/output/report-csv.ts';
import { uptimeText } from '../../cli/output/report-figures.ts';
import { reportHtml } from '../../cli/output/report-html.ts';
import { rollcallHere } from './in-process.ts';
import { verdict } from './verdicts.ts';

let cwd: string;

const CHECKS = {
  defaults: { timezone: 'Asia/Tokyo' },
  checks: [
    { name: 'pay', tags: ['shop'], slo: 99, tcp: { host: 'h', port: 1 } },
    { name: '検索', tcp: { host: 'h', port: 2 } },
    { name: 'never', tcp: { host: 'h', port: 3 } },
  ],
};

beforeEach(async () => {
  cwd = mkdtempSync(join(tmpdir(), 'rollcall-report-'));
  onTestFinished(() => rmSync(cwd, { recursive: true, force: true }));
  writeFileSync(join(cwd, 'checks.yaml'), JSON.stringify(CHECKS));
});

/** Four runs in October, of which `pay` is OK in three; one on the first of November in Tokyo. */
async function remembered(): Promise<void> {
  const store = await openSqliteStore(join(cwd, '.rollcall', 'rollcall.db'), {
    now: () => Date.parse('2026-10-31T16:00:00Z'),
    retentionMs: 90 * 86_400_000,
    settleMs: 0,
  });
  const remember = (at: string, pay: 'OK' | 'NG') =>
    store.remember({ id: at, startedAt: at }, [
      verdict({ name: 'pay', at, outcome: pay, latencyMs: 40 }),
      verdict({ name: '検索', at, latencyMs: 900 }),
    ]);
  for (const hour of ['10', '11', '12']) await remember(`2026-10-05T${hour}:00:00.000Z`, 'OK');
  await remember('2026-10-31T14:59:59.000Z', 'NG');
  await remember('2026-10-31T15:00:00.000Z', 'NG');
  const reason = { code: 'status', message: 'status 503' } as const;
  const told = {
    check: 'pay',
    kind: 'target',
    since: '2026-10-31T14:00:00.000Z',
    streak: 2,
    reason,
    flaky: false,
  } as const;
  const state = { name: 'pay', target: null, fault: null, lastRun: { id: 'x', startedAt: '2026-10-31T14:30:00.000Z' } };
  const transitions = [
    { ...told, type: 'opened', at: '2026-10-31T14:05:00.000Z' },
    { ...told, type: 'recovered', at: '2026-10-31T14:30:00.000Z' },
  ] as const;
  const after = { ...state, told: [{ runId: 'x', transitions }] };
  await store.save([{ name: 'pay', before: null, after }]);
  store.close();
}

const report = (args: readonly string[], columns?: number) =>
  rollcallHere(['report', '--month', '2026-10', ...args], {
    cwd,
    env: { LANG: 'C.UTF-8', NO_COLOR: '1' },
    ...(columns !== undefined && { columns }),
  });

describe('rollcall report', () => {
  it('tells of a month by the clocks of the list', async () => {
    await remembered();
    const { code, stdout, stderr } = await report([]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toBe(`✗ 2026-10 (Asia/Tokyo): 87.500 % up, the mean of 2 checks
  1 incident, the longest 30 min, repaired in 30 min on average
  objectives: 0 met, 1 missed

NAME     UPTIME  INCIDENTS  LONGEST  MTTR       P50     P95     P99  SLO          ERROR BUDGET
pay    75.000 %          1  30 min   30 min   40 ms   40 ms   40 ms  99 % missed  overspent by 6 days 5 h (2113.6 % gone)
検索      100 %          0  -        -       912 ms  912 ms  912 ms  -            -
never         -          0  -        -            -       -       -  -            -
`);
  });

  it('has a line and what belongs to it for each check where a table has no room', async () => {
    await remembered();
    const { stdout } = await report([], 50);
    expect(stdout.split('\n').filter((line) => line.length > 50)).toEqual([]);
    expect(stdout).toContain('✗ pay\n  uptime 75.000 %, incidents 1, longest 30 min,');
    expect(stdout).toContain('✓ 検索\n');
    expect(stdout).toContain('· never\n');
  });

  it('takes the objective of --slo for checks that have none, and only those that were asked for', async () => {
    await remembered();
    const { stdout } = await report(['--slo', '99.9%', '--exclude', 'never', '--json']);
    const { checks, overall } = JSON.parse(stdout);
    expect(checks.map(({ name, slo }: { name: string; slo: { target: number } }) => [name, slo.target])).toEqual([
      ['pay', 99],
      ['検索', 99.9],
    ]);
    expect(overall).toMatchObject({ uptime: 0.875, sloMet: 1, sloMissed: 1, incidents: 1, mttrMs: 1_800_000 });
    expect(JSON.parse((await report(['--tags', 'shop', '--format', 'json'])).stdout).checks).toHaveLength(1);
  });

  it('is of the month that it is, so far, or of the one before', async () => {
    const months = await Promise.all(
      [[], ['--month'], ['--month', 'last']].map(async (args) => {
        const { stdout, stderr } = await rollcallHere(['report', '--json', ...args], { cwd });
        expect(stderr).toContain('note: nothing is remembered of');
        return JSON.parse(stdout);
      }),
    );
    const [current, same, last] = months;
    expect([current.isOver, same.month, last.isOver]).toEqual([false, current.month, true]);
    expect(last.until).toBe(current.from);
    expect(readdirSync(cwd)).toEqual(['checks.yaml']);
  });

  it.each([
    [['--month', '2026-13'], 'error: --month 2026-13 is no month; write one such as 20'],
    [['--month', '2099-01'], 'error: --month 2099-01 has not begun; it is 20'],
    [['--slo', '100'], "error: option '--slo <percent>' argument '100' is invalid. use percent between 0 and 100"],
    [['--only', 'payy'], 'error: --only "payy" is the name of no enabled check; did you mean "pay"?'],
    [['--json', '--format', 'csv'], 'error: --json is --format json, not csv; take one of them out'],
    [['--out', 'checks.yaml/x'], 'error: --out checks.yaml/x cannot be written: '],
  ])('refuses %j', async (args, message) => {
    const { code, stdout, stderr } = await rollcallHere(['report', ...args], { cwd });
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
  });
});

it.each([
  [1, '100 %'],
  [0.999999, '99.999 %'],
  [0.57, '57.000 %'],
  [0, '0.000 %'],
  [null, '-'],
])('an uptime of %f is %s: 100 %% is only what was never down', (uptime, text) => {
  expect(uptimeText(uptime)).toBe(text);
});

const HOSTILE = '<script>alert(1)</script>';

/** A report of checks whose names no checks file can have. */
function nasty(): MonthReport {
  const names = ['=HYPERLINK("http://evil.example")', '-2+3', 'a,b', HOSTILE];
  const checks = names.map((name) => ({ name, tags: ['@SUM(A1)'], slo: null }));
  return monthReport({ month: '2026-10', timezone: null, now: 0, checks, buckets: new Map(), incidents: [] });
}

describe('rollcall report --format csv', () => {
  it('is a line a check with all figures', async () => {
    await remembered();
    const { stdout } = await report(['--format', 'csv', '--out', 'report.csv']);
    expect(stdout).toBe('');
    const [head = '', pay = '', search, never, end] = readFileSync(join(cwd, 'report.csv'), 'utf8').split('\r\n');
    const heads = head.split(',');
    expect(Object.fromEntries(pay.split(',').map((cell, at) => [heads[at], cell]))).toMatchObject({
      month: '2026-10',
      name: 'pay',
      tags: 'shop',
      uptime_percent: '75',
      ok: '3',
      ng: '1',
      mttr_seconds: '1800',
      mtbf_seconds: '',
      slo_met: 'false',
      budget_seconds: '26784',
      budget_left_seconds: '-539316',
    });
    expect(search).toMatch(/^2026-10,検索,,100,4,0,/);
    expect(never).toMatch(/^2026-10,never,,,0,0,0,0,0,0,,+$/);
    expect(end).toBe('');
  });

  it('has no text that a spreadsheet would run, and quotes as RFC 4180 has it', () => {
    expect(
      reportCsv(nasty())
        .split('\r\n')
        .map((line) => line.split(',,')[0]),
    ).toEqual([
      expect.stringMatching(/^month,name,/),
      `2026-10,"'=HYPERLINK(""http://evil.example"")",'@SUM(A1)`,
      "2026-10,'-2+3,'@SUM(A1)",
      '2026-10,"a,b",\'@SUM(A1)',
      `2026-10,${HOSTILE},'@SUM(A1)`,
      '',
    ]);
  });
});

describe('rollcall report --format html', () => {
  it('is one page that loads nothing', async () => {
    await remembered();
    const page = (await report(['--format', 'html'])).stdout;
    expect(page).toContain('<title>Report of 2026-10</title>');
    expect(page).toContain('<th scope="row">pay</th><td class="n">75.000 %</td>');
    expect(page).toContain("content=\"default-src 'none'; style-src 'unsafe-inline'\"");
    expect(page).not.toMatch(/<script|src=|href=|url\(/);
  });

  it('has every text escaped', () => {
    const page = reportHtml(nasty());
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(page).not.toContain('<script');
  });
});
