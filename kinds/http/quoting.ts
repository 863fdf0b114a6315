const PIECE = /'([^']*)'|\$'((?:[^'\\]|\\[\s\S])*)'|\$?"((?:[^"\\]|\\[\s\S])*)"|\\([\s\S]?)|([^'"\\$]+|\$)/g;
const BYTES_OR_NOT = /(?:\\(?:x[\dA-Fa-f]{1,2}|[0-7]{1,3}))+|(?:\\(?!x[\dA-Fa-f]|[0-7])[\s\S]|[^\\])+/g;
const ESCAPE = /\\(?:[uU]((?<=u)[\dA-Fa-f]{1,4}|(?<=U)[\dA-Fa-f]{1,8})|c([\s\S])|([\s\S]))/g;
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
    else if (double !== undefined) text += double.replace(/\\([\\$`"\n])/g, (_, c: string) => (c === '\n' ? '' : c));
    else if (escaped !== undefined) text += escaped === '\n' ? '' : escaped;
    else text += single ?? plain ?? '';
  }
  return text;
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
  if (control !== undefined) return control === '?' ? '\x7f' : String.fromCharCode(control.charCodeAt(0) & 0x1f);
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

const QUOTED = /\\\r?\n|\\[\s\S]|'[^']*'|\$'(?:[^'\\]|\\[\s\S])*'|\$?"(?:[^"\\]|\\[\s\S])*"/g;

/**
 * The command at the same length with nothing inside its quotes and escapes for a grammar to trip over (bash's own
 * misreads a `\\` before the end of `$'…'`, among others). Double quotes that hold an expansion stay as they are.
 */
export function overwriteQuoted(command: string): string {
  return command.replace(QUOTED, (piece: string, at: number) => {
    const inner = 'R'.repeat(Math.max(0, piece.length - 2));
    if (/^\\\r?\n/.test(piece)) {
      const joins = /\S/.test(command[at - 1] ?? ' ') && /\S/.test(command[at + piece.length] ?? ' ');
      return (joins ? 'R' : ' ').repeat(piece.length);
    }
    if (piece.startsWith('\\')) return 'RR';
    if (piece.startsWith('$')) return `$${piece[1]}${inner.slice(1)}${piece[1]}`;
    if (piece.startsWith('"') && /`|\$[\w{(@*#?$!-]/.test(piece.replace(/\\[\s\S]/g, ''))) return piece;
    return `${piece[0]}${inner}${piece[0]}`;
  });
}

/** A word quoted so that bash, and `unquote`, read back the very same text. */
export function quote(text: string): string {
  // Zsh would look for a command behind a leading =.
  if (/^(?!=)[\w@%+=:,./-]+$/.test(text)) return text;
  if (!/[\p{Cc}\p{Cf}\u2028\u2029]/u.test(text)) return `'${text.replaceAll("'", "'\\''")}'`;
  const escaped = text
    .replace(/[\\']/g, '\\$&')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t')
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (char) => escapedChar(char.codePointAt(0) ?? 0));
  return `$'${escaped}'`;
}

function escapedChar(code: number): string {
  if (code < 0x80) return `\\x${code.toString(16).padStart(2, '0')}`;
  return code > 0xffff ? `\\U${code.toString(16).padStart(8, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
}
