import { safeText } from '../text/safe-text.ts';
import { REDACTED } from './redacted.ts';

/** A text without the secrets, in whatever writing they stand there. */
export type Redactor = (text: string) => string;

/** Shorter values are in every second text by chance, and protect nothing. */
const LEAST_CHARACTERS = 4;
const CUT = '…';

/**
 * Takes secrets out of what leaves a checker: as they are, and as targets write them back (percent-encoded, in base64
 * by themselves or within more, in JSON, in HTML, decoded as Latin-1). Where a text was cut, the half of a secret that
 * is left at the cut goes too.
 */
export function redactorOf(secrets: readonly string[]): Redactor {
  const needles = [...new Set(secrets.flatMap(partsOf).flatMap(writingsOf))]
    .filter((needle) => needle.length >= LEAST_CHARACTERS)
    .toSorted((a, b) => b.length - a.length);
  if (needles.length === 0) return (text) => text;
  return (text) =>
    withoutHalves(
      needles.reduce((left, needle) => left.replaceAll(needle, REDACTED), text),
      needles,
    );
}

/** A value, and what in it is the secret proper: behind `Bearer`, in a pair of Basic, the password of a URL. */
function partsOf(value: string): string[] {
  const parts = [value, value.trim(), value.replace(/\s+/g, ' ').trim()];
  const [, scheme = '', credential] = /^\s*(Basic|Bearer|Token|ApiKey)\s+(\S+)\s*$/i.exec(value) ?? [];
  if (credential !== undefined) parts.push(credential);
  if (credential !== undefined && scheme.toLowerCase() === 'basic') {
    const pair = Buffer.from(credential, 'base64').toString();
    parts.push(pair, pair.slice(pair.indexOf(':') + 1));
  }
  const password = value.includes('@') ? (/^[a-z][a-z0-9+.-]*:\/\/[^/?#:@]*:([^/?#]+)@/i.exec(value)?.[1] ?? '') : '';
  return password === '' ? parts : [...parts, password, decoded(password)];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function writingsOf(value: string): string[] {
  if (value.length < LEAST_CHARACTERS) return [];
  const percent = encodeURIComponent(value.toWellFormed());
  const form = new URLSearchParams([['', value]]).toString().slice(1);
  const json = JSON.stringify(value).slice(1, -1);
  return [
    value,
    value.toLowerCase(), // as the host of a URL
    safeText(value),
    Buffer.from(value).toString('latin1'),
    percent,
    form,
    encodeURI(value.toWellFormed()),
    lowerHex(percent),
    lowerHex(form),
    encodeURIComponent(percent),
    json,
    json.replaceAll('/', '\\/'),
    unicodeEscaped(json, /[^\0-\x7f]/g),
    unicodeEscaped(json, /[^\0-\x7f]|[<>&']/g),
    ...HTML_QUOTES.map((quote) => htmlEscaped(value, quote)),
    ...[0, 1, 2].flatMap((shift) => base64Within(value, shift)),
  ];
}

const lowerHex = (text: string) => text.replace(/%[0-9A-F]{2}/g, (byte) => byte.toLowerCase());

function unicodeEscaped(json: string, units: RegExp): string {
  return json.replace(units, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

const HTML_QUOTES = ['&#39;', '&#x27;', '&apos;'];
const HTML: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function htmlEscaped(text: string, quote: string): string {
  return text.replace(/[&<>"']/g, (character) => HTML[character] ?? quote);
}

/** What base64 makes of a value that `shift` bytes (mod 3) stand before: the letters that its own bits alone decide. */
function base64Within(value: string, shift: number): string[] {
  const bytes = Buffer.concat([Buffer.alloc(shift), Buffer.from(value)]);
  const letters = bytes.toString('base64').slice(Math.ceil((8 * shift) / 6), Math.floor((8 * bytes.length) / 6));
  return [letters, letters.replaceAll('+', '-').replaceAll('/', '_')];
}

function withoutHalves(text: string, needles: readonly string[]): string {
  const parts = text.split(CUT);
  return parts
    .map((part, index) => {
      const ended = withoutEnd(part, needles);
      return index === 0 ? ended : withoutStart(ended, needles);
    })
    .join(CUT);
}

function withoutEnd(text: string, needles: readonly string[]): string {
  const half = longest(text, needles, (needle, length) => text.endsWith(needle.slice(0, length)));
  return half === 0 ? text : text.slice(0, -half) + REDACTED;
}

function withoutStart(text: string, needles: readonly string[]): string {
  const half = longest(text, needles, (needle, length) => text.startsWith(needle.slice(-length)));
  return half === 0 ? text : REDACTED + text.slice(half);
}

/** How much of any secret, at least LEAST_CHARACTERS, lies at an edge of the text; 0 when none does. */
function longest(text: string, needles: readonly string[], lies: (needle: string, length: number) => boolean): number {
  let most = 0;
  for (const needle of needles) {
    for (let length = Math.min(needle.length - 1, text.length); length > most; length -= 1) {
      if (length >= LEAST_CHARACTERS && lies(needle, length)) most = length;
    }
  }
  return most;
}
