import * as z from 'zod';
import { HEADER_NAME, HEADER_NAME_RULE, HEADER_VALUE, HEADER_VALUE_RULE } from '#core/settings/headers.ts';
import type { NamedFiles } from '#core/settings/named-files.ts';
import { schemaOf } from '#core/settings/schema-file.ts';
import { count, filledText, settings, someSettings, text, wireText } from '#core/settings/setting.ts';
import { latency } from '#core/settings/shared-settings.ts';
import { latencySchema, timeLimits } from '#core/settings/time-limits.ts';
import { parseSize, SIZE_PATTERN } from '#core/text/size.ts';
import type { HeaderExpect, HttpExpect, MoreExpect, TextSet } from '../check.ts';
import { jsonSchema, regex, WRITE_REGEX, xmlSchema } from './expect-values.ts';
import { statusRanges, statusSchema } from './status.ts';

/** What an http check expects, in checks.yaml and as it travels. Rules between settings: expect-faults.ts. */

const MOST_TEXTS = 50;
const MOST_DAYS = 3650;
const REDIRECTS = '300-399';
const WRITE_TEXT = 'write the text to look for, in quotes when it looks like a number, or leave it out';
const WRITE_ABSENT = 'write the text that must not occur, in quotes when it looks like a number, or leave it out';
const WRITE_SIZE = 'write a size such as 512B, 1KiB or 1MiB';
const WRITE_SCHEMA =
  'write a JSON Schema as a map, such as {type: object, required: [id]}, or the path of its file, relative to the checks file';
const WRITE_HEADER = 'write a value, or a map such as {matches: "^application/json"} or {absent: true}';

function textSet(write: string) {
  const one = filledText(write);
  const list = z
    .array(one, { error: write })
    .min(1, { error: write })
    .max(MOST_TEXTS, {
      error: `write at most ${MOST_TEXTS} texts`,
    });
  const map = someSettings(
    { all: list.optional().describe('Every one of these.'), any: list.optional().describe('At least one of these.') },
    write,
  );
  return z.union([one, list, map], { error: write });
}

const url = text(/^https?:\/\/[^\s/?#\\]\S{0,4000}$/, 'write a whole URL such as https://api.example.com/login').refine(
  (value) => URL.canParse(value),
  { error: 'write a whole URL such as https://api.example.com/login' },
);

const header = z.union(
  [
    wireText(HEADER_VALUE, HEADER_VALUE_RULE),
    someSettings(
      {
        equals: wireText(HEADER_VALUE, HEADER_VALUE_RULE).optional().describe('Exactly this value.'),
        matches: regex.optional().describe('Regex that the value matches somewhere.'),
        absent: z
          .literal(true, { error: 'write true, or leave it out' })
          .optional()
          .describe('There is no such header.'),
      },
      WRITE_HEADER,
    ),
  ],
  { error: WRITE_HEADER },
);

const size = text(SIZE_PATTERN, WRITE_SIZE)
  .refine((value) => parseSize(value) !== null, { error: WRITE_SIZE })
  .meta({ examples: ['512B', '1KiB', '100KiB', '1MiB'] });

/** `expect` of an http check. */
export const expectSchema = settings(
  {
    status: statusSchema
      .optional()
      .describe('Statuses that are OK: 200, "2xx", "200-299", or a list of such. "2xx" when left out.'),
    keyword: textSet(WRITE_TEXT)
      .optional()
      .describe('Text that the body must hold, a list of which it holds all, or {any: […]}.'),
    absent: textSet(WRITE_ABSENT)
      .optional()
      .describe(
        'Text that the body must not hold, a list of which it holds none, or {any: […]} of which one is absent.',
      ),
    matches: z
      .union([regex, z.array(regex, { error: WRITE_REGEX }).min(1, { error: WRITE_REGEX })], { error: WRITE_REGEX })
      .optional()
      .describe("Regex in RE2's language that the body's text matches somewhere, or a list of which it matches all."),
    json: z
      .array(jsonSchema, { error: 'write a list such as [{path: $.status, equals: up}]' })
      .min(1, { error: 'write a list such as [{path: $.status, equals: up}]' })
      .optional()
      .describe('What must hold of values in a JSON body.'),
    xml: z
      .array(xmlSchema, { error: 'write a list such as [{path: //status, equals: up}]' })
      .min(1, { error: 'write a list such as [{path: //status, equals: up}]' })
      .optional()
      .describe('What must hold of values in an XML body.'),
    schema: z
      .union([filledText(WRITE_SCHEMA), z.record(z.string(), z.unknown(), { error: WRITE_SCHEMA })], {
        error: WRITE_SCHEMA,
      })
      .optional()
      .describe('JSON Schema (draft 2020-12, or draft-07 by its $schema) that the body fits, or its file.'),
    header: z
      .record(z.string().regex(HEADER_NAME), header, {
        error: (issue) => (issue.code === 'invalid_key' ? HEADER_NAME_RULE : 'write a map of names and values'),
      })
      .optional()
      .describe('Headers that the response must have with exactly this value, or {matches: …} or {absent: true}.'),
    latency: latencySchema(latency)
      .optional()
      .describe('The longest a response may take from start to end of body, such as 800ms, or a map for its phases.'),
    size: someSettings(
      {
        atLeast: size.optional().describe('The fewest bytes of the body, such as 1KiB.'),
        atMost: size.optional().describe('The most bytes of the body, 1MiB at most.'),
      },
      'write a map such as {atLeast: 1KiB}',
    )
      .optional()
      .describe('How large the body is.'),
    redirect: url
      .optional()
      .describe('The URL where followed redirects end, or that an unfollowed redirect points to.'),
    certificate: someSettings(
      {
        days: count(1, MOST_DAYS).optional().describe('The fewest days that the certificate is still good for.'),
        issuer: filledText("write text in the issuer's name").optional().describe("Text in the issuer's name."),
      },
      'write a map such as {days: 21}',
    )
      .optional()
      .describe('What the certificate of an https target is.'),
    httpVersion: z
      .enum(['1.1', '2'], { error: 'write "1.1" or "2", in quotes' })
      .optional()
      .describe('The version of HTTP that the target answers in.'),
  },
  'write a map such as {status: 200, keyword: ok}',
).describe('What a healthy target answers.');

/** `expect` as people write it. */
export type AuthoredExpect = z.infer<typeof expectSchema>;
type AuthoredText = NonNullable<AuthoredExpect['keyword']>;
type AuthoredSet = { readonly all?: readonly string[] | undefined; readonly any?: readonly string[] | undefined };

/** `follows`: whether redirects are followed, so that the status is that of where they end. */
export function resolveExpect(authored: AuthoredExpect, follows: boolean, files: NamedFiles): HttpExpect {
  const { total, ...phases } = authored.latency === undefined ? {} : timeLimits(authored.latency);
  const exact = Object.entries(authored.header ?? {}).flatMap(([name, wanted]) => exactHeader(name, wanted));
  const more = without({
    ...resolveMore(authored, files),
    phases: Object.keys(phases).length === 0 ? undefined : phases,
  });
  return {
    status: statusRanges(authored.status ?? (authored.redirect === undefined || follows ? undefined : REDIRECTS)),
    keyword: onlyText(authored.keyword) ?? null,
    absent: onlyText(authored.absent) ?? null,
    latencyMs: total ?? null,
    headers: exact,
    ...(Object.keys(more).length > 0 && { more }),
  };
}

function resolveMore(authored: AuthoredExpect, files: NamedFiles): Readonly<Record<string, unknown>> {
  const { keyword, absent, matches, json, xml, schema, redirect, certificate, httpVersion } = authored;
  const headers = Object.entries(authored.header ?? {}).flatMap(([name, wanted]) => otherHeader(name, wanted));
  return {
    keywords: onlyText(keyword) === undefined ? setOf(keyword) : undefined,
    absents: onlyText(absent) === undefined ? setOf(absent) : undefined,
    matches: typeof matches === 'string' ? [matches] : matches,
    json,
    xml,
    schema: schemaOf(schema, files),
    headers: headers.length === 0 ? undefined : headers,
    size: authored.size && sizeLimits(authored.size),
    redirect,
    certificate,
    httpVersion,
  } satisfies { readonly [K in Exclude<keyof MoreExpect, 'phases'>]: unknown };
}

/** A setting that was left out is left out of what travels. */
function without(settings: Readonly<Record<string, unknown>>): MoreExpect {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
}

/** The text, when there is just one: what most checks have, and every checker judges without loading anything. */
function onlyText(authored: AuthoredText | undefined): string | undefined {
  if (authored === undefined || typeof authored === 'string') return authored;
  const texts = Array.isArray(authored) ? authored : [...(authored.all ?? []), ...(authored.any ?? [])];
  return texts.length === 1 ? texts[0] : undefined;
}

/** A list means all of it. */
export function setOf(authored: AuthoredText | undefined): TextSet | undefined {
  if (authored === undefined) return undefined;
  if (typeof authored === 'string') return { all: [authored] };
  if (Array.isArray(authored)) return { all: authored };
  const { all, any } = authored as AuthoredSet;
  return all !== undefined ? { all } : { any: any ?? [] };
}

type AuthoredHeader = NonNullable<AuthoredExpect['header']>[string];

function exactHeader(name: string, wanted: AuthoredHeader): (readonly [string, string])[] {
  const value = typeof wanted === 'object' ? wanted.equals : wanted;
  return value === undefined ? [] : [[name, String(value)]];
}

function otherHeader(name: string, wanted: AuthoredHeader): HeaderExpect[] {
  if (typeof wanted !== 'object') return [];
  if (wanted.absent === true) return [{ name, absent: true }];
  return wanted.matches === undefined ? [] : [{ name, matches: wanted.matches }];
}

function sizeLimits({ atLeast, atMost }: NonNullable<AuthoredExpect['size']>): MoreExpect['size'] {
  return {
    ...(atLeast !== undefined && { atLeast: parseSize(atLeast) ?? 0 }),
    ...(atMost !== undefined && { atMost: parseSize(atMost) ?? 0 }),
  };
}
