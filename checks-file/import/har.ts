import * as z from 'zod';
import type { HttpBody, HttpRequest } from '#kinds/http/check.ts';
import { bodyOf, isImpliedType } from './bodies.ts';
import { counted, type Draft, type Leftover, literal, NotCarried, type Reading } from './imported-check.ts';

/** A recording of a browser or proxy (HAR 1.2): each request once, to be answered as it was. */

const pairs = z.array(z.looseObject({ name: z.string(), value: z.string() }));

const entrySchema = z.looseObject({
  _resourceType: z.string().optional(),
  request: z.looseObject({
    method: z.string(),
    url: z.string(),
    headers: pairs.optional(),
    cookies: pairs.optional(),
    postData: z
      .looseObject({
        mimeType: z.string().optional(),
        text: z.string().optional(),
        encoding: z.string().optional(),
        params: z
          .array(
            z.looseObject({
              name: z.string(),
              value: z.string().optional(),
              fileName: z.string().optional(),
              contentType: z.string().optional(),
            }),
          )
          .optional(),
      })
      .nullish(),
  }),
  response: z.looseObject({
    status: z.number(),
    content: z.looseObject({ mimeType: z.string().optional() }).optional(),
  }),
});

type HarEntry = z.infer<typeof entrySchema>;
type PostData = NonNullable<HarEntry['request']['postData']>;

const ASSET_SORTS = new Set(['image', 'font', 'stylesheet', 'script', 'media', 'manifest', 'texttrack', 'ping']);
const ASSET_TYPE =
  /^(?:image|font|audio|video)\/|^text\/css\b|^(?:text|application)\/(?:x-)?(?:java|ecma)script\b|^application\/(?:wasm|font|vnd\.ms-fontobject)/i;
const ASSET_PATH =
  /\.(?:png|jpe?g|gif|webp|avif|svg|ico|bmp|woff2?|ttf|otf|eot|css|m?js|map|wasm|mp[34]|webm|ogg)(?:[?#]|$)/i;

/** What a browser adds, or what belongs to its cache and connection: no part of what is asked for. */
const NOISE =
  /^(?::.*|sec-.*|accept-encoding|accept-language|alt-used|cache-control|connection|content-length|dnt|host|if-modified-since|if-none-match|keep-alive|pragma|priority|proxy-connection|purpose|range|referer|te|transfer-encoding|upgrade-insecure-requests|user-agent|x-client-data)$/i;

type Tally = { assets: number; preflights: number; others: number; readonly noise: Set<string> };

export function readHar(document: Readonly<Record<string, unknown>>): Reading {
  const { entries } = document['log'] as { readonly entries: readonly unknown[] };
  const tally: Tally = { assets: 0, preflights: 0, others: 0, noise: new Set() };
  const leftovers: Leftover[] = [];
  const kept = new Map<string, { draft: Draft; count: number }>();
  for (const [index, value] of entries.entries()) {
    const where = `log.entries[${index}]`;
    try {
      const draft = draftOf(where, value, tally);
      if (draft === null) continue;
      const twin = kept.get(keyOf(draft.request));
      if (twin === undefined) kept.set(keyOf(draft.request), { draft, count: 1 });
      else {
        twin.count += 1;
        if (twin.draft.expect.status === draft.expect.status) continue;
        const what = `the same request as ${twin.draft.where}, answered ${draft.expect.status} in place of ${twin.draft.expect.status}; the first is kept`;
        leftovers.push({ where, what });
      }
    } catch (error) {
      if (!(error instanceof NotCarried)) throw error;
      leftovers.push({ where, what: error.message });
    }
  }
  return { drafts: [...kept.values()].map(({ draft }) => draft), leftovers, notes: notesOf(tally, [...kept.values()]) };
}

function notesOf({ assets, preflights, others, noise }: Tally, kept: readonly { readonly count: number }[]) {
  const repeated = kept.reduce((sum, { count }) => sum + count - 1, 0);
  return [
    ...(assets > 0 ? [`${counted(assets, 'static asset')} skipped (images, fonts, styles, scripts)`] : []),
    ...(preflights > 0 ? [`${counted(preflights, 'CORS preflight')} skipped`] : []),
    ...(others > 0 ? [`${counted(others, 'request')} skipped that went to no server (data:, blob:, extensions)`] : []),
    ...(repeated > 0 ? [`${counted(repeated, 'repeated request')} merged`] : []),
    ...(noise.size > 0 ? [`headers of the browser left out: ${[...noise].toSorted().join(', ')}`] : []),
  ];
}

/** Null for what is skipped and counted. */
function draftOf(where: string, value: unknown, tally: Tally): Draft | null {
  const parsed = entrySchema.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new NotCarried(`is no HAR entry: ${issue?.path.join('.') || 'it'} is missing or of a wrong type`);
  }
  const entry = parsed.data;
  if (!isCalled(entry, tally)) return null;
  const { status } = entry.response;
  if (status === 101) throw new NotCarried('a WebSocket; a check sends one request and reads one response');
  if (!(status >= 200 && status <= 599)) throw new NotCarried('has no recorded response: it was blocked or stopped');
  if (status >= 500) throw new NotCarried(`was answered ${status} when it was recorded, which no check should want`);
  // 304 answers a cached copy, which a check has not.
  const expect = { status: status === 304 ? 200 : status };
  return { where, tags: [], request: requestOf(entry, tally), expect };
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

function requestOf({ request }: HarEntry, { noise }: Tally): HttpRequest {
  const recorded = request.headers ?? [];
  for (const { name } of recorded) if (NOISE.test(name)) noise.add(name.toLowerCase());
  const type = request.postData?.mimeType ?? recorded.find(({ name }) => /^content-type$/i.test(name))?.value ?? '';
  const body = request.postData ? recordedBody(request.postData, type) : null;
  const headers = recorded
    .filter(({ name }) => !NOISE.test(name))
    .filter(({ name, value }) => !/^content-type$/i.test(name) || !isOurType(value, body))
    .filter(({ name, value }) => !(/^accept$/i.test(name) && value === '*/*'))
    .map(({ name, value }) => [name.toLowerCase(), literal(value)] as const);
  const hasType = recorded.some(({ name }) => /^content-type$/i.test(name));
  return {
    url: literal(request.url.replace(/#.*$/s, '')),
    method: request.method.toUpperCase(),
    headers: [
      ...headers,
      ...(body !== null && !hasType && type !== '' && !isOurType(type, body) ? [['content-type', type] as const] : []),
      ...cookieOf(request),
    ],
    query: [],
    body,
    follow: 0,
  };
}

/** The checker writes the type of a multipart body itself, since that names the boundary. */
function isOurType(type: string, body: HttpBody | null): boolean {
  return isImpliedType(type, body) || (body !== null && 'multipart' in body);
}

/** Some recorders keep cookies in their own list only. */
function cookieOf({ headers = [], cookies = [] }: HarEntry['request']): (readonly [string, string])[] {
  if (cookies.length === 0 || headers.some(({ name }) => /^cookie$/i.test(name))) return [];
  return [['cookie', literal(cookies.map(({ name, value }) => `${name}=${value}`).join('; '))]];
}

function recordedBody({ text, encoding, params = [] }: PostData, type: string): HttpBody | null {
  if (/^multipart\/form-data\b/i.test(type) && params.length > 0) {
    return {
      multipart: params.map(({ name, value = '', fileName, contentType }) => {
        if (fileName !== undefined && value === '')
          throw new NotCarried(`the file ${fileName} is not in the recording`);
        return {
          name: literal(name),
          content: { text: literal(value) },
          ...(fileName !== undefined && { filename: literal(fileName) }),
          ...(contentType !== undefined && { type: contentType }),
        };
      }),
    };
  }
  if (text !== undefined && text !== '') return bodyOf(encoding === 'base64' ? decoded(text) : text, type);
  if (params.length === 0) return null;
  const form = new URLSearchParams();
  for (const { name, value = '' } of params) form.append(name, value);
  return bodyOf(form.toString(), 'application/x-www-form-urlencoded');
}

function decoded(base64: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(base64, 'base64'));
  } catch {
    throw new NotCarried('the body is not UTF-8 text; save it to a file and name it as bodyFile');
  }
}

function keyOf({ method, url, body }: HttpRequest): string {
  return JSON.stringify([method, url, body]);
}
