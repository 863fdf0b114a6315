import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { SYSTEM_CLOCK } from '#local/watch/clock.ts';
import { startWatch } from '#local/watch/watch.ts';
import { startServer } from '#local/web/server.ts';
import { findBlackbox } from '../../../bench/contenders/blackbox.ts';
import { findProgram, freePort } from '../../../bench/machine.ts';
import { checksOf } from '../../checks-file/parsed.ts';
import { blocksOf } from '../../docs/pages.ts';
import { a, answer, dnsServer } from '../../kinds/dns/servers.ts';
import { httpServer, httpsServer, tcpServer } from '../../kinds/servers.ts';
import { fixturePath } from '../../kinds/tls/s-server.ts';
import { whenOver } from '../../kinds/when-over.ts';

/** A real Prometheus that scrapes watch and blackbox_exporter for the same targets, by the configuration in docs/prometheus.md. */

const PATH = process.env['PATH'] ?? '';
export const PROMETHEUS = findProgram(['prometheus'], PATH);
export const BLACKBOX = findBlackbox(PATH);

/** A series as Prometheus has it, without the labels of the scrape. */
export type Series = { readonly name: string; readonly labels: string; readonly value: number };

/** What both say of a target, by the name of its check. */
export type Beside = ReadonlyMap<string, { readonly ours: readonly Series[]; readonly theirs: readonly Series[] }>;

type Target = { readonly name: string; readonly entry: object; readonly address: string; readonly module: string };

const ROOT = fixturePath('root.pem');

async function targets(): Promise<readonly Target[]> {
  const web = await httpServer(({ url }, response) => {
    if (url === '/moved') response.writeHead(302, { location: '/' });
    if (url === '/down') response.writeHead(503);
    response.end('all is well');
  });
  const secure = await httpsServer('good');
  const open = await tcpServer((socket) => socket.write('220 mx ready\r\n'));
  const closed = await freePort();
  const names = await dnsServer((query) => [
    query.type === 'SOA'
      ? answer(query, [
          {
            type: 'SOA',
            name: query.name,
            ttl: 60,
            data: {
              mname: 'a.test',
              rname: 'b.test',
              serial: 2_026_112_601,
              refresh: 1,
              retry: 1,
              expire: 1,
              minimum: 1,
            },
          },
        ])
      : answer(query, [a(query.name, '192.0.2.1'), a(query.name, '192.0.2.2')]),
  ]);
  const ca = readFileSync(ROOT, 'utf8');
  const http = (name: string, url: string, more: object = {}, expect: object = {}) => ({
    name,
    address: url,
    entry: { name, http: { url, allowPrivate: true, timeout: '5s', ...more }, expect, rechecks: 0 },
  });
  const dns = (name: string, type: string, module: string) => ({
    name,
    module,
    address: `127.0.0.1:${names}`,
    entry: { name, dns: { name: 'shop.test', type, server: `127.0.0.1:${names}`, allowPrivate: true }, rechecks: 0 },
  });
  return [
    { ...http('web', `${web}/`), module: 'web' },
    { ...http('web-down', `${web}/down`), module: 'web' },
    { ...http('web-moved', `${web}/moved`, { follow: 3 }), module: 'web' },
    { ...http('web-words', `${web}/`, {}, { keyword: 'all is lost' }), module: 'words' },
    { ...http('web-closed', `http://127.0.0.1:${closed}/`), module: 'web' },
    { ...http('secure', `${secure}/`, { tls: { ca } }), module: 'web' },
    {
      name: 'mail',
      module: 'tcp',
      address: `127.0.0.1:${open}`,
      entry: { name: 'mail', tcp: { host: '127.0.0.1', port: open, allowPrivate: true }, rechecks: 0 },
    },
    {
      name: 'mail-closed',
      module: 'tcp',
      address: `127.0.0.1:${closed}`,
      entry: { name: 'mail-closed', tcp: { host: '127.0.0.1', port: closed, allowPrivate: true }, rechecks: 0 },
    },
    dns('shop-address', 'A', 'dns_a'),
    dns('shop-zone', 'SOA', 'dns_soa'),
  ];
}

/** As its own documentation writes it. */
function blackboxModules(): object {
  const http = (more: object) => ({
    prober: 'http',
    timeout: '5s',
    http: { preferred_ip_protocol: 'ip4', tls_config: { ca_file: ROOT }, ...more },
  });
  const dns = (type: string) => ({
    prober: 'dns',
    timeout: '5s',
    dns: { query_name: 'shop.test', query_type: type, preferred_ip_protocol: 'ip4' },
  });
  return {
    modules: {
      web: http({}),
      words: http({ fail_if_body_not_matches_regexp: ['all is lost'] }),
      tcp: { prober: 'tcp', timeout: '5s', tcp: { preferred_ip_protocol: 'ip4' } },
      dns_a: dns('A'),
      dns_soa: dns('SOA'),
    },
  };
}

const READY_WITHIN_MS = 30_000;
const PAUSE_MS = 100;

/** Asks until it is true. */
async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  for (const end = performance.now() + READY_WITHIN_MS; performance.now() < end; await delay(PAUSE_MS)) {
    if (await holds().catch(() => false)) return;
  }
  throw new Error(`${what} takes too long`);
}

function start(program: string, words: readonly string[]): ChildProcess {
  const child = spawn(program, words, { stdio: 'ignore' });
  whenOver(async () => {
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  });
  return child;
}

/** Starts everything and answers what Prometheus has in the end. Ends with the test, or with `endAll`. */
export async function beside(): Promise<Beside> {
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-prometheus-'));
  whenOver(() => rmSync(folder, { recursive: true, force: true }));
  const all = await targets();
  const watching = await watchOf(all, folder);
  const blackboxPort = await freePort();
  const modules = join(folder, 'blackbox.yml');
  writeFileSync(modules, JSON.stringify(blackboxModules()));
  start(BLACKBOX ?? '', [`--config.file=${modules}`, `--web.listen-address=127.0.0.1:${blackboxPort}`]);
  const prometheus = `127.0.0.1:${await freePort()}`;
  const config = join(folder, 'prometheus.yml');
  writeFileSync(config, configuration(all, { watch: watching, blackbox: `127.0.0.1:${blackboxPort}` }));
  start(PROMETHEUS ?? '', [
    `--config.file=${config}`,
    `--web.listen-address=${prometheus}`,
    `--storage.tsdb.path=${join(folder, 'data')}`,
  ]);
  const query = async (promql: string) => {
    const response = await fetch(`http://${prometheus}/api/v1/query?query=${encodeURIComponent(promql)}`);
    const { data } = (await response.json()) as { data: { result: readonly Sample[] } };
    return data.result;
  };
  const counted = async (job: string) => (await query(`probe_success{job="${job}"}`)).length === all.length;
  await until('a scrape of everything', async () => (await counted('blackbox')) && (await counted('their')));
  const [ours, theirs] = [
    await query('{job="blackbox",__name__=~"probe_.*"}'),
    await query('{job="their",__name__=~"probe_.*"}'),
  ];
  return new Map(
    all.map(({ name }) => [name, { ours: seriesOf(ours, name), theirs: seriesOf(theirs, name) }] as const),
  );
}

type Sample = { readonly metric: Readonly<Record<string, string>>; readonly value: readonly [number, string] };

function seriesOf(samples: readonly Sample[], instance: string): readonly Series[] {
  return samples
    .filter(({ metric }) => metric['instance'] === instance)
    .map(({ metric: { __name__: name = '', instance: _, job: __, ...labels }, value }) => ({
      name,
      labels: JSON.stringify(labels),
      value: Number(value[1]),
    }))
    .toSorted((x, y) => (x.name + x.labels < y.name + y.labels ? -1 : 1));
}

/** What docs/prometheus.md says, of this server; and blackbox_exporter's own job, whose instances go by the names of the checks. */
function configuration(all: readonly Target[], { watch, blackbox }: { watch: string; blackbox: string }): string {
  const page = blocksOf('yaml').find(
    ({ page, text }) => page === 'docs/prometheus.md' && text.includes('scrape_configs'),
  );
  const ours = (page?.text ?? '').replaceAll('127.0.0.1:8080', watch);
  const relabelling = [
    { source_labels: ['__address__'], target_label: '__param_target' },
    { target_label: '__address__', replacement: blackbox },
    { source_labels: ['module'], target_label: '__param_module' },
    { regex: 'module', action: 'labeldrop' },
  ];
  const their = {
    job_name: 'their',
    metrics_path: '/probe',
    static_configs: all.map(({ name, address, module }) => ({
      targets: [address],
      labels: { instance: name, module },
    })),
    relabel_configs: relabelling,
  };
  return `global: {scrape_interval: 1s, scrape_timeout: 1s}\n${ours}\n  - ${JSON.stringify(their)}\n`;
}

/** A watch of the targets; where it is asked. */
async function watchOf(all: readonly Target[], folder: string): Promise<string> {
  const silent = () => undefined;
  const file = join(folder, 'rollcall.db');
  const watch = await startWatch({
    list: { checks: checksOf(JSON.stringify({ checks: all.map(({ entry }) => entry) })) },
    store: file,
    jobs: { own: file, shared: file },
    listId: 'checks.yaml',
    retentionMs: 3_600_000,
    concurrency: 20,
    sends: false,
    everyMs: 1_000,
    clock: SYSTEM_CLOCK,
    env: {},
    log: { debug: silent, info: silent, warn: silent, error: silent },
  });
  whenOver(() => watch.stop(1_000));
  const none = async () => [];
  const server = await startServer({
    watching: watch,
    pages: { data: () => Promise.reject(new Error('no page')), details: async () => null, verdicts: none },
    mutes: { mutes: none, mute: async () => {}, unmute: async () => {} },
    beats: { change: async () => {} },
    heartbeatKey: 'key',
    host: '127.0.0.1',
    port: 0,
    baseUrls: [],
    token: null,
    now: Date.now,
    onFault: () => undefined,
  });
  whenOver(() => server.close());
  return new URL(server.url).host;
}
