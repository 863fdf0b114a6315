import { shown } from './command-faults.ts';

/** What a `-F name=…` says behind its `=`. `type` and `filename` are null where it does not say. */
export type FormPart = {
  /** `@`: a file that is attached. `<`: a file whose content is the text. */
  readonly from: '@' | '<' | null;
  /** The text, or the file's path. */
  readonly content: string;
  readonly type: string | null;
  readonly filename: string | null;
};

const DETAIL = /(type|filename|headers|encoder)=/y;
/** Up to the next semicolon. */
const UNKNOWN = /[^;]*/y;
const BLANK = /[ \t]*/y;
const QUOTED = /"((?:[^"\\]|\\[\s\S])*)"/y;
/** A comma ends only the name of a file. */
const TO_END = { file: /[^;,]*/y, text: /[^;]*/y };
/** A type goes on with its parameters, up to a detail that is none of them. */
const TYPE = {
  file: /(?:(?!;[ \t]*(?:filename|headers|encoder)=)[^,])*/y,
  text: /(?:(?!;[ \t]*(?:filename|headers|encoder)=)[\s\S])*/y,
};
const MEDIA_TYPE = /^[^()<>@,;:\\"[\]?=\s]+[ \t]*(?:;|$)/;

/**
 * Reads what stands behind the `=` of a `-F` as curl's documentation has it: content or file, then `;type=` and
 * `;filename=`, each in double quotes or up to the next semicolon, without blanks around it. A string is what is wrong.
 */
export function formPartOf(value: string): FormPart | string {
  const from = /^[@<]/.exec(value)?.[0] as FormPart['from'] | undefined;
  const scan: Scan = { value, kind: from === '@' ? 'file' : 'text', at: from === undefined ? 0 : 1 };
  const content = word(scan);
  if (content === null) return TRAILING;
  const said = new Map<string, string>();
  while (value[scan.at] === ';') {
    scan.at += 1;
    const fault = readDetail(scan, said);
    if (fault !== null) return fault;
  }
  if (scan.at < value.length) return 'names several files for one part; write one -F for each';
  if (from === '<' && said.has('filename'))
    return `${MISUNDERSTOOD} Field file name not allowed here: ${shown(said.get('filename') ?? '')}`;
  if (said.has('headers') || said.has('encoder')) return 'sets headers= or encoder=, which is not supported';
  return { from: from ?? null, content, type: said.get('type') ?? null, filename: said.get('filename') ?? null };
}

/** `at` moves on as the value is read. */
type Scan = { readonly value: string; readonly kind: 'file' | 'text'; at: number };

const MISUNDERSTOOD = 'is no part that curl understands:';
const TRAILING = `${MISUNDERSTOOD} Trailing data after quoted form parameter`;

/** Reads one detail; what is wrong with it, or null. */
function readDetail(scan: Scan, said: Map<string, string>): string | null {
  taken(BLANK, scan);
  const { value, at } = scan;
  if (at >= value.length || value[at] === ';') return null;
  const key = taken(DETAIL, scan)?.[1];
  if (key === undefined) {
    // curl warns of it and goes on behind it.
    taken(UNKNOWN, scan);
    return null;
  }
  const text = key === 'type' ? typeAt(scan) : word(scan);
  if (text === null) return TRAILING;
  if (key === 'type' && text === '') return 'has an empty type; write one, or take it out';
  if (key === 'type' && !MEDIA_TYPE.test(text)) return `has ${shown(text)} for a type; write one such as text/plain`;
  said.set(key, text);
  return null;
}

function typeAt(scan: Scan): string {
  taken(BLANK, scan);
  return (taken(TYPE[scan.kind], scan)?.[0] ?? '').replace(/[ \t;]+$/, '');
}

/** A text in double quotes, or up to the next semicolon; null when more than blanks follow the quotes. */
function word(scan: Scan): string | null {
  taken(BLANK, scan);
  const quoted = taken(QUOTED, scan)?.[1];
  const rest = taken(TO_END[scan.kind], scan)?.[0] ?? '';
  if (quoted === undefined) return rest.replace(/[ \t]+$/, '');
  return rest.trim() === '' ? quoted.replace(/\\(["\\])/g, '$1') : null;
}

function taken(pattern: RegExp, scan: Scan): RegExpExecArray | null {
  pattern.lastIndex = scan.at;
  const found = pattern.exec(scan.value);
  if (found !== null) scan.at = pattern.lastIndex;
  return found;
}
