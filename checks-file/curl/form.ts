import { base64Of, textOf } from '#core/settings/named-files.ts';
import type { HttpPart } from '#kinds/http/check.ts';
import { shown } from './command-faults.ts';
import { formPartOf } from './form-part.ts';
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
  const missing = cut < 1 ? `has no ${cut === 0 ? 'name before its ' : ''}"="; write name=content` : null;
  const nested = content.startsWith('(') ? 'nests parts, which is not supported' : null;
  const part = missing ?? nested ?? formPartOf(content);
  if (typeof part === 'string') {
    reading.faults.add(option.valueAt, `curl: ${option.spelled} ${shown(option.value)} ${part}`);
    return null;
  }
  const file = part.from === null ? null : part.content;
  // An attached file is known by the last part of its path.
  const filename = part.filename ?? (part.from === '@' ? part.content.slice(part.content.lastIndexOf('/') + 1) : null);
  const type = part.type ?? typeOf(filename, file) ?? noType(filename, file);
  return {
    name: option.value.slice(0, cut),
    content: file === null ? { text: part.content } : contentOf(fileOf(file, option, reading)),
    ...(filename !== null && { filename }),
    ...(type !== null && { type }),
  };
}

/** To a text with a file's name curl gives a type only where the name tells it; we would take it for a file. */
function noType(filename: string | null, file: string | null): '' | null {
  return filename !== null && file === null ? '' : null;
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
