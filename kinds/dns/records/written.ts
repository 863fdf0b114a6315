import { isIPv4, isIPv6 } from 'node:net';
import type { DnsType } from '../check.ts';
import { escaped, unescaped } from '../wire/escapes.ts';
import { nameText } from '../wire/name.ts';
import { FORMS, PARAMS, type Part, shortIpv6 } from './forms.ts';

/**
 * A record as people write it, or copy it from dig, as `recordText` shows the same one; null where it is none of the type.
 * Names need no dot at their end, and a TXT no quotes.
 */
export function writtenRecord(type: DnsType, text: string): string | null {
  if (type === 'TXT') return writtenText(text);
  const words = text.trim().match(/"(?:\\.|[^"\\])*"|(?:\\.|[^\s"\\])+(?:"(?:\\.|[^"\\])*"(?:\\.|[^\s"\\])*)*/gs) ?? [];
  const { parts } = FORMS[type];
  const read = parts.map((part, index) => {
    if (part === 'hex' || part === 'params') return REST[part](words.slice(index));
    const word = words[index];
    return word === undefined ? null : WORD[part](word);
  });
  const isOpen = parts.at(-1) === 'hex' || parts.at(-1) === 'params';
  if (read.includes(null) || (!isOpen && words.length > parts.length)) return null;
  return read.filter((part) => part !== '').join(' ');
}

/** One text, or the quoted ones that a TXT is cut into, joined. */
function writtenText(text: string): string | null {
  const isQuoted = /^\s*(?:"(?:\\.|[^"\\])*"\s*)+$/s.test(text);
  const texts = isQuoted ? (text.match(/"(?:\\.|[^"\\])*"/gs) ?? []).map((one) => one.slice(1, -1)) : [text];
  const bytes = unescaped(texts.join(''));
  return bytes && escaped(bytes, '');
}

const WORD: Readonly<Record<Exclude<Part, 'hex' | 'params'>, (word: string) => string | null>> = {
  u8: (word) => upTo(word, 0xff),
  u16: (word) => upTo(word, 0xffff),
  u32: (word) => upTo(word, 0xffff_ffff),
  name: nameText,
  ipv4: (word) => (isIPv4(word) ? word : null),
  ipv6: (word) => (isIPv6(word) && !word.includes('%') ? shortIpv6(word) : null),
  word: (word) => word.toLowerCase(),
  quoted: inQuotes,
  rest: inQuotes,
  texts: writtenText,
};

const REST = {
  hex: (words: readonly string[]): string | null => {
    const digits = words.join('');
    return /^(?:[0-9a-f]{2})+$/i.test(digits) ? digits.toUpperCase() : null;
  },
  params: (words: readonly string[]): string | null => {
    const params = words.map((word) => word.replace(/(?<!\\)"/g, ''));
    if (!params.every((param) => /^[a-z0-9-]+(?:=|$)/.test(param))) return null;
    return params.toSorted((a, b) => keyOf(a) - keyOf(b)).join(' ');
  },
};

/** Parameters stand in the order of their numbers (RFC 9460, 2.2). */
function keyOf(param: string): number {
  const [name = ''] = param.split('=');
  const number = (PARAMS as readonly string[]).indexOf(name);
  return number === -1 ? Number(name.replace(/^key/, '')) : number;
}

function upTo(word: string, most: number): string | null {
  return /^\d{1,10}$/.test(word) && Number(word) <= most ? String(Number(word)) : null;
}

function inQuotes(word: string): string | null {
  const bytes = unescaped(word.startsWith('"') ? word.slice(1, -1) : word);
  return bytes && `"${escaped(bytes, '"')}"`;
}
