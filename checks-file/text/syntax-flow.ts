import { lineEnd, lineStart, type ParserError, restOfLine, SINGLE_QUOTES, type Worded } from './syntax-error.ts';

/** What people mistype in `{ }` and `[ ]`. */

const COMMA = 'has no comma in front of it; write one';
const KEY = /^(?:"[^"\n]*"|'[^'\n]*'|[\w.$-]+)[ \t]*:(?:\s|$)/;

const BEGUN: Readonly<Record<string, string>> = {
  '{': '{ begins a map, inside a value in brackets too; put the whole value in quotes',
  '[': '[ begins a list, inside a value in brackets too; put the whole value in quotes',
};

/** `url: https://x/{{id}}`, `matches: ^[a-z]+$`, where a bracket is one inside a value too. */
export function bracketInValue(text: string, { message, offset, isInFlow, isBehindPlain }: ParserError): Worded | null {
  const begun = /^Unexpected flow|^Missing ,/.test(message) ? BEGUN[text.at(offset) ?? ''] : undefined;
  return begun === undefined || !isInFlow || !isBehindPlain ? null : { message: begun, offset };
}

/** `{url: "https://x/" method: GET}`, `["a" "b"]`, `[{…} {…}]` */
export function noComma(text: string, { code, message, offset, isInFlow }: ParserError): Worded | null {
  if (!isInFlow || !/^Unexpected (?:scalar|flow|\S+-quoted)|^Missing ,/.test(message)) return null;
  const rest = restOfLine(text, offset);
  const isBehindQuote = /["']\w/.test(text.slice(offset - 1, offset + 1));
  if ((KEY.test(rest) && !isBehindQuote) || /^[{[]/.test(rest)) return { message: COMMA, offset };
  if (code === 'MISSING_CHAR' || message === 'Unexpected scalar token') return { message: COMMA_OR_QUOTES, offset };
  return null;
}

const COMMA_OR_QUOTES = `stands behind the end of a value; write a comma between two, or put the whole value in ${SINGLE_QUOTES}`;

/** `{url: https://x/ method: GET}`: to the parser the value is the key of another. */
export function secondSetting(text: string, { offset }: ParserError): Worded | null {
  if (/^-[ \t]/.test(text.slice(offset, offset + 2))) return null;
  return {
    message: 'holds a colon and a space; write a comma in front of the next setting, or put the whole value in quotes',
    offset,
  };
}

/** The same over lines: the line that lacks a comma in front of it begins with a key. */
export function secondSettingBelow(text: string, { offset, isInFlow }: ParserError): Worded | null {
  if (!isInFlow || /^[-{["']/.test(text.slice(offset, offset + 1))) return null;
  const below = /\n\s*(?=(?:"[^"\n]*"|'[^'\n]*'|[\w.$-]+)[ \t]*:\s)/g;
  below.lastIndex = offset;
  const found = below.exec(text);
  return found === null ? null : { message: COMMA, offset: found.index + found[0].length };
}

/** `tags: [- a, - b]`, `{tags: - a}` */
export function itemInFlow(text: string, { offset, isInFlow }: ParserError): Worded | null {
  if (!isInFlow || !/^-\s/.test(text.slice(offset, offset + 2))) return null;
  return { message: '- begins no item in brackets; write [a, b]', offset };
}

/** `{url: x,, method: GET}`, `[, a]` */
export function extraComma(_: string, { message, offset }: ParserError): Worded | null {
  if (!message.startsWith('Unexpected , ')) return null;
  return { message: 'a comma with nothing in front of it; leave it out', offset };
}

/** `http: {…},`: JSON's comma where a line ends the setting. */
export function commaBehindLine(text: string, { message, offset, isInFlow }: ParserError): Worded | null {
  const isComma = /^,[ \t\r]*$/.test(restOfLine(text, offset));
  if (isInFlow || !isComma || !/^Unexpected (?:scalar|comma)/.test(message)) return null;
  return { message: 'a comma behind the end of a setting; leave it out', offset };
}

/** `{…}}` */
export function extraEnd(text: string, { message, offset }: ParserError): Worded | null {
  if (!/^Unexpected flow-(?:map|seq)-end/.test(message)) return null;
  const end = text.at(offset) ?? '';
  return {
    message: `a ${end} that ends nothing; leave it out, or write ${openOf(end)} where it begins`,
    offset,
    mayFollow: true,
  };
}

/** What the end of a fault in brackets leads to. */
export function streamEcho(_: string, { message, offset }: ParserError): Worded | null {
  if (!message.includes('token in YAML stream')) return null;
  return { message: 'stands behind the end of the list; leave it out', offset, mayFollow: true };
}

/** `[a}`, `{url: https://x/ #a }`, lines further left than the bracket's, or no end at all. */
export function openBracket(text: string, { message, offset }: ParserError): Worded | null {
  const end = /^Flow (?:map|sequence) .*([}\]])$/.exec(message)?.[1];
  if (end === undefined) return null;
  const open = openOf(end);
  const here = text.at(offset) ?? '';
  if (/[}\]]/.test(here) && here !== end)
    return { message: `${here} cannot end what ${open} began; write ${end}`, offset };
  const before = text.slice(0, offset).trimEnd();
  const above = before.slice(lineStart(before, before.length));
  const commented = /[ \t](#[^\n]*[}\]])$/.exec(above);
  if (commented !== null) {
    const hash = before.length - (commented[1] ?? '').length;
    return {
      message: '# behind a space begins a comment, up to the end of the line; put the value in quotes',
      offset: hash,
    };
  }
  if (here === end || (/[{[,](?:\s+#[^\n]*)?$/.test(above) && offset < text.trimEnd().length)) {
    const from = lineStart(text, offset);
    return {
      message: `is further left than the setting whose ${open} it stands in; indent it deeper, by spaces, or write ${end} above`,
      offset: text.slice(from, offset).trim() === '' ? offset : from,
    };
  }
  return { message: `a ${open} above is not closed; write ${end} where it ends`, offset };
}

/** The end of a file in which the outermost bracket is not closed. */
export function openBracketAtEnd(text: string, error: ParserError): Worded | null {
  const found = openBracket(text, error);
  return found === null ? null : { ...found, mayFollow: true };
}

const openOf = (end: string): string => (end === '}' ? '{' : '[');

const SLASHES = 'a comment begins with #, not with //';

/** `{ // why`, on the line or on the one before it. */
export function slashComment(text: string, { offset }: ParserError): Worded | null {
  const from = lineStart(text, text.slice(0, offset).trimEnd().length);
  if (/^\/\/\s/.test(text.slice(offset, offset + 3))) return { message: SLASHES, offset };
  const found = /^(?:.*[{[,][ \t]*|[ \t]*)(?=\/\/\s)/m.exec(text.slice(from, lineEnd(text, offset)));
  if (found === null) return null;
  return { message: SLASHES, offset: from + found.index + found[0].length };
}
