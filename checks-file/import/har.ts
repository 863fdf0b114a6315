import { flowOf, type Recorded } from './flow/har-flow.ts';
import { entrySchema, type HarEntry, requestOf, soundHeaders } from './har-request.ts';
import {
  carried,
  counted,
  type Draft,
  type Leftover,
  NotCarried,
  type Reading,
  type ReadOptions,
} from './imported-check.ts';
import { ownSite } from './own-site.ts';

/** A recording of a browser or proxy (HAR 1.2): each request once, to be answered as it was. */

const ASSET_SORTS = new Set(['image', 'font', 'stylesheet', 'script', 'media', 'manifest', 'texttrack', 'ping']);
const ASSET_TYPE =
  /^(?:image|font|audio|video)\/|^text\/css\b|^(?:text|application)\/(?:x-)?(?:java|ecma)script\b|^application\/(?:wasm|font|vnd\.ms-fontobject)/i;
const ASSET_PATH =
  /\.(?:png|jpe?g|gif|webp|avif|svg|ico|bmp|woff2?|ttf|otf|eot|css|m?js|map|wasm|mp[34]|webm|ogg)(?:[?#]|$)/i;

type Tally = {
  assets: number;
  preflights: number;
  others: number;
  readonly noise: Set<string>;
  /** Requests to other sites, by host. */
  readonly foreign: Map<string, number>;
};

export function readHar(
  document: Readonly<Record<string, unknown>>,
  { hosts, flow }: Pick<ReadOptions, 'hosts' | 'flow'>,
): Reading {
  const { entries, pages } = document['log'] as { readonly entries: readonly unknown[]; readonly pages?: unknown };
  const tally: Tally = { assets: 0, preflights: 0, others: 0, noise: new Set(), foreign: new Map() };
  const isOwn = ownSite(entries, pages, hosts);
  const leftovers: Leftover[] = [];
  const kept = new Map<string, { draft: Draft; count: number }>();
  const recorded: Recorded[] = [];
  for (const [index, value] of entries.entries()) {
    const where = `log.entries[${index}]`;
    const leave = (what: string) => void leftovers.push({ where, what });
    const read = carried(() => recordedOf(where, entryOf(value), tally, isOwn, leftovers), leave);
    if (read === null) continue;
    if (flow === true) {
      recorded.push(read);
      continue;
    }
    const { draft } = read;
    const key = keyOf(draft.request);
    const twin = kept.get(key);
    if (twin === undefined) kept.set(key, { draft, count: 1 });
    else {
      twin.count += 1;
      if (twin.draft.expect.status === draft.expect.status) continue;
      leave(
        `the same request as ${twin.draft.where}, answered ${draft.expect.status} in place of ${twin.draft.expect.status}; the first is kept`,
      );
    }
  }
  if (flow === true) {
    const made = flowOf(recorded);
    const notes = [...notesOf(tally, []), ...made.notes];
    return { drafts: made.drafts, leftovers: [...leftovers, ...made.leftovers], notes };
  }
  return { drafts: [...kept.values()].map(({ draft }) => draft), leftovers, notes: notesOf(tally, [...kept.values()]) };
}

function notesOf({ assets, preflights, others, noise, foreign }: Tally, kept: readonly { readonly count: number }[]) {
  const repeated = kept.reduce((sum, { count }) => sum + count - 1, 0);
  return [
    ...(assets > 0 ? [`${counted(assets, 'static asset')} skipped (images, fonts, styles, scripts)`] : []),
    ...(preflights > 0 ? [`${counted(preflights, 'CORS preflight')} skipped`] : []),
    ...(others > 0 ? [`${counted(others, 'request')} skipped that went to no server (data:, blob:, extensions)`] : []),
    ...(foreign.size > 0 ? [foreignNote(foreign)] : []),
    ...(repeated > 0 ? [`${counted(repeated, 'repeated request')} merged`] : []),
    ...(noise.size > 0 ? [`headers of the browser left out: ${[...noise].toSorted().join(', ')}`] : []),
  ];
}

const MOST_TOLD = 5;

function foreignNote(foreign: ReadonlyMap<string, number>): string {
  const count = [...foreign.values()].reduce((sum, one) => sum + one, 0);
  const more = foreign.size > MOST_TOLD ? ', …' : '';
  const hosts = `${[...foreign.keys()].slice(0, MOST_TOLD).join(', ')}${more}`;
  return `${counted(count, 'request')} to other sites skipped (${hosts}); --host HOST takes those of a host`;
}

function entryOf(value: unknown): HarEntry {
  const parsed = entrySchema.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new NotCarried(`is no HAR entry: ${issue?.path.join('.') || 'it'} is missing or of a wrong type`);
  }
  return parsed.data;
}

/** Null for what is skipped and counted. */
function recordedOf(
  where: string,
  entry: HarEntry,
  tally: Tally,
  isOwn: (url: string) => boolean,
  leftovers: Leftover[],
): Recorded | null {
  if (!isCalled(entry, tally)) return null;
  if (!isOwn(entry.request.url)) {
    const { host } = new URL(entry.request.url);
    tally.foreign.set(host, (tally.foreign.get(host) ?? 0) + 1);
    return null;
  }
  const { status } = entry.response;
  if (status === 101) throw new NotCarried('a WebSocket; a check sends one request and reads one response');
  if (!(status >= 200 && status <= 599)) throw new NotCarried('has no recorded response: it was blocked or stopped');
  if (status >= 500) throw new NotCarried(`was answered ${status} when it was recorded, which no check should want`);
  // 304 answers a cached copy, which a check has not.
  const expect = { status: status === 304 ? 200 : status };
  const request = soundHeaders(requestOf(entry, tally.noise), where, leftovers);
  return { draft: { where, tags: [], request, expect }, entry };
}

function isCalled(entry: HarEntry, tally: Tally): boolean {
  const { url, method, headers = [] } = entry.request;
  const type = entry.response.content?.mimeType ?? '';
  if (!/^(?:https?|wss?):/i.test(url)) tally.others += 1;
  else if (
    ASSET_SORTS.has(entry._resourceType ?? '') ||
    ASSET_TYPE.test(type) ||
    ASSET_PATH.test(url.split(/[?#]/)[0] ?? '')
  ) {
    tally.assets += 1;
  } else if (method === 'OPTIONS' && headers.some(({ name }) => /^access-control-request-method$/i.test(name))) {
    tally.preflights += 1;
  } else return true;
  return false;
}

function keyOf(request: Draft['request']): string {
  if (request === null) return '';
  const { method, url, body } = request;
  return JSON.stringify([method, url, body]);
}
