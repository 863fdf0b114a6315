import { expect, it } from 'vitest';
import { BLACKBOX, beside, PROMETHEUS, type Series } from './beside-blackbox.ts';

const HERE = PROMETHEUS !== null && BLACKBOX !== null;
if (!HERE)
  process.stderr.write('SKIPPED beside blackbox_exporter: apt-get install prometheus prometheus-blackbox-exporter\n');

const keyOf = ({ name, labels }: Series): string => name + labels;
/** Two clocks are no two values of one thing. */
const isTiming = ({ name }: Series): boolean => /duration|lookup_time/.test(name);

/** What dashboards for blackbox_exporter ask for, and is here too. */
const OF_DASHBOARDS = [
  'probe_success',
  'probe_duration_seconds',
  'probe_dns_lookup_time_seconds',
  'probe_http_duration_seconds',
  'probe_http_status_code',
  'probe_http_ssl',
  'probe_http_version',
  'probe_http_redirects',
  'probe_http_content_length',
  'probe_http_uncompressed_body_length',
  'probe_ip_protocol',
  'probe_tls_version_info',
  'probe_ssl_earliest_cert_expiry',
];

it.skipIf(!HERE)(
  'a real Prometheus has the same of watch as of blackbox_exporter, by its own relabelling',
  async () => {
    const targets = await beside();
    for (const [target, { ours, theirs }] of targets) {
      const their = new Map(theirs.map((series) => [keyOf(series), series.value]));
      const known = ours.map((series) => ({ target, ...series, value: isTiming(series) ? 0 : series.value }));
      expect(known).toEqual(
        known.map((series) => ({ ...series, value: isTiming(series) ? 0 : their.get(keyOf(series)) })),
      );
      expect(ours.filter((series) => !their.has(keyOf(series)))).toEqual([]);
      expect(ours.length).toBeGreaterThan(3);
    }
    const secure = targets.get('secure')?.ours.map(({ name }) => name) ?? [];
    expect(secure).toEqual(expect.arrayContaining(OF_DASHBOARDS));
  },
);
