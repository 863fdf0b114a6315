import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from '@prometheus-io/client';
import type { Watching } from '../../watch/watching.ts';
import { CONTENT_TYPES, type Format, OPENMETRICS_END } from './format.ts';

/** What watch says of itself. */
export type OwnMetrics = {
  /** In a format, without the end of OpenMetrics, so that more may follow. */
  text(format: Format): Promise<string>;
  close(): void;
};

/** Once every 10 ms, as it is by default, would be a good part of what an idle watch costs. */
const LOOK_AT_EVENT_LOOP_EVERY_MS = 100;
/** A run is late by a few milliseconds, or the machine has too much to do. */
const LAG_BUCKETS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

type Read = Pick<Watching, 'health' | 'inUse' | 'subscribe'>;

/** `clients`: how many hear of events now. */
export function ownMetrics(watching: Read, clients: () => number): OwnMetrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: LOOK_AT_EVENT_LOOP_EVERY_MS });
  const lag = new Histogram({
    name: 'rollcall_schedule_lag_seconds',
    help: 'How late runs begin against their schedule.',
    buckets: LAG_BUCKETS,
    registers,
  });
  const verdicts = new Counter({
    name: 'rollcall_verdicts_total',
    help: 'Verdicts since the start.',
    labelNames: ['outcome'],
    registers,
  });
  for (const outcome of ['OK', 'NG']) verdicts.inc({ outcome }, 0);
  const gauge = (name: string, help: string, value: () => number) =>
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(value());
      },
    });
  gauge('rollcall_checks', 'Checks of the list that is in use.', () => watching.inUse().list.checks.length);
  gauge('rollcall_runs_under_way', 'Checks that are being asked now.', () => watching.health().running);
  gauge(
    'rollcall_skipped_runs',
    'Runs left out in the last five minutes, because the one before had not ended.',
    () => watching.health().skipped,
  );
  gauge('rollcall_troubles', 'What is wrong with watch itself; see /healthz.', () => watching.health().troubles.length);
  gauge('rollcall_list_faults', 'Why the newest checks file is not in use.', () => watching.inUse().faults.length);
  gauge('rollcall_event_clients', 'Pages that are open and hear of news.', clients);
  gauge(
    'rollcall_last_run_timestamp_seconds',
    'When the last run began.',
    () => Date.parse(watching.health().lastRunAt ?? '') / 1000 || 0,
  );
  const stop = watching.subscribe((event) => {
    if (event.type !== 'verdicts') return;
    if (event.lagMs !== undefined) lag.observe(event.lagMs / 1000);
    // One that is found to be quiet comes again, with why.
    for (const { outcome, quiet } of event.verdicts) if (quiet === undefined) verdicts.inc({ outcome });
  });
  let before: Promise<unknown> = Promise.resolve();
  return {
    // The format is the registry's own: who asks for another waits.
    text(format) {
      const text = before.then(async () => {
        registry.setContentType(CONTENT_TYPES[format] as never);
        return (await registry.metrics()).replace(OPENMETRICS_END, '');
      });
      before = text.catch(() => undefined);
      return text;
    },
    close() {
      stop();
      registry.clear();
    },
  };
}
