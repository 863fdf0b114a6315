import { parseForm } from 'curlconverter/dist/src/curl/form.js';
import { Word } from 'curlconverter/dist/src/shell/Word.js';
import { base64Of, textOf } from '#core/settings/named-files.ts';
import type { HttpPart } from '#kinds/http/check.ts';
import { shown } from './command-faults.ts';
import type { Option } from './options.ts';
import { fileOf, type Reading } from './reading.ts';

/** What curl takes a file for by the end of its name. */
const TYPES: readonly (readonly [RegExp, string])[] = [
  [/\.gif$/i, 'image/gif'],
  [/\.jpe?g$/i, 'image/jpeg'],
  [/\.png$/i, 'image/png'],
  [/\.svg$/i, 'image/svg+xml'],
  [/\.txt$/i, 'text/plain'],
  [/\.html?$/i, 'text/html'],
  [/\.pdf$/i, 'application/pdf'],
  [/\.xml$/i, 'application/xml'],
];

/** The parts of all -F and --form-string, in order. */
export function partsOf(reading: Reading): readonly HttpPart[] {
  return reading.options.all('form', 'form-string').flatMap((option) => {
    const part = partOf(option, reading);
    return part === null ? [] : [part];
  });
}

function partOf(option: Option, reading: Reading): HttpPart | null {
  const cut = option.value.indexOf('=');
  const content = option.value.slice(cut + 1);
  if (cut !== -1 && option.name === 'form-string')
    return { name: option.value.slice(0, cut), content: { text: content } };
  const fault = cut < 1 ? `has no ${cut === 0 ? 'name before its ' : ''}"="; write name=content` : unsupported(content);
  const read = fault === null ? detailsOf(option.value) : fault;
  if (typeof read === 'string') {
    reading.faults.add(option.valueAt, `curl: ${option.spelled} ${shown(option.value)} ${read}`);
    return null;
  }
  const { file, filename, type } = read;
  return {
    name: option.value.slice(0, cut),
    content: file === null ? { text: read.text } : contentOf(fileOf(file, option, reading)),
    ...(filename !== null && { filename }),
    ...(type !== null && { type }),
  };
}

function unsupported(content: string): string | null {
  if (/^[()]/.test(content)) return 'nests parts, which is not supported';
  if (/^[@<][^";]*,/.test(content)) return 'names several files for one part; write one -F for each';
  return null;
}

type Details = { file: string | null; text: string; filename: string | null; type: string | null };

/** What stands after the `=`: content or file, then `;type=` and `;filename=`. A string is what is wrong with it. */
function detailsOf(value: string): Details | string {
  const warnings: [string, string][] = [];
  const [part] = parseForm([{ type: 'form', value: new Word(value) }], warnings);
  if (part === undefined || warnings.length > 0) {
    return `is no part that curl understands: ${shown(warnings[0]?.[1] ?? '')}`;
  }
  if (part.headers ?? part.headerFiles ?? part.encoder) return 'sets headers= or encoder=, which is not supported';
  if (part.contentType?.toString() === '') return 'has an empty type; write one, or take it out';
  const file = 'contentFile' in part ? part.contentFile.toString() : null;
  const named = part.filename?.toString() ?? null;
  // A file of -F name=@file is known by the last part of its path; parseForm gives the path itself.
  const filename = named !== null && named === file ? named.slice(named.lastIndexOf('/') + 1) : named;
  const text = 'content' in part ? part.content.toString() : '';
  return { file, text, filename, type: part.contentType?.toString() ?? typeOf(filename, file) };
}

function contentOf(bytes: Uint8Array): HttpPart['content'] {
  const text = textOf(bytes);
  return text === null ? { base64: base64Of(bytes) } : { text };
}

function typeOf(filename: string | null, file: string | null): string | null {
  for (const name of [filename, file]) {
    const known = TYPES.find(([end]) => end.test(name ?? ''));
    // What is plain text anyway is said of files only.
    if (known) return filename === null && known[1] === 'text/plain' ? null : known[1];
  }
  return file !== null ? 'application/octet-stream' : null;
}
