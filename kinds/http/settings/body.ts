import * as z from 'zod';
import type { Draft } from '#core/settings/draft.ts';
import type { PathFault } from '#core/settings/fault.ts';
import { HEADER_VALUE } from '#core/settings/headers.ts';
import { lostNumbers } from '#core/settings/lost-numbers.ts';
import type { NamedFiles } from '#core/settings/named-files.ts';
import { contentOf, sentFileFaults } from '#core/settings/sent-file.ts';
import { filledText, pairs, pairsOf, settings, wireText } from '#core/settings/setting.ts';
import type { HttpBody, HttpPart, HttpRequest } from '../check.ts';

/** What a request may send as its body, in one of five ways. */

/** What may be the name of a query parameter or form field. */
export const ANY_NAME = /^[^\0]{0,1000}$/;
/** What may be its value. */
export const ANY_VALUE = /^[^\0]*$/;
/** What is said of another name. */
export const NAME_RULE = 'is no usable name; write at most 1000 characters without NUL';
/** What to write in place of another value. */
export const VALUE_RULE =
  'write text without NUL, a whole number, true or false, or a list of these (quotes keep other numbers as they are)';
const FILE_RULE = 'write the path of a file, relative to the checks file';
const TYPE_RULE = 'write a type such as text/csv';

const part = settings(
  {
    name: z
      .string({ error: 'write the name of the field' })
      .regex(ANY_NAME, { error: NAME_RULE })
      .describe('Name of the form field.'),
    value: wireText(ANY_VALUE, 'write text, a whole number, true or false').optional().describe('Its content as text.'),
    file: filledText(FILE_RULE).optional().describe('The file to send as its content, relative to the checks file.'),
    filename: filledText('write the name to give the file')
      .optional()
      .describe('The name that the file goes by. Its own when left out.'),
    type: filledText(TYPE_RULE)
      .regex(HEADER_VALUE, { error: TYPE_RULE })
      .optional()
      .describe('Content type of the part. That of the ending for files.'),
  },
  'write a map with name and value or file',
).refine((it) => (it.value === undefined) !== (it.file === undefined), { error: 'needs either value or file' });

/** The settings that are a body, of which a check has one. */
export const bodyShape = {
  body: z
    .string({ error: 'write text (quotes make text of a number; for a map or list use json or form)' })
    .optional()
    .describe('Body to send as it is.'),
  json: z
    .unknown()
    .optional()
    .describe('Body to send as JSON, with content-type application/json unless headers have another.'),
  form: pairs(ANY_NAME, NAME_RULE, ANY_VALUE, VALUE_RULE)
    .optional()
    .describe('Body to send as a form, with content-type application/x-www-form-urlencoded.'),
  multipart: z
    .array(part, { error: 'write a list such as [{name: file, file: sample.pdf}]' })
    .min(1, { error: 'write a list such as [{name: file, file: sample.pdf}]' })
    .optional()
    .describe('Body to send as multipart/form-data: fields and files, in this order.'),
  bodyFile: filledText(FILE_RULE)
    .optional()
    .describe(
      'File to send as the body, relative to the checks file; text with its references filled. It travels with the check.',
    ),
};

type AuthoredBody = z.infer<z.ZodObject<typeof bodyShape>>;

/** Their names. */
export const BODIES = ['body', 'json', 'form', 'multipart', 'bodyFile'] as const;

/** More than one body, numbers that would change, files that cannot be read. */
export function bodyFaults(http: Draft<AuthoredBody>, files: NamedFiles): PathFault[] {
  const [first, ...others] = BODIES.filter((key) => Object.hasOwn(http, key));
  return [
    ...others.map((key): PathFault => {
      return {
        path: ['http', key],
        at: 'key',
        message: `is a second body beside ${first}; write one of ${BODIES.join(', ')}`,
      };
    }),
    ...lostNumbers(http.json, ['http', 'json']),
    ...sentFileFaults(http.bodyFile, ['http', 'bodyFile'], files),
    ...(http.multipart ?? []).flatMap(({ file }, index) =>
      sentFileFaults(file, ['http', 'multipart', index, 'file'], files),
    ),
  ];
}

/** The body as it travels, files read; null for none. */
export function resolveBody(
  { body, json, form, multipart, bodyFile }: AuthoredBody,
  files: NamedFiles,
): HttpBody | null {
  if (body !== undefined) return { text: body };
  if (json !== undefined) return { json };
  if (form !== undefined) return { form: pairsOf(form) };
  if (multipart !== undefined) return { multipart: multipart.map((one) => resolvePart(one, files)) };
  return bodyFile === undefined ? null : contentOf(files(bodyFile));
}

/** The type of a file as a body, unless headers have one: whether it travels as text or bytes must not decide it. */
export function typeOfFile({ bodyFile }: AuthoredBody, headers: readonly Pair[]): readonly Pair[] {
  if (bodyFile === undefined || headers.some(([name]) => name.toLowerCase() === 'content-type')) return [];
  const ending = /\.([a-z0-9]+)$/i.exec(bodyFile)?.[1]?.toLowerCase() ?? '';
  return [['Content-Type', TYPES[ending] ?? 'application/octet-stream']];
}

type Pair = HttpRequest['headers'][number];

const TYPES: Readonly<Record<string, string>> = {
  json: 'application/json',
  xml: 'application/xml',
  txt: 'text/plain; charset=utf-8',
  csv: 'text/csv; charset=utf-8',
};

function resolvePart({ name, value, file, filename, type }: z.infer<typeof part>, files: NamedFiles): HttpPart {
  const called = filename ?? file?.slice(file.lastIndexOf('/') + 1);
  return {
    name,
    content: file === undefined ? { text: String(value) } : contentOf(files(file)),
    ...(called !== undefined && { filename: called }),
    ...(type !== undefined && { type }),
  };
}
