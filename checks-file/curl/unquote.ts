const PIECE = /'([^']*)'|\$'((?:[^'\\]|\\[\s\S])*)'|\$?"((?:[^"\\]|\\[\s\S])*)"|\\(\r\n|[\s\S]?)|([^'"\\$]+|\$)/g;
const BYTES_OR_NOT =
  /(?:\\(?:x[\dA-Fa-f]{1,2}|[0-7]{1,3}))+|(?:\\c(?:\\\\|[\s\S])|\\(?!x[\dA-Fa-f]|[0-7])[\s\S]|[^\\])+/g;
const ESCAPE = /\\(?:[uU]((?<=u)[\dA-Fa-f]{1,4}|(?<=U)[\dA-Fa-f]{1,8})|c(\\\\|[\s\S])|([\s\S]))/g;
const NAMED: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  e: '\x1b',
  E: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  "'": "'",
  '"': '"',
  '?': '?',
};

/**
 * One word of a command as bash reads it: quotes off, escapes done. Expansions were refused before, so `$` is itself.
 * Throws an Error with a plain message where the bytes of a `$'…'` are no text.
 */
export function unquote(raw: string): string {
  let text = '';
  for (const [, single, ansi, double, escaped, plain] of raw.matchAll(PIECE)) {
    if (ansi !== undefined) text += unescapeAnsi(ansi);
    else if (double !== undefined) text += double.replace(/\\(\r\n|[\\$`"\n])/g, (_, char: string) => continued(char));
    else if (escaped !== undefined) text += continued(escaped);
    else text += single ?? plain ?? '';
  }
  return text;
}

/** A backslash before the end of a line goes with it. */
function continued(escaped: string): string {
  return escaped.endsWith('\n') ? '' : escaped;
}

/** `$'…'`: octal and hex are bytes and must make up UTF-8; \\u is a UTF-16 unit, as browsers write it, pairs included. */
function unescapeAnsi(inner: string): string {
  let text = '';
  for (const [run] of inner.matchAll(BYTES_OR_NOT))
    text += /^\\(?:x[\dA-Fa-f]|[0-7])/.test(run) ? fromBytes(run) : run.replace(ESCAPE, unescapeOne);
  return text;
}

function unescapeOne(whole: string, unicode?: string, control?: string, other = ''): string {
  if (unicode !== undefined) return codePoint(Number.parseInt(unicode, 16));
  if (control !== undefined) return control === '?' ? '\x7f' : codePoint(control.charCodeAt(0) & 0x1f);
  return NAMED[other] ?? whole;
}

function fromBytes(run: string): string {
  const bytes = Array.from(run.matchAll(/\\(?:x([\dA-Fa-f]{1,2})|([0-7]{1,3}))/g), ([, hex, octal = '']) =>
    hex === undefined ? Number.parseInt(octal, 8) & 0xff : Number.parseInt(hex, 16),
  );
  if (bytes.includes(0)) throw new Error("a NUL in $'…' ends the word there in bash; take it out");
  return decoded(bytes);
}

function codePoint(code: number): string {
  if (code === 0) throw new Error("a NUL in $'…' ends the word there in bash; take it out");
  if (code > 0x10_ffff) throw new Error(`there is no character U+${code.toString(16).toUpperCase()}`);
  return String.fromCodePoint(code);
}

function decoded(bytes: readonly number[]): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Uint8Array.from(bytes));
  } catch {
    throw new Error("the bytes in $'…' are not UTF-8 text; put them in a file and name it with @");
  }
}
