/** What a YAML parser found: its code for it, its words, and where in the text that begins. */
export type SyntaxError = { readonly code: string; readonly message: string; readonly offset: number };

/** The same in words for whoever writes a checks file, with the place that has to be changed. */
export type Worded = { readonly message: string; readonly offset: number };

/**
 * The parser speaks to programmers where people make most mistakes. The first that knows what to say counts. None quotes a
 * value: it may be a secret.
 */
const WORDED: Readonly<Record<string, readonly ((text: string, error: SyntaxError) => Worded | null)[]>> = {
  DUPLICATE_KEY: [always('the same key twice in one map; write it once')],
  MULTIPLE_DOCS: [always('a second document; write one')],
  TAB_AS_INDENT: [always('a tab as indentation; write spaces')],
  UNEXPECTED_TOKEN: [template, textBehind],
  BLOCK_AS_IMPLICIT_KEY: [secondColon, deeperLine],
  MULTILINE_IMPLICIT_KEY: [noSpace],
  BAD_INDENT: [openBracket, indent],
  MISSING_CHAR: [openQuote, indent],
  BAD_SCALAR_START: [firstCharacter],
  BAD_ALIAS: [firstCharacter],
  BAD_DQ_ESCAPE: [unknownEscape],
};

/** An error of the parser as a person is told of it. */
export function worded(text: string, error: SyntaxError): Worded {
  const found = (WORDED[error.code] ?? []).map((word) => word(text, error)).find((one) => one !== null);
  return found ?? { message: `not YAML: ${error.message}`, offset: error.offset };
}

/** Where a value begins with `{{`, a template of another tool or ours without quotes; null where none does. */
export function unquotedTemplate(text: string): Worded | null {
  const found = /(?:(?:[:,]|^[ \t]*-)[ \t]+|\[[ \t]*)(?=\{\{)/m.exec(text);
  if (found === null) return null;
  return {
    message: '{{ begins a map in YAML; put the value in quotes: "{{…}}"',
    offset: found.index + found[0].length,
  };
}

function always(message: string) {
  return (_: string, { offset }: SyntaxError): Worded => ({ message, offset });
}

function template(text: string, { offset }: SyntaxError): Worded | null {
  const from = lineStart(text, offset);
  const found = unquotedTemplate(text.slice(from, lineEnd(text, offset)));
  return found === null ? null : { ...found, offset: from + found.offset };
}

/** `body: {"a": 1} and`, `'it's ok'`. */
function textBehind(_: string, { message, offset }: SyntaxError): Worded | null {
  if (!message.startsWith('Unexpected scalar')) return null;
  return {
    message: 'stands behind the end of a value; put the whole value in quotes, and double a quote in it',
    offset,
  };
}

/** `keyword: status: ok` */
function secondColon(text: string, { offset }: SyntaxError): Worded | null {
  const rest = text.slice(offset, lineEnd(text, offset));
  if (!/:(?:\s|$)/.test(rest)) return null;
  return { message: 'holds a colon and a space, which begin a map; put the whole value in quotes', offset };
}

/** A setting that is indented deeper than the one above it, which has a value already. */
function deeperLine(text: string, { offset }: SyntaxError): Worded | null {
  const next = lineEnd(text, offset) + 1;
  const [, spaces = '', first] = /^([ ]*)(\S)/.exec(text.slice(next)) ?? [];
  return first === undefined ? null : { message: DEEPER, offset: next + spaces.length };
}

const DEEPER = 'is indented deeper than the setting above, which has a value already; give both the same indentation';
const INDENT = 'is indented like no line above it; give it the indentation of the setting that it goes with';

/** `name:a` */
function noSpace(text: string, { offset }: SyntaxError): Worded | null {
  const [key, name] = /^([\w-]+):(?=[^\s/])/.exec(text.slice(offset)) ?? [];
  if (key === undefined) return null;
  return { message: `has no space behind the colon; write "${name}: " and the value`, offset };
}

function openBracket(_: string, { message, offset }: SyntaxError): Worded | null {
  const bracket = /^Flow (?:map|sequence) .*([}\]])$/.exec(message)?.[1];
  if (bracket === undefined) return null;
  return { message: `a ${bracket === '}' ? '{' : '['} above is not closed; write ${bracket} where it ends`, offset };
}

/** The parser sees it at the end of the file; the line with the quote is where one quote has no other. */
function openQuote(text: string, { message, offset }: SyntaxError): Worded | null {
  const quote = /^Missing closing (["'])/.exec(message)?.[1];
  if (quote === undefined) return null;
  const opened = text.slice(0, offset).lastIndexOf(quote);
  return {
    message: `the quote ${quote} is not closed; write another where the text ends`,
    offset: Math.max(opened, 0),
  };
}

function indent(text: string, { message, offset }: SyntaxError): Worded | null {
  if (!/same column|without - indicator/.test(message)) return null;
  const from = lineStart(text, offset);
  return { message: INDENT, offset: from + (/^ */.exec(text.slice(from))?.[0].length ?? 0) };
}

/** `@x`, `%ok`, a lone `*` */
function firstCharacter(text: string, { message, offset }: SyntaxError): Worded | null {
  if (!/cannot start|empty string/.test(message)) return null;
  const first = text.at(offset) ?? '';
  return { message: `a value cannot begin with ${first}; put it in quotes`, offset };
}

function unknownEscape(text: string, { offset }: SyntaxError): Worded {
  const written = text.slice(offset, offset + 2);
  return {
    message: `${written} means nothing in double quotes; put the text in single quotes, or write \\${written}`,
    offset,
  };
}

const lineStart = (text: string, offset: number): number => text.lastIndexOf('\n', offset - 1) + 1;

function lineEnd(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end < 0 ? text.length : end;
}
