import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Alerting } from '#core/check/alerting.ts';
import type { CheckList } from '#core/check/check-list.ts';
import type { Edge } from '#local/call.ts';
import { startWatch, type Watch } from '#local/watch/watch.ts';
import type { WatchEvent } from '#local/watch/watching.ts';
import { folderWith } from '../../cli/command.ts';
import { type FakeClock, fakeClock } from './fake-clock.ts';

export type Started = {
  readonly watch: Watch;
  readonly clock: FakeClock;
  readonly file: string;
  readonly events: readonly WatchEvent[];
  /** Resolves when a line is logged that matches, or was. */
  logged(pattern: RegExp): Promise<void>;
};

/** `forgets`: nothing of what happened is kept for the test. */
type Settings = {
  readonly folder?: string;
  readonly everyMs?: number;
  readonly forgets?: boolean;
  readonly sends?: boolean;
};

/** Watch over a list, by a clock that goes on when it is told to, and a store in a folder of its own. */
export async function started(
  list: CheckList,
  edge: Edge,
  { folder, everyMs = 3_600_000, forgets = false, sends = true }: Settings = {},
): Promise<Started> {
  const file = join(folder ?? (await folderWith()), 'rollcall.db');
  const clock = fakeClock(new Date().toISOString());
  const lines: string[] = [];
  const readers = new Set<() => void>();
  const write = (_: object, line: string) => {
    if (!forgets) lines.push(line);
    for (const read of readers) read();
  };
  const watch = await startWatch({
    list,
    store: file,
    jobs: { own: file, shared: file },
    listId: 'checks.yaml',
    retentionMs: 7 * 24 * 3_600_000,
    concurrency: 100,
    sends,
    everyMs,
    clock,
    env: {},
    log: { debug: write, info: write, warn: write, error: write },
    edge: { ...edge, pace: { retries: { RecordIncidents: 0 } } },
  });
  const events: WatchEvent[] = [];
  if (!forgets) watch.subscribe((event) => events.push(event));
  const logged = (pattern: RegExp) =>
    new Promise<void>((resolve) => {
      const read = () => {
        if (!lines.some((line) => pattern.test(line))) return;
        readers.delete(read);
        resolve();
      };
      readers.add(read);
      read();
    });
  return { watch, clock, file, events, logged };
}

/** Runs a check now, at a moment of its own: of two runs of one millisecond none is the later one. */
export async function runNow(watch: Watch, name: string): Promise<void> {
  const before = Date.now();
  while (Date.now() === before) await new Promise((resolve) => setImmediate(resolve));
  await watch.runNow(name);
}

/** Resolves when an event is such a one. */
export function heard(watch: Watch, isIt: (event: WatchEvent) => boolean): Promise<WatchEvent> {
  return new Promise((resolve) => {
    const stop = watch.subscribe((event) => {
      if (!isIt(event)) return;
      stop();
      resolve(event);
    });
  });
}

export const tells = (type: string, name: string) => (event: WatchEvent) =>
  event.type === 'incidents' && event.transitions.some((one) => one.type === type && one.check === name);

export const answers = (name: string) => (event: WatchEvent) =>
  event.type === 'verdicts' && event.verdicts.some((verdict) => verdict.name === name);

export const alertsTo = (url: string): Alerting => ({
  routes: [],
  formats: [],
  arns: [],
  receivers: [['default', [{ kind: 'webhook', url, headers: [], format: 'json' }]]],
});

/** A receiver of alerts on loopback. `events`: what it was told, as `opened shop`, in order. */
export async function received() {
  const hook = {
    url: '',
    isUp: true,
    events: [] as string[],
    count: (number: number) => until(() => hook.events.length >= number),
  };
  let waiting: (() => void)[] = [];
  const until = async (holds: () => boolean) => {
    while (!holds()) await new Promise<void>((resolve) => waiting.push(resolve));
  };
  const wake = () => {
    const all = waiting;
    waiting = [];
    for (const go of all) go();
  };
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (text) => {
      body += text;
    });
    request.on('end', () => {
      if (hook.isUp) for (const { check, event } of JSON.parse(body).news) hook.events.push(`${event} ${check}`);
      response.writeHead(hook.isUp ? 200 : 503).end();
      wake();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  hook.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return hook;
}
