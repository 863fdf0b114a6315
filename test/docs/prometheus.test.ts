import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { checkFamilies } from '#core/report/prometheus/check-families.ts';
import { runFamilies } from '#core/report/prometheus/run-families.ts';
import { hasPromtool } from '../core/report/prometheus/parse.ts';
import { blocksOf } from './pages.ts';

const PAGE = 'docs/reference/prometheus.md';
const RUN = { run: { startedAt: '' }, verdicts: [], succeeded: true, elapsedMs: 0, label: '' };

it('has a row for each gauge, and for no other', () => {
  const rows = readFileSync(PAGE, 'utf8').matchAll(/^\| (`[^|]+`) +\|/gm);
  const told = Array.from(rows, ([, names = '']) => Array.from(names.matchAll(/`(\w+)/g), ([, name]) => name)).flat();
  const real = [...checkFamilies([]), ...runFamilies(RUN)].map(({ name }) => name);
  expect(told.toSorted()).toEqual(real.toSorted());
});

const alert = (name: string, at: string, labels: Readonly<Record<string, string>> | null, more = {}) => ({
  eval_time: at,
  alertname: name,
  exp_alerts: labels === null ? [] : [{ exp_labels: labels, ...more }],
});

it.skipIf(!hasPromtool)('has rules that fire for what is NG, and not for what is quiet', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'rollcall-rules-'));
  const rules = blocksOf('yaml').find(({ page }) => page === PAGE)?.text ?? '';
  await writeFile(join(folder, 'rules.yaml'), rules);
  const series = (name: string, values: string) => ({ series: `${name.replace('}', ',instance="m"}')}`, values });
  const tests = {
    rule_files: ['rules.yaml'],
    tests: [
      {
        interval: '1m',
        input_series: [
          series('probe_success{check="down"}', '0x20'),
          series('probe_success{check="muted"}', '0x20'),
          series('rollcall_check_quiet{check="muted",because="muted"}', '1x20'),
          series('probe_ssl_earliest_cert_expiry{check="down"}', '1814000x20'),
          series('rollcall_run_success{run="rollcall"}', '0x20'),
          series('node_textfile_mtime_seconds{file="/var/lib/node_exporter/rollcall.prom"}', '0x20'),
        ],
        alert_rule_test: [
          alert('CheckIsNg', '5m', null),
          alert(
            'CheckIsNg',
            '6m',
            { check: 'down', instance: 'm', severity: 'page' },
            { exp_annotations: { summary: 'down is NG' } },
          ),
          alert('CertificateEnds', '1m', { check: 'down', instance: 'm' }),
          alert('RollcallFails', '11m', { run: 'rollcall', instance: 'm' }),
          alert('RollcallIsSilent', '15m', null),
          alert('RollcallIsSilent', '16m', { file: '/var/lib/node_exporter/rollcall.prom', instance: 'm' }),
          alert('RollcallFileIsNotRead', '1m', null),
        ],
      },
      { interval: '1m', input_series: [], alert_rule_test: [alert('RollcallFileIsNotRead', '1m', {})] },
    ],
  };
  await writeFile(join(folder, 'tests.yaml'), JSON.stringify(tests));
  const { status, stdout, stderr } = spawnSync('promtool', ['test', 'rules', 'tests.yaml'], {
    cwd: folder,
    encoding: 'utf8',
  });
  expect([status, `${stdout}${stderr}`]).toEqual([0, expect.stringContaining('SUCCESS')]);
});
