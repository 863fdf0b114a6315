import { skipped } from '../../curl/bash-patterns.ts';
import { closingEnd } from '../../curl/bash-word-end.ts';
import { variableName } from '../secrets.ts';
import { PLACEHOLDER, TAG } from './shell-commands.ts';

/** Names what a shell would put in, and says with what: text, or a reference for the checker. */
export type Values = {
  /** A variable's; null when there is none, so that `${X:-a}` is `a`. */
  readonly variable: (name: string) => string | null;
  readonly reference: (name: string, place: string) => string;
  /** What a command prints. */
  readonly printed: (command: string) => string;
};

/** What a word is for: in a URL, a header or a user `<owner>` is a placeholder, in a URL `{owner}` too. */
export type Use = { readonly angles: boolean; readonly braces: boolean };

export const TEXT: Use = { angles: false, braces: false };

const OURS = /\$\{(?:env|ssm|secret):[^{}\s'"`]+\}|\{\{(?:uuid|now|timestamp)\}\}/y;
/** What a CI's own language puts in: `${{ secrets.TOKEN }}`. */
const OF_CI = /\$\{\{\s*(?:\w+\.)*(\w+)\s*\}\}/y;
const TEMPLATE = /^\{\{(?:uuid|now|timestamp)\}\}$/;
const BRACED = /\$\{([A-Za-z_]\w*)(?:(:?[-=?])([^{}]*))?\}/y;
const PLAIN = /\$([A-Za-z_]\w*)/y;
const SUBSTITUTION = /\$\((?!\()/y;
const BACKTICKS = /`((?:[^`\\]|\\[\s\S])*)`/y;
const BRACES = /\{\{?\s*([A-Za-z][\w.-]*)\s*\}?\}/g;
const SINGLE = /'([^']*)'|\$'((?:[^'\\]|\\[\s\S])*)'/y;

/** A word's source with references in the places of what a shell would replace, and its texts escaped to be sent as they are. */
export function translated(raw: string, use: Use, values: Values): string {
  let out = '';
  for (let at = 0; at < raw.length; ) {
    SINGLE.lastIndex = at;
    const single = SINGLE.exec(raw);
    const opening = /^\$?"/.exec(raw.slice(at, at + 2))?.[0];
    if (single !== null) {
      const inner = literalText(single[1] ?? single[2] ?? '', use, values);
      out += `${single[1] === undefined ? '$' : ''}'${inner}'`;
      at += single[0].length;
    } else if (opening !== undefined) {
      const double = inDouble(raw, at + opening.length, use, values);
      out += `"${double.text}"`;
      at = double.end;
    } else {
      const piece = pieceAt(raw, at, values);
      const end = piece?.end ?? plainEnd(raw, at);
      out += piece === null ? escaped(raw.slice(at, end), use, values) : bare(piece.value);
      at = end;
    }
  }
  return out;
}

/** A here-document's text, in which a shell replaces as within double quotes. */
export function expandedText(text: string, values: Values): string {
  let out = '';
  for (let at = 0; at < text.length; ) {
    const piece = pieceAt(text, at, values);
    const pair = /^\\[$`\\\n]/.exec(text.slice(at, at + 2))?.[0];
    const end = piece?.end ?? at + (pair?.length ?? 1);
    const next = pair === '\\\n' ? '' : (pair?.[1] ?? text[at] ?? '');
    out += piece?.value ?? (pair === '\\$' && text[at + 2] === '{' ? '$$' : next);
    at = end;
  }
  return literalBraces(out);
}

/** Text to be sent as it is: our own references stay, as do our templates, all else that looks like one is escaped. */
export function literalText(text: string, use: Use = TEXT, values: Values | null = null): string {
  return placeholders(text, use, values).replace(/\$\{(?:(?:env|ssm|secret):[^{}\s'"`]+\})?/g, (found) =>
    found === '${' ? '$${' : found,
  );
}

function placeholders(text: string, { angles, braces }: Use, values: Values | null): string {
  if (values === null) return literalBraces(text);
  const named = (whole: string, name = whole.slice(1, -1)) =>
    values.reference(variableName(name), `the placeholder ${whole}`);
  const withAngles = angles ? text.replace(PLACEHOLDER, (whole) => named(whole)) : text;
  if (!braces) return literalBraces(withAngles);
  const withTags = withAngles.replace(TAG, (whole) =>
    TEMPLATE.test(whole) ? whole : named(whole, whole.slice(2, -2)),
  );
  return withTags.replace(/\$?\{\{?\s*[A-Za-z][\w.:-]*\s*\}?\}/g, (whole) => {
    if (whole.startsWith('${env:') || TEMPLATE.test(whole)) return whole;
    return whole.replace(/^\$/, '').replace(BRACES, (found, name: string) => named(found, name));
  });
}

function literalBraces(text: string): string {
  return text.replace(
    /\{\{\{\{|\{\{(?=\s*[A-Za-z][\w.-]*\s*\}\})(?!(?:uuid|now|timestamp)\}\})/g,
    (found) => found + found,
  );
}

type Piece = { readonly value: string; readonly end: number };

/** What a shell would replace at an offset, and with what; null where it would not, or nobody can say with what. */
function pieceAt(raw: string, at: number, values: Values): Piece | null {
  const ours = skipped(OURS, raw, at);
  if (ours > at) return { value: raw.slice(at, ours), end: ours };
  for (const pattern of [BRACED, PLAIN]) {
    pattern.lastIndex = at;
    const found = pattern.exec(raw);
    if (found?.[1] === undefined) continue;
    const [whole, name, operator = '', word = ''] = found;
    const isDefault = operator.endsWith('-') || operator.endsWith('=');
    const value =
      values.variable(name) ?? (isDefault ? expandedText(word.replace(/^(["'])(.*)\1$/s, '$2'), values) : null);
    return { value: value ?? values.reference(name, 'a variable of the commands'), end: at + whole.length };
  }
  OF_CI.lastIndex = at;
  const ofCi = OF_CI.exec(raw);
  if (ofCi?.[1] !== undefined)
    return { value: values.reference(ofCi[1], 'a variable of the commands'), end: at + ofCi[0].length };
  const opened = skipped(SUBSTITUTION, raw, at);
  if (opened > at) {
    const end = closingEnd(raw, opened - 1);
    return { value: values.printed(raw.slice(opened, end - 1)), end };
  }
  BACKTICKS.lastIndex = at;
  const ticks = BACKTICKS.exec(raw);
  return ticks === null ? null : { value: values.printed(ticks[1] ?? ''), end: at + ticks[0].length };
}

/** Plain text goes up to the next quote, backslash, or sign that a shell replaces. */
function plainEnd(raw: string, at: number): number {
  if (raw[at] === '\\') return raw[at + 1] === '\r' ? at + 3 : at + 2;
  const found = raw.slice(at + 1).search(/['"\\`]|\$(?!\{\{)/);
  return found === -1 ? raw.length : at + 1 + found;
}

function escaped(text: string, use: Use, values: Values): string {
  return text === '\\$' ? '\\$' : placeholders(text, use, values);
}

function inDouble(
  raw: string,
  from: number,
  use: Use,
  values: Values,
): { readonly text: string; readonly end: number } {
  let text = '';
  let plain = '';
  const flush = () => {
    text += placeholders(plain, use, values);
    plain = '';
  };
  for (let at = from; at < raw.length; ) {
    if (raw[at] === '"') {
      flush();
      return { text, end: at + 1 };
    }
    const piece = pieceAt(raw, at, values);
    if (piece !== null) {
      flush();
      text += quoted(piece.value);
      at = piece.end;
    } else {
      const length = raw[at] === '\\' ? 2 : 1;
      const isDollar = raw.startsWith('\\${', at);
      plain += isDollar ? '\\$\\$' : raw.slice(at, at + length);
      at += length;
    }
  }
  flush();
  return { text, end: raw.length };
}

/** A value within double quotes: only the dollar signs of our references are none of the text's. */
function quoted(value: string): string {
  return value.replace(/\$\{(?:env|ssm|secret):[^{}\s'"`]+\}|["\\`$]/g, (found) =>
    found.length > 1 ? found : `\\${found}`,
  );
}

function bare(value: string): string {
  const isPlain = /^(?:\$\{(?:env|ssm|secret):[^{}\s'"`]+\}|\{\{\w+\}\}|[\w@%+=:,./-])*$/.test(value);
  return isPlain ? value : `"${quoted(value)}"`;
}
