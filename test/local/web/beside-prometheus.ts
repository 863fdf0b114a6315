/**
 * The same targets, scraped by a real Prometheus from watch and from blackbox_exporter: what both say alike, what differs, and
 * what one alone has. Needs prometheus and prometheus-blackbox-exporter (Debian's packages of these names) on the PATH.
 *
 * usage: node test/local/web/beside-prometheus.ts
 */
import { table } from '../../../bench/print.ts';
import { endAll } from '../../kinds/when-over.ts';
import { BLACKBOX, beside, PROMETHEUS, type Series } from './beside-blackbox.ts';

/** Two clocks are no two values of one thing. */
const isTiming = ({ name }: Series): boolean => /duration|lookup_time/.test(name);
const keyOf = ({ name, labels }: Series): string => `${name}${labels === '{}' ? '' : labels}`;

function row(target: string, ours: readonly Series[], theirs: readonly Series[]): string[] {
  const their = new Map(theirs.map((series) => [keyOf(series), series]));
  const own = new Set(ours.map(keyOf));
  const both = ours.filter((series) => their.has(keyOf(series)));
  const other = both.filter((series) => !isTiming(series) && their.get(keyOf(series))?.value !== series.value);
  const names = (all: readonly Series[]) => [...new Set(all.map(({ name }) => name))].join(', ');
  return [
    target,
    String(both.length),
    names(other),
    names(ours.filter((series) => !their.has(keyOf(series)))),
    names(theirs.filter((series) => !own.has(keyOf(series)))),
  ];
}

if (PROMETHEUS === null || BLACKBOX === null) {
  process.stderr.write('not on the PATH: apt-get install prometheus prometheus-blackbox-exporter\n');
  process.exitCode = 1;
} else {
  try {
    const rows = [...(await beside())].map(([target, { ours, theirs }]) => row(target, ours, theirs));
    process.stdout.write(
      table(['target', 'series alike', 'other value', 'Rollcall alone', 'blackbox_exporter alone'], rows),
    );
  } finally {
    await endAll();
  }
}
