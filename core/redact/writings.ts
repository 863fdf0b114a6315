import { percentDecoded } from '../text/percent-decoded.ts';
import { safeText } from '../text/safe-text.ts';

/** Shorter values are in every second text by chance, and protect nothing. */
export const LEAST_CHARACTERS = 4;

/** A value, and what in it is the secret proper: behind `Bearer`, in a pair of Basic, the parts of a URL. */
export function partsOf(value: string): string[] {
  // A password in a URL is sent decoded.
  const parts = [value, value.trim(), value.replace(/\s+/g, ' ').trim(), percentDecoded(value)];
  const [, scheme = '', credential] = /^\s*(Basic|Bearer|Token|ApiKey)\s+(\S+)\s*$/i.exec(value) ?? [];
  if (credential !== undefined) parts.push(credential);
  if (credential !== undefined && scheme.toLowerCase() === 'basic') {
    const pair = Buffer.from(credential, 'base64').toString();
    parts.push(pair, pair.slice(pair.indexOf(':') + 1));
  }
  return [...parts, ...partsOfUrl(value)];
}

/** A path this short names no secret, and stands in every second message. */
const LEAST_PATH = 8;

/** Servers say the path of a webhook back without its host. */
function partsOfUrl(value: string): string[] {
  const [, user = '', path = ''] = /^[a-z][a-z0-9+.-]*:\/\/(?:([^/?#@]*)@)?[^/?#]*\/?([^#]*)/i.exec(value) ?? [];
  const password = user.slice(user.indexOf(':') + 1);
  const inQuery = path
    .slice(path.includes('?') ? path.indexOf('?') + 1 : path.length)
    .split('&')
    .map((pair) => pair.slice(pair.indexOf('=') + 1));
  const whole = [path, path.split('?')[0] ?? ''].filter(({ length }) => length >= LEAST_PATH);
  return [password, percentDecoded(password), ...whole, ...inQuery];
}

/** How a value is found as it stands: where an escape could be read together with what stands beside it. */
export function writingsOf(value: string): string[] {
  const percent = encodeURIComponent(value.toWellFormed());
  const json = JSON.stringify(value).slice(1, -1);
  return [value, safeText(value), percent, json, encodeURI(value.toWellFormed()), ...base64Of(value)];
}

/** What a text is decoded to that holds the value: as it is, its bytes read in another charset, in hex, in base64, in mails. */
export function meaningsOf(value: string): string[] {
  const bytes = Buffer.from(value);
  const json = JSON.stringify(value).slice(1, -1);
  return [
    value,
    value.replace(/ /g, '+'), // as forms have it
    bytes.toString('latin1'),
    new TextDecoder('windows-1252').decode(bytes),
    quotedPrintable(bytes),
    ...(bytes.length < LEAST_CHARACTERS ? [] : [bytes.toString('hex')]),
    ...base64Of(value).flatMap((letters) => [letters, ...base64Of(letters)]),
    ...(json === value ? [] : base64Of(json)),
  ];
}

/** As mails have it: not decoded as other escapes are, because `=ab` stands in every second query. */
function quotedPrintable(bytes: Buffer): string {
  return bytes
    .toString('latin1')
    .replace(/[^ -<>-~]/g, (byte) => `=${byte.charCodeAt(0).toString(16).padStart(2, '0')}`);
}

/** Fewer letters of base64 are in a text by chance. */
const LEAST_LETTERS = 6;

/** In base64, by itself and within more, which stands 0, 1 or 2 bytes (mod 3) before it: what its own bits alone decide. */
function base64Of(value: string): string[] {
  return [0, 1, 2].flatMap((shift) => {
    const bytes = Buffer.concat([Buffer.alloc(shift), Buffer.from(value)]);
    const letters = bytes.toString('base64').slice(Math.ceil((8 * shift) / 6), Math.floor((8 * bytes.length) / 6));
    if (letters.length < LEAST_LETTERS) return [];
    return [...new Set([letters, letters.replaceAll('+', '-').replaceAll('/', '_')])];
  });
}
