/**
 * CPU a check of tcp, tls and dns beside blackbox_exporter, on the same targets in one run: `npm run bench:kinds -- 2000`. Both
 * are warm; what either pays for its start is not counted.
 */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findBlackbox, probing } from '../contenders/blackbox.ts';
import { machineLine } from '../print.ts';
import { median } from '../summary.ts';

const CONCURRENCY = 20;
const ROUNDS = 3;
const checks = Number(process.argv[2] ?? 2_000);
const path = (file: string) => fileURLToPath(new URL(file, import.meta.url));
const CA = path('../../test/fixtures/tls/root.pem');

const targets = spawn(process.execPath, [path('targets.ts')], { stdio: ['ignore', 'pipe', 'inherit'] });
const [line] = await once(targets.stdout, 'data');
const ports: { readonly tcp: number; readonly tls: number; readonly dns: number } = JSON.parse(String(line));

const KINDS = [
  {
    kind: 'tcp',
    entry: { name: 'tcp', tcp: { host: '127.0.0.1', port: ports.tcp } },
    target: `127.0.0.1:${ports.tcp}`,
    module: { prober: 'tcp', timeout: '5s', tcp: { preferred_ip_protocol: 'ip4' } },
  },
  {
    kind: 'tls',
    entry: { name: 'tls', tls: { host: '127.0.0.1', port: ports.tls, ca: CA } },
    target: `127.0.0.1:${ports.tls}`,
    module: {
      prober: 'tcp',
      timeout: '5s',
      tcp: { preferred_ip_protocol: 'ip4', tls: true, tls_config: { ca_file: CA } },
    },
  },
  {
    kind: 'dns',
    entry: { name: 'dns', dns: { name: 'a.test', type: 'A', server: `127.0.0.1:${ports.dns}` } },
    target: `127.0.0.1:${ports.dns}`,
    module: {
      prober: 'dns',
      timeout: '5s',
      dns: { preferred_ip_protocol: 'ip4', query_name: 'a.test', query_type: 'A' },
    },
  },
] as const;

const program = findBlackbox(process.env['PATH'] ?? '');
const folder = mkdtempSync(join(tmpdir(), 'rollcall-bench-'));
try {
  const config = join(folder, 'blackbox.yml');
  writeFileSync(
    config,
    JSON.stringify({ modules: Object.fromEntries(KINDS.map(({ kind, module }) => [kind, module])) }),
  );
  process.stdout.write(`${machineLine()}\n\nCPU a check, ms: median of ${ROUNDS} rounds of ${checks}\n\n`);
  process.stdout.write(
    '| kind | rollcall | blackbox_exporter | ratio |\n| ---- | -------- | ----------------- | ----- |\n',
  );
  for (const { kind, entry, target } of KINDS) {
    const rounds = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      rounds.push({
        ours: ours(entry),
        theirs: program === null ? Number.NaN : await theirs(program, config, kind, target),
      });
    }
    const [one, other] = [median(rounds.map((it) => it.ours)), median(rounds.map((it) => it.theirs))];
    const ratio = median(rounds.map((it) => it.ours / it.theirs));
    process.stdout.write(`| ${kind} | ${one.toFixed(2)} | ${other.toFixed(2)} | ${ratio.toFixed(2)} |\n`);
  }
  if (program === null) process.stdout.write('SKIPPED: blackbox_exporter is not on the PATH\n');
} finally {
  targets.kill();
  rmSync(folder, { recursive: true });
}

function ours(entry: object): number {
  const args = [
    path('ours.ts'),
    '--entry',
    JSON.stringify(entry),
    '--checks',
    String(checks),
    '--concurrency',
    String(CONCURRENCY),
  ];
  const { ok, cpuSeconds } = JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' }));
  if (ok !== checks) throw new Error(`${ok} of ${checks} were OK`);
  return (cpuSeconds / checks) * 1000;
}

async function theirs(file: string, config: string, module: string, target: string): Promise<number> {
  const { ok, cpuSeconds } = await probing(file, config, { module, target, checks, concurrency: CONCURRENCY });
  if (ok !== checks) throw new Error(`blackbox_exporter: ${ok} of ${checks} were OK`);
  return (cpuSeconds / checks) * 1000;
}
