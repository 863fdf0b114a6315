import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ended, type Monitor, type Watched } from './ours.ts';

/** The peer's two programs, where the machine has them. */
export type Programs = { readonly prometheus: string; readonly blackbox: string };

/** A real Prometheus that has blackbox_exporter probe the same URLs as often, by the relabelling of its documentation. */
export function prometheus(folder: string, programs: Programs, { urls, everySeconds, port }: Watched): Monitor {
  const [exporterAt, prometheusAt] = [`127.0.0.1:${port}`, `127.0.0.1:${port + 1}`];
  const modules = { http_2xx: { prober: 'http', timeout: '10s', http: { preferred_ip_protocol: 'ip4' } } };
  writeFileSync(join(folder, 'blackbox.yml'), JSON.stringify({ modules }));
  const job = {
    job_name: 'blackbox',
    scrape_interval: `${everySeconds}s`,
    scrape_timeout: `${everySeconds}s`,
    metrics_path: '/probe',
    params: { module: ['http_2xx'] },
    static_configs: [{ targets: urls }],
    relabel_configs: [
      { source_labels: ['__address__'], target_label: '__param_target' },
      { source_labels: ['__param_target'], target_label: 'instance' },
      { target_label: '__address__', replacement: exporterAt },
    ],
  };
  writeFileSync(join(folder, 'prometheus.yml'), JSON.stringify({ scrape_configs: [job] }));
  const stdio = ['ignore', 'ignore', 'ignore'] as const;
  const exporter = spawn(
    programs.blackbox,
    [`--config.file=${join(folder, 'blackbox.yml')}`, `--web.listen-address=${exporterAt}`, '--log.level=error'],
    { stdio: [...stdio] },
  );
  const server = spawn(
    programs.prometheus,
    [
      `--config.file=${join(folder, 'prometheus.yml')}`,
      `--storage.tsdb.path=${join(folder, 'tsdb')}`,
      `--web.listen-address=${prometheusAt}`,
      '--log.level=error',
    ],
    { stdio: [...stdio] },
  );
  return {
    processes: new Map([
      ['blackbox_exporter', exporter],
      ['prometheus', server],
    ]),
    page: null,
    stop: () => ended([server, exporter]),
  };
}
