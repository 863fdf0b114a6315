import { KEPT_MS } from '#core/history/spans.ts';
import type { Status } from '#core/status/status.ts';
import { heartbeatKey } from '../heartbeat-key.ts';
import type { JobFiles } from '../local-heartbeats.ts';
import { storePages } from '../page/store-pages.ts';
import { openHeartbeats } from '../store/sqlite-heartbeats.ts';
import { openSqliteStore } from '../store/sqlite-store.ts';
import type { Watching } from '../watch/watching.ts';
import type { WebOptions } from './options.ts';
import { type RunningServer, startServer } from './server.ts';

/** `store`: the file of incidents and history, which the watch has begun. `jobs`: the files of what jobs report. */
type Settings = Omit<WebOptions, 'pages' | 'mutes' | 'beats' | 'heartbeatKey'> & {
  readonly store: string;
  readonly jobs: JobFiles;
};

/**
 * Serves what a watch knows, out of its store, which this opens for itself. Throws WebFault where the server cannot start and
 * StoreFault where the store cannot be read.
 */
export async function serveWatch({ store: file, jobs, ...options }: Settings): Promise<RunningServer> {
  const { watching, now } = options;
  const key = heartbeatKey(jobs.shared);
  const store = await openSqliteStore(file, { now, retentionMs: KEPT_MS.verdicts, settleMs: 0 });
  const beats = await openHeartbeats(jobs.own);
  const close = () => {
    beats.close();
    store.close();
  };
  const pages = storePages({
    store,
    list: watching.inUse,
    latest: watching.latest,
    withOwn: (status) => withTroubles(status, watching),
    now,
  });
  try {
    const server = await startServer({ ...options, pages, mutes: store, beats, heartbeatKey: key });
    return { url: server.url, close: () => server.close().finally(close) };
  } catch (error) {
    close();
    throw error;
  }
}

/** What watch says of itself is known better than what can be seen in its store. */
function withTroubles(status: Status, watching: Pick<Watching, 'health'>): Status {
  const seen = status.monitor.filter(({ kind }) => kind !== 'never-ran');
  const own = watching.health().troubles.map((message) => ({ kind: 'watch', message, since: null }) as const);
  return { ...status, monitor: [...own, ...seen] };
}
