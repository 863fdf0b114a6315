import * as z from 'zod';
import { HEADER_NAME, HEADER_VALUE } from '#core/settings/headers.ts';
import { quoted } from '#core/text/shown.ts';
import type { HttpBody, HttpRequest } from '#kinds/http/check.ts';
import { bodyOf, isImpliedType } from './bodies.ts';
import { type Leftover, literal, NotCarried } from './imported-check.ts';

const pairs = z.array(z.looseObject({ name: z.string(), value: z.string() }));

/** A body as it was sent or received. */
const bodyShape = {
  mimeType: z.string().optional(),
  text: z.string().optional(),
  encoding: z.string().optional(),
};

/** The part of an entry that is read. */
export const entrySchema = z.looseObject({
  _resourceType: z.string().optional(),
  request: z.looseObject({
    method: z.string(),
    url: z.string(),
    headers: pairs.optional(),
    cookies: pairs.optional(),
    postData: z
      .looseObject({
        ...bodyShape,
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
    headers: pairs.optional(),
    content: z.looseObject(bodyShape).optional(),
  }),
});

export type HarEntry = z.infer<typeof entrySchema>;
type PostData = NonNullable<HarEntry['request']['postData']>;

/** What a browser adds, or what belongs to its cache and connection: no part of what is asked for. */
const NOISE =
  /^(?::.*|sec-.*|accept-encoding|accept-language|alt-used|cache-control|connection|content-length|dnt|host|if-modified-since|if-none-match|keep-alive|pragma|priority|proxy-connection|purpose|range|referer|te|transfer-encoding|upgrade-insecure-requests|user-agent|x-client-data)$/i;

/** What a recorded entry asked for; the names of headers that are left out are added to `noise`. */
export function requestOf({ request }: HarEntry, noise: Set<string>): HttpRequest {
  const recorded = request.headers ?? [];
  for (const { name } of recorded) if (NOISE.test(name)) noise.add(name.toLowerCase());
  const written = recorded.find(({ name }) => /^content-type$/i.test(name))?.value;
  const type = request.postData?.mimeType ?? written ?? '';
  const body = request.postData ? recordedBody(request.postData, type) : null;
  const headers = recorded
    .filter(({ name }) => !NOISE.test(name))
    .filter(({ name, value }) => !/^content-type$/i.test(name) || !isOurType(value, body))
    .filter(({ name, value }) => !(/^accept$/i.test(name) && value === '*/*'))
    .map(({ name, value }) => [name.toLowerCase(), literal(value)] as const);
  return {
    url: literal(request.url.replace(/#.*$/s, '')),
    method: request.method.toUpperCase(),
    headers: [
      ...headers,
      ...(body !== null && written === undefined && type !== '' && !isOurType(type, body)
        ? [['content-type', type] as const]
        : []),
      ...cookieOf(request),
    ],
    query: [],
    body,
    follow: 0,
  };
}

/** One header that no check can send is left out, and reported; the request stays. */
export function soundHeaders(request: HttpRequest, where: string, leftovers: Leftover[]): HttpRequest {
  const isSound = ([name, value]: readonly [string, string]) => HEADER_NAME.test(name) && HEADER_VALUE.test(value);
  for (const [name] of request.headers.filter((header) => !isSound(header)))
    leftovers.push({ where, what: `the header ${quoted(name)} cannot be sent; it is left out` });
  return { ...request, headers: request.headers.filter(isSound) };
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
