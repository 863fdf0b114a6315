import type { ServerResponse } from 'node:http';
import type { Watching } from '../../watch/watching.ts';
import type { Renderer, Snapshot } from '../renderer.ts';
import type { Changes } from './changes.ts';
import { type Client, clientOf, PATIENCE_MS } from './client.ts';
import { type Looks, looksOf, type Piece } from './looks.ts';

export type Hub = {
  /** An event as clients write it: a page that has it in it has news from here on. */
  positionOf(event: number): string;
  /**
   * Begins a stream of what came after a position; not when it is full. `variant`: which pages the client has; those of one
   * scope in one language hear the same.
   */
  add(response: ServerResponse, variant: string, position: string | null): void;
  isFull(variant: string): boolean;
  size(): number;
  close(): void;
};

/** `changes` hears of events from here. `epoch`: another one for each process, without a dash. */
type Settings = {
  readonly watching: Pick<Watching, 'subscribe'>;
  readonly changes: Changes;
  readonly renderer: Pick<Renderer, 'now' | 'pieces'>;
  readonly epoch: string;
  readonly onFault: (error: unknown) => void;
  readonly patienceMs?: number;
};

const MOST_CLIENTS = 200;
/** There is always room for those who may see everything. */
const MOST_STRANGERS = 150;
/** Often enough for an outage to be seen within two seconds, seldom enough for a list of thousands. */
const BATCH_MS = 1_000;
const COMMENT_MS = 15_000;

/** Gathers what happens and sends it on: to each client at most one batch a second, of the rows that look different to it. */
export function hubOf(settings: Settings): Hub {
  const { watching, changes, renderer, epoch, onFault, patienceMs = PATIENCE_MS } = settings;
  const clients = new Set<Client>();
  const batches = batchesOf(settings);
  const positionOf = (event: number) => `${epoch}-${event}`;
  let due: NodeJS.Timeout | null = null;

  const flush = async (): Promise<void> => {
    const snapshot = await renderer.now();
    const upTo = snapshot.event;
    const behind = [...clients].filter((client) => client.heard < upTo && client.takesMore());
    for (const [variant, all] of Map.groupBy(behind, (client) => client.variant)) {
      const textFor = batches(variant, all, snapshot);
      for (const client of all) {
        const text = textFor(client.heard);
        client.heard = upTo;
        if (text !== null) client.send(`id: ${positionOf(upTo)}\n${text}`);
      }
    }
  };
  const wake = () => {
    due ??= setTimeout(async () => {
      await flush().catch(onFault);
      due = null;
      if ([...clients].some(({ heard }) => heard < changes.last())) wake();
    }, BATCH_MS);
  };
  const stop = watching.subscribe((event) => {
    changes.hear(event);
    if (clients.size > 0) wake();
  });
  const comments = setInterval(() => {
    for (const client of clients) if (client.takesMore()) client.send(': still here\n\n');
  }, COMMENT_MS).unref();

  return {
    positionOf,
    size: () => clients.size,
    isFull: (variant) => clients.size >= (variant.startsWith('public') ? MOST_STRANGERS : MOST_CLIENTS),
    add(response, variant, from) {
      const known = from === null ? changes.last() : eventIn(from, epoch, changes.last());
      const client = clientOf(response, {
        variant,
        heard: known ?? changes.last(),
        patienceMs,
        onGone: () => clients.delete(client),
      });
      clients.add(client);
      client.send('retry: 2000\n\n');
      if (known === null) client.send(`id: ${positionOf(changes.last())}\n${LIST}`);
      if (client.heard < changes.last()) wake();
    },
    close() {
      stop();
      clearInterval(comments);
      if (due !== null) clearTimeout(due);
      for (const client of clients) client.end();
    },
  };
}

/** The page is made anew. Browsers pass over an event without data. */
const LIST = 'event: list\ndata: new\n\n';

/** The event of a position in this process, null where it is of another. */
function eventIn(position: string, epoch: string, last: number): number | null {
  const [theirs, event = ''] = position.split('-');
  return theirs === epoch && /^\d{1,15}$/.test(event) ? Math.min(Number(event), last) : null;
}

type Batch = (heard: number) => string | null;

/** What has become of a variant's pages since each client heard of them, as it is to hear it; null where it is nothing. */
function batchesOf({ changes, renderer }: Settings) {
  const looks = new Map<string, Looks>();
  return (variant: string, behind: readonly Client[], { data, event }: Snapshot): Batch => {
    const isLost = (heard: number) => changes.since(heard) === 'list';
    const from = Math.min(...behind.map(({ heard }) => heard).filter((heard) => !isLost(heard)));
    const news = changes.since(from);
    const known = looks.get(variant) ?? looksOf();
    looks.set(variant, known);
    const pieces = news === null || news === 'list' ? [] : known.note(renderer.pieces(variant, news, data), event);
    const texts = new Map<number, string | null>();
    return (heard) => {
      if (isLost(heard)) return LIST;
      if (!texts.has(heard)) texts.set(heard, textOf(pieces.filter(({ since }) => since > heard)));
      return texts.get(heard) ?? null;
    };
  };
}

/** Each line of data is one of the event's. */
function textOf(pieces: readonly Piece[]): string | null {
  if (pieces.length === 0) return null;
  const lines = pieces.flatMap(({ html }) => html.split(/\r\n|\r|\n/));
  return `event: swap\n${lines.map((line) => `data: ${line}\n`).join('')}\n`;
}
