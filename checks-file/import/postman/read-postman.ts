import { isMap } from '#core/text/json-values.ts';
import {
  carried,
  type Draft,
  type Leftover,
  MAY_CHANGE,
  NotCarried,
  type Reading,
  type ReadOptions,
  SAFE_METHODS,
} from '../imported-check.ts';
import { authSchema, eventsSchema, type PostmanAuth, requestSchema, variablesSchema } from './collection.ts';
import { expectationsOf } from './expectations.ts';
import { requestOf } from './request.ts';
import { type Fill, filler } from './variables.ts';

type Node = Readonly<Record<string, unknown>>;

/** A folder with what it hands down. `path`: names of the folders around. */
type Folder = { readonly path: readonly string[]; readonly auth: PostmanAuth | null };

/** The requests of a Postman collection v2; folders become tags. */
export function readPostman(collection: Node, { variables, keepSecrets, unsafe }: ReadOptions): Reading {
  const fill = filler({ given: variables, collection: variablesOf(collection['variable']), keepSecrets });
  const asked = { fill, variables, unsafe };
  const top = { path: [], auth: authOf(collection['auth']) };
  const scripts = scriptsOf('the collection', collection);
  const readings = itemsOf(collection).map((item, index) => readItem(item, index, top, asked));
  return {
    drafts: readings.flatMap(({ drafts }) => drafts),
    leftovers: [...scripts, ...readings.flatMap(({ leftovers }) => leftovers)],
    notes: [],
  };
}

/** What holds for the whole collection. */
type Asked = Pick<ReadOptions, 'variables' | 'unsafe'> & { readonly fill: Fill };

type Read = Pick<Reading, 'drafts' | 'leftovers'>;

function readItem(item: unknown, index: number, folder: Folder, asked: Asked): Read {
  const name = isMap(item) && typeof item['name'] === 'string' ? item['name'] : `item ${index + 1}`;
  const where = [...folder.path, name].join(' / ');
  if (!isMap(item)) return { drafts: [], leftovers: [{ where, what: 'is no item of a collection' }] };
  if (item['item'] === undefined) return readRequest({ where, name }, item, folder, asked);
  const within = { path: [...folder.path, name], auth: authOf(item['auth']) ?? folder.auth };
  const readings = itemsOf(item).map((inner, place) => readItem(inner, place, within, asked));
  return {
    drafts: readings.flatMap(({ drafts }) => drafts),
    leftovers: [...scriptsOf(where, item), ...readings.flatMap(({ leftovers }) => leftovers)],
  };
}

type Named = { readonly where: string; readonly name: string };

function readRequest(named: Named, item: Node, folder: Folder, asked: Asked): Read {
  const { where } = named;
  const leftovers: Leftover[] = [];
  const leave = (what: string) => void leftovers.push({ where, what });
  const read = carried(() => draftOf(named, item, folder, asked), leave);
  for (const what of read?.unread ?? []) leave(what);
  return { drafts: read === null ? [] : [read.draft], leftovers };
}

function itemsOf(folder: Node): readonly unknown[] {
  return Array.isArray(folder['item']) ? folder['item'] : [];
}

function variablesOf(value: unknown): ReadonlyMap<string, string> {
  const parsed = variablesSchema.safeParse(value ?? []);
  return new Map(
    (parsed.data ?? [])
      .filter(({ disabled, value: own }) => disabled !== true && ['string', 'number', 'boolean'].includes(typeof own))
      .map(({ key, id, value: own }) => [key ?? id ?? '', String(own)]),
  );
}

function authOf(value: unknown): PostmanAuth | null {
  return authSchema.safeParse(value).data ?? null;
}

function draftOf({ where, name }: Named, item: Node, folder: Folder, { fill, variables, unsafe }: Asked) {
  const parsed = requestSchema.safeParse(item['request']);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new NotCarried(
      `is no request: ${['request', ...(issue?.path ?? [])].join('.')} is missing or of a wrong type`,
    );
  }
  const behavior = isMap(item['protocolProfileBehavior']) ? item['protocolProfileBehavior'] : {};
  const { expect, unread } = testsOf(item['event']);
  const request = requestOf(parsed.data, folder.auth, behavior['followRedirects'] !== false, fill, variables);
  if (!unsafe && !SAFE_METHODS.has(request.method)) throw new NotCarried(MAY_CHANGE);
  const draft: Draft = {
    where,
    name,
    tags: folder.path,
    request,
    expect,
  };
  return { draft, unread };
}

function eventsOf(value: unknown) {
  return (eventsSchema.safeParse(value ?? []).data ?? [])
    .filter(({ disabled }) => disabled !== true)
    .map(({ listen, script }) => ({ listen, code: [script?.exec ?? []].flat().join('\n') }))
    .filter(({ code }) => code.trim() !== '');
}

function testsOf(value: unknown) {
  const events = eventsOf(value);
  const tests = events.filter(({ listen }) => listen === 'test');
  const { expect, unread } = expectationsOf(tests.map(({ code }) => code).join('\n'));
  const others = events
    .filter(({ listen }) => listen !== 'test')
    .map(({ listen }) => `a ${listen} script; a check runs none`);
  return { expect, unread: [...unread, ...others] };
}

/** Scripts of a folder or of the whole collection run around each request within; none is carried over. */
function scriptsOf(where: string, holder: Node): readonly Leftover[] {
  return eventsOf(holder['event']).map(({ listen }) => {
    return { where, what: `a ${listen} script for all requests within; a check runs none` };
  });
}
