import { type Surroundings, surroundingsOf } from './bracket-scan.ts';
import {
  blockHeader,
  deeperLine,
  directive,
  hashBehind,
  indent,
  itemAmongSettings,
  itemBehindKey,
  itemElsewhere,
  noColon,
  noSpace,
  noSpaceBehindDash,
  questionMark,
  secondColon,
  textNotIndented,
} from './syntax-block.ts';
import {
  lineEnd,
  lineStart,
  type ParserError,
  restOfLine,
  SINGLE_QUOTES,
  TAG,
  type Worded,
  type Wording,
} from './syntax-error.ts';
import {
  bracketInValue,
  commaBehindLine,
  extraComma,
  extraEnd,
  itemInFlow,
  noComma,
  openBracket,
  openBracketAtEnd,
  secondSetting,
  secondSettingBelow,
  slashComment,
  streamEcho,
} from './syntax-flow.ts';

/**
 * The parser speaks to programmers where people make most mistakes. The first that knows what to say counts. None quotes a
 * value: it may be a secret.
 */
const WORDED: Readonly<Record<string, readonly Wording[]>> = {
  DUPLICATE_KEY: [always('the same key twice in one map; write it once')],
  MULTIPLE_DOCS: [always('a second document; write one')],
  TAB_AS_INDENT: [always('a tab as indentation; write spaces')],
  UNEXPECTED_TOKEN: [
    template,
    blockHeader,
    itemBehindKey,
    extraComma,
    commaBehindLine,
    slashComment,
    quoteOverLines,
    bracketInValue,
    noComma,
    extraEnd,
    streamEcho,
    textBehind,
  ],
  BLOCK_IN_FLOW: [itemInFlow, secondSetting],
  BLOCK_AS_IMPLICIT_KEY: [noSpaceBehindDash, itemElsewhere, questionMark, secondColon, deeperLine],
  MULTILINE_IMPLICIT_KEY: [
    itemInFlow,
    quotedOverLines,
    secondSettingBelow,
    textNotIndented,
    noSpace,
    slashComment,
    itemAmongSettings,
    noColon,
  ],
  BAD_INDENT: [openBracket, noSpaceBehindDash, indent],
  MISSING_CHAR: [
    openQuote,
    openBracketAtEnd,
    tagOrAnchor,
    quoteOverLines,
    hashBehind,
    directive,
    slashComment,
    bracketInValue,
    noComma,
    textNotIndented,
    noSpace,
    itemAmongSettings,
    noColon,
    indent,
  ],
  BAD_SCALAR_START: [templateTag, firstCharacter],
  BAD_ALIAS: [firstCharacter],
  TAG_RESOLVE_FAILED: [always(TAG)],
  BAD_DQ_ESCAPE: [unknownEscape],
};

/** The errors of the parser, in its order, as they are reported: one a line. */
export function worded(text: string, errors: readonly Omit<ParserError, keyof Surroundings>[]): readonly Worded[] {
  const conflict = errors.length === 0 ? null : conflictMark(text);
  if (conflict !== null) return [conflict];
  const around = surroundingsOf(
    text,
    errors.map(({ offset }) => offset),
  );
  const found: Worded[] = [];
  let line = { from: 0, end: -1 };
  const lines = new Set<number>();
  let isSure = false;
  for (const error of errors) {
    if (errors.length > 1 && isEchoOfComma(error)) continue;
    // Of a line that is the whole file there may be hundreds of thousands.
    if (error.offset >= line.from && error.offset <= line.end) continue;
    line = { from: lineStart(text, error.offset), end: lineEnd(text, error.offset) };
    if (lines.has(line.from)) continue;
    lines.add(line.from);
    const one = wordedOne(text, { ...error, ...(around.get(error.offset) ?? AT_THE_END) });
    if (one.mayFollow && isSure) continue;
    isSure ||= !one.mayFollow;
    found.push(one);
  }
  return found;
}

/** To the parser a map with no comma behind it is the key of the next. */
const isEchoOfComma = ({ message }: { readonly message: string }) =>
  message.startsWith('Implicit keys of flow sequence');

const AT_THE_END: Surroundings = { isInFlow: false, isBehindPlain: false };

function wordedOne(text: string, error: ParserError): Worded {
  const found = (WORDED[error.code] ?? []).map((word) => word(text, error)).find((one) => one !== null);
  return found ?? { message: `not YAML: ${error.message}`, offset: error.offset };
}

/** What version control leaves where two sides changed the same lines. */
function conflictMark(text: string): Worded | null {
  const offset = text.search(/^<{7} /m);
  if (offset < 0 || !/^={7}\r?$/m.test(text)) return null;
  const message =
    'an unresolved conflict of version control; keep one side, and leave out its marks (<<<<<<<, =======, >>>>>>>)';
  return { message, offset };
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
  return (_: string, { offset }: ParserError): Worded => ({ message, offset });
}

function template(text: string, { offset }: ParserError): Worded | null {
  const from = lineStart(text, offset);
  const found = unquotedTemplate(text.slice(from, lineEnd(text, offset)));
  return found === null ? null : { ...found, offset: from + found.offset };
}

/** `body: {"a": 1} and`, `'it's ok'`. */
function textBehind(_: string, { message, offset }: ParserError): Worded | null {
  if (!/^Unexpected (?:scalar|flow-\w+-start|\S+ at node end)/.test(message)) return null;
  return {
    message: `stands behind the end of a value; put the whole value in ${SINGLE_QUOTES}`,
    offset,
  };
}

/** The parser sees it at the end of the file; the line with the quote is where one quote has no other. */
function openQuote(text: string, { message, offset }: ParserError): Worded | null {
  const quote = /^Missing closing (["'])/.exec(message)?.[1];
  if (quote === undefined) return null;
  const opened = text.slice(0, offset).lastIndexOf(quote);
  return { message: quoteOpen(quote), offset: Math.max(opened, 0) };
}

/** `{% for … %}` */
function templateTag(text: string, { offset }: ParserError): Worded | null {
  if (text.slice(offset - 1, offset + 1) !== '{%') return null;
  return {
    message: '{% begins a template of another tool; fill it in before Rollcall reads the file',
    offset: offset - 1,
  };
}

/** `"a,` over `"b": …`: the quote that begins the next line ends the text that was to end above. */
function quoteOverLines(text: string, { offset }: ParserError): Worded | null {
  const quote = text.at(offset - 1) ?? '';
  const before = text.slice(lineStart(text, offset), offset - 1);
  const opened = text.lastIndexOf(quote, offset - 2);
  if (!/^["']$/.test(quote) || before.trim() !== '' || opened < 0) return null;
  return { message: quoteOpen(quote), offset: opened };
}

/** The same, where the parser reports the beginning of the text. */
function quotedOverLines(text: string, { offset }: ParserError): Worded | null {
  const quote = text.at(offset) ?? '';
  if (!/^["']$/.test(quote) || restOfLine(text, offset + 1).includes(quote)) return null;
  return { message: quoteOpen(quote), offset };
}

const quoteOpen = (quote: string): string => `the quote ${quote} is not closed; write another where the text ends`;

/** `@x`, `%ok`, a lone `*` */
function firstCharacter(text: string, { message, offset }: ParserError): Worded | null {
  if (!/cannot start|empty string/.test(message)) return null;
  const first = text.at(offset) ?? '';
  return { message: `a value cannot begin with ${first}; put it in quotes`, offset };
}

/** `!x{`, `&x^` */
function tagOrAnchor(_: string, { message, offset }: ParserError): Worded | null {
  if (!message.startsWith('Tags and anchors must')) return null;
  return { message: 'stands behind a ! or & that begins a tag or an anchor; put the whole value in quotes', offset };
}

function unknownEscape(text: string, { offset }: ParserError): Worded {
  const written = text.slice(offset, offset + 2);
  return {
    message: `${written} means nothing in double quotes; put the text in single quotes, or write \\${written}`,
    offset,
  };
}
