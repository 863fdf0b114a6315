import { lineEnd, lineStart, type ParserError, restOfLine, SINGLE_QUOTES, type Worded } from './syntax-error.ts';

/** What people mistype in lines. */

const DEEPER = 'is indented deeper than the setting above, which has a value already; give both the same indentation';
const INDENT = 'is indented like no line above it; give it the indentation of the setting that it goes with';
const ITEM = 'is an item of a list that is indented like no item above it; give it the indentation of the items';

/** `keyword: status: ok`, `http: url: https://x/` */
export function secondColon(text: string, { message, offset }: ParserError): Worded | null {
  const rest = restOfLine(text, offset);
  if (!message.startsWith('Nested') || /^[?-] /.test(rest) || !/:(?:\s|$)/.test(rest)) return null;
  if (/^(["']).*\1[^\s:]/.test(rest))
    return { message: `holds a quote that ends it too early; put the whole value in ${SINGLE_QUOTES}`, offset };
  return {
    message:
      'holds a colon and a space, which begin a map; put the whole value in quotes, or write the map in lines of its own',
    offset,
  };
}

/** A setting that is indented deeper than the one above it, which has a value already. */
export function deeperLine(text: string, { message, offset }: ParserError): Worded | null {
  if (!message.startsWith('Nested')) return null;
  const next = lineEnd(text, offset) + 1;
  const [, spaces = '', first] = /^([ ]*)(\S)/.exec(text.slice(next, lineEnd(text, next))) ?? [];
  return first === undefined ? null : { message: DEEPER, offset: next + spaces.length, mayFollow: true };
}

/** `- b` below `url: https://x/`, or further left or right than the items above it. */
export function itemElsewhere(text: string, { message, offset }: ParserError): Worded | null {
  if (!message.startsWith('A block sequence')) return null;
  return { message: ITEM, offset: offset + (/^\s*/.exec(text.slice(offset, lineEnd(text, offset)))?.[0].length ?? 0) };
}

/** `- name: b` below `defaults: {…}`, as far left. */
export function itemAmongSettings(text: string, { offset, isInFlow }: ParserError): Worded | null {
  if (isInFlow || !/^-\s/.test(text.slice(offset, offset + 2))) return null;
  return { message: 'is an item of a list among settings; write the name of its list above, such as checks:', offset };
}

/** A line between two levels. */
export function indent(text: string, { message, offset }: ParserError): Worded | null {
  if (!/same column|without - indicator/.test(message)) return null;
  return { message: INDENT, offset: firstOfLine(text, offset) };
}

/** `-name: a` */
export function noSpaceBehindDash(text: string, { offset }: ParserError): Worded | null {
  const first = firstOfLine(text, offset);
  if (!/^-\w/.test(text.slice(first, first + 2))) return null;
  return { message: 'has no space behind the dash; write "- " and the item', offset: first };
}

function firstOfLine(text: string, offset: number): number {
  const from = lineStart(text, offset);
  return from + (/^ */.exec(restOfLine(text, from))?.[0].length ?? 0);
}

/** `name:a`, and a colon or a space that is none of YAML's. */
export function noSpace(text: string, { offset, isInFlow }: ParserError): Worded | null {
  if (isInFlow) return null;
  const rest = restOfLine(text, offset);
  const [, foreign] = /^[\w-]+(：|:?[\u00a0\u3000])/.exec(rest) ?? [];
  if (foreign !== undefined) {
    const name = foreign === '：' ? 'a full-width colon' : 'a space that is no plain one';
    return { message: `has ${name} behind it; write a plain colon and a plain space`, offset };
  }
  const [key, name] = /^([\w-]+):(?=[^\s/])/.exec(rest) ?? [];
  if (key === undefined) return null;
  return { message: `has no space behind the colon; write "${name}: " and the value`, offset };
}

/** The text of a `curl: |` that is not indented. */
export function textNotIndented(text: string, { offset, isInFlow }: ParserError): Worded | null {
  const above = text.slice(0, lineStart(text, offset)).trimEnd();
  const header = /[:-][ \t]+([|>])[-+\d]*$/.exec(above.slice(lineStart(above, above.length)))?.[1];
  if (isInFlow || header === undefined) return null;
  return { message: `is the text of the ${header} above; indent it deeper than the line of the ${header}`, offset };
}

/** `name a`, `every=5m` */
export function noColon(text: string, { message, offset, isInFlow }: ParserError): Worded | null {
  if (isInFlow || !/^Implicit (?:map )?keys need/.test(message)) return null;
  if (/^\{\{/.test(text.slice(offset, offset + 2)))
    return { message: '{{ begins a template of another tool; fill it in before Rollcall reads the file', offset };
  const isAssigned = /^[\w-]+[ \t]*=/.test(restOfLine(text, offset));
  return {
    message: isAssigned
      ? 'has = where a setting has a colon; write the name, a colon, a space and the value'
      : 'has no colon; write the name of a setting, a colon, a space and the value',
    offset,
  };
}

/** `curl: | curl https://x/` */
export function blockHeader(text: string, { message, offset }: ParserError): Worded | null {
  if (!/^Block scalar header|^Not a YAML token/.test(message)) return null;
  const before = text.slice(lineStart(text, offset), offset + 1);
  const sign = /[|>](?!.*[|>])/.exec(before)?.[0] ?? '|';
  return { message: `the text of a ${sign} begins in the next line, indented deeper; write it there`, offset };
}

/** `checks: - name: a`, `keyword: - ok` */
export function itemBehindKey(_: string, { message, offset }: ParserError): Worded | null {
  if (!message.startsWith('Unexpected block-seq-ind')) return null;
  return {
    message: '- begins a list, which begins in the next line; write it there, or put a value in quotes',
    offset,
  };
}

/** `keyword: ? x` */
export function questionMark(text: string, { offset }: ParserError): Worded | null {
  if (!/^\?\s/.test(text.slice(offset, offset + 2))) return null;
  return { message: 'a value cannot begin with ?; put it in quotes', offset };
}

/** `{…}#why` */
export function hashBehind(_: string, { message, offset }: ParserError): Worded | null {
  if (!message.startsWith('Comments must be')) return null;
  return { message: 'a # right behind a value begins no comment; put a space in front of it', offset };
}

/** `%YAML 1.1` */
export function directive(_: string, { message, offset }: ParserError): Worded | null {
  if (!message.startsWith('Missing directives-end')) return null;
  return { message: 'a line that begins with % stands above it; leave that line out', offset };
}
