import * as z from 'zod';
import { MOST_REDIRECTS, USUAL_REDIRECTS } from '#core/contract.ts';
import { HEADER_NAME, HEADER_NAME_RULE, HEADER_VALUE, HEADER_VALUE_RULE } from '#core/settings/headers.ts';
import { mayShowCertificate } from '#core/settings/metrics.ts';
import type { NamedFiles } from '#core/settings/named-files.ts';
import { count, flag, pairs, pairsOf, settings, text } from '#core/settings/setting.ts';
import {
  ALLOW_PRIVATE,
  baseShape,
  type Defaults,
  resolveBase,
  resolveTimeouts,
  timeoutShape,
} from '#core/settings/shared-settings.ts';
import type { Surroundings } from '#core/settings/surroundings.ts';
import { resolveTls, tlsSchema } from '#core/settings/tls.ts';
import { gapRule, hasCredentials, hasGap, isReachableUrl } from '#core/settings/url.ts';
import type { HttpCheck, HttpRequest, StatusRange } from '../check.ts';
import { authSchema, resolveAuth } from './auth.ts';
import { ANY_NAME, ANY_VALUE, bodyShape, NAME_RULE, resolveBody, typeOfFile, VALUE_RULE } from './body.ts';
import { expectSchema, resolveExpect } from './expect.ts';
import { resolveRoute, routeShape } from './route.ts';

/** What an http check is in checks.yaml, and the check that travels. Rules between settings: rules.ts. */

// A reference may stand for the beginning, and more.
const URL_START = /^(?:[Hh][Tt][Tt][Pp][Ss]?:\/\/[^\s/?#\\]|\$\{(?:env|ssm|secret):)/;
const METHOD = /^[A-Z][A-Z0-9_-]{0,31}$/;
const FOLLOW_RULE = `write true (for ${USUAL_REDIRECTS}) or the most redirects to follow, 0 to ${MOST_REDIRECTS}`;

const url = z
  .string({ error: 'write a URL such as https://api.example.com/health' })
  .max(4096, { error: 'write a URL of at most 4096 characters', abort: true })
  .regex(URL_START, { error: 'write a URL that begins with https:// or http://', abort: true })
  .refine((value) => !hasCredentials(value), {
    error: 'holds a user or password; write auth instead',
    abort: true,
  })
  .refine((value) => !hasGap(value), { error: ({ input }) => gapRule(input), abort: true })
  .refine(isReachableUrl, { error: 'write a URL such as https://api.example.com:8443/health?full=1' })
  .meta({ examples: ['https://api.example.com/health'] });

/** The settings of a request, which a step of a flow has too. */
export const requestShape = {
  url: url.describe('Where to send the request: http or https, without user and password.'),
  method: text(METHOD, 'write a method in upper case, such as GET, POST or DELETE')
    .refine((value) => value !== 'CONNECT', { error: 'write another method (CONNECT asks for a tunnel)' })
    .meta({ examples: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] })
    .optional()
    .describe('GET when left out, or POST when there is a body.'),
  headers: pairs(HEADER_NAME, HEADER_NAME_RULE, HEADER_VALUE, HEADER_VALUE_RULE)
    .optional()
    .describe('Headers to send, names in any case. A list of values sends the header several times.'),
  query: pairs(ANY_NAME, NAME_RULE, ANY_VALUE, VALUE_RULE)
    .optional()
    .describe('Query parameters, encoded and added to those of the url.'),
  ...bodyShape,
  auth: authSchema.optional().describe('How the request proves who sends it; one of these.'),
  tls: tlsSchema.optional().describe('Certificates: whose are trusted, and which one is shown.'),
  ...routeShape,
  ...timeoutShape,
  follow: z
    .union([z.boolean(), count(0, MOST_REDIRECTS, FOLLOW_RULE)], { error: FOLLOW_RULE })
    .optional()
    .describe('true follows up to 10 redirects, a number that many. None when left out.'),
  cookies: flag().optional().describe('true sends the cookies that an answer sets with the redirects that follow it.'),
  allowPrivate: flag().optional().describe(ALLOW_PRIVATE),
};

const requestSchema = settings(requestShape, 'write a map with url').describe('A check that sends one HTTP request.');

/** What an answer is held against, whether the request is written out or as a curl command. */
export const judgedShape = { expect: expectSchema.optional() };

/** What an answer is held against, as people write it. */
export type AuthoredJudged = z.infer<z.ZodObject<typeof judgedShape>>;

/** A whole entry of kind http. */
export const httpSchema = settings(
  { ...baseShape, http: requestSchema, ...judgedShape },
  'write a map with name and http',
).describe('A check that sends one HTTP request.');

/** An entry of kind http as people write it. */
export type AuthoredHttp = z.infer<typeof httpSchema>;
/** What is asked, as people write it. */
export type AuthoredRequest = AuthoredHttp['http'];

/** An entry without faults as the check that travels. */
export function resolveHttp(authored: AuthoredHttp, defaults: Defaults, { files }: Surroundings): HttpCheck {
  const target = resolveRequest(authored.http, defaults, files);
  return {
    ...resolveBase(authored, defaults, mayShowCertificate(target)),
    kind: 'http',
    ...resolveTimeouts(authored.http, defaults),
    target,
    ...resolveJudged(authored, target.follow, files),
  };
}

/** `follow`: how many redirects are followed. `status`: what counts as OK where the check does not say, if not 2xx. */
export function resolveJudged(
  { expect = {} }: AuthoredJudged,
  follow: number,
  files: NamedFiles,
  status?: readonly StatusRange[],
): Pick<HttpCheck, 'expect'> {
  const own = resolveExpect(expect, follow > 0, files);
  return { expect: expect.status === undefined && status !== undefined ? { ...own, status } : own };
}

/** What is asked, every default filled. */
export function resolveRequest(authored: AuthoredRequest, defaults: Defaults, files: NamedFiles): HttpRequest {
  const { auth, tls } = authored;
  const body = resolveBody(authored, files);
  const own = pairsOf(authored.headers);
  const ownNames = new Set(own.map(([name]) => name.toLowerCase()));
  if (auth !== undefined) ownNames.add('authorization');
  const shared = pairsOf(defaults.headers).filter(([name]) => !ownNames.has(name.toLowerCase()));
  const headers = [...shared, ...own];
  return {
    url: authored.url,
    method: authored.method ?? (body === null ? 'GET' : 'POST'),
    headers: [...headers, ...typeOfFile(authored, headers)],
    query: pairsOf(authored.query),
    body,
    follow: authored.follow === true ? USUAL_REDIRECTS : authored.follow || 0,
    ...(authored.cookies === true && { cookies: true as const }),
    ...(auth !== undefined && { auth: resolveAuth(auth) }),
    ...(tls !== undefined && { tls: resolveTls(tls, files) }),
    ...resolveRoute(authored),
    ...(authored.allowPrivate === true ? { allowPrivate: true } : {}),
  };
}
