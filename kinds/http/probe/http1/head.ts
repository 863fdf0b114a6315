import { quote } from '#core/text/safe-text.ts';
import { CONTROL, TOKEN } from '../header-text.ts';

/**
 * What comes before the body. `rawHeaders` alternates names and values, each character a byte. `lenient`: where it is
 * not as RFC 9112 wants it, and read all the same, in short words.
 */
export type Head = {
  readonly status: number;
  /** What stands behind the status; people read it. */
  readonly words: string;
  readonly version: string;
  readonly rawHeaders: readonly string[];
  readonly lenient: readonly string[];
};

/** Ways of writing a head that curl and browsers read, though a server should not write so. */
export const BARE_LF = 'bare LF';
const FOLDED = 'folded header';
const CONTROL_CHARACTER = 'control character';
const HEADER_NAME = 'header name';
const STATUS_LINE = 'status line';

const [LF, CR] = [0x0a, 0x0d];
/** Before an LF. One is how it is written; more is what some libraries make of that. */
const MOST_CRS = 4;
const QUOTED_BYTES = 60;

/** Where the empty line that ends a head is over, in bytes; -1 when it has not come. It is looked for from `from` on. */
export function endOfHead(bytes: Buffer, from: number): number {
  for (let at = bytes.indexOf(LF, from); at !== -1; at = bytes.indexOf(LF, at + 1)) {
    let next = at + 1;
    while (bytes[next] === CR && next - at < MOST_CRS) next += 1;
    if (bytes[next] === LF) return next + 1;
  }
  return -1;
}

/** A name, a colon, and no control character but tabs: what needs no second look. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const PLAIN_LINE = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+:[^\0-\x08\x0a-\x1f\x7f]*$/;
const PLAIN_STATUS = /^HTTP\/(1\.[01]) ([1-9]\d\d)(?: (.*))?$/;

/** A head, its empty line included, in latin1; or what is wrong with it, in words. */
export function readHead(text: string): Head | string {
  const lenient = new Set<string>();
  const lines = linesOf(text, lenient);
  const status = statusOf(lines[0] ?? '', lenient);
  if (typeof status === 'string') return status;
  const rawHeaders: string[] = [];
  for (let i = 1; i < lines.length; i += 1) {
    const fault = addLine(rawHeaders, lines[i] ?? '', lenient);
    if (fault !== null) return fault;
  }
  return { ...status, rawHeaders, lenient: [...lenient] };
}

/** Without their ends, and without the empty one. */
function linesOf(text: string, lenient: Set<string>): string[] {
  const lines: string[] = [];
  for (let at = 0; at < text.length; ) {
    const end = text.indexOf('\n', at);
    let last = end;
    while (last > at && text.charCodeAt(last - 1) === CR && end - last < MOST_CRS) last -= 1;
    if (last === end) lenient.add(BARE_LF);
    if (last < end - 1) lenient.add(CONTROL_CHARACTER);
    if (last > at) lines.push(text.slice(at, last));
    at = end + 1;
  }
  return lines;
}

function statusOf(line: string, lenient: Set<string>): Pick<Head, 'status' | 'words' | 'version'> | string {
  const plain = PLAIN_STATUS.exec(line);
  if (plain !== null) return { version: plain[1] ?? '', status: Number(plain[2]), words: plain[3] ?? '' };
  const [, version, rest = ''] = /^HTTP\/(\d+(?:\.\d+)?)(?![\d.])(.*)$/is.exec(line) ?? [];
  if (version === undefined) return `status line is ${quote(line, QUOTED_BYTES)}`;
  if (!/^(?:1\.[01]|2(?:\.0)?)$/.test(version)) return `version of HTTP is ${quote(version)}, which does not exist`;
  const [, status, words = ''] = /^ +([1-9]\d\d)(?!\d) ?(.*)$/s.exec(rest) ?? [];
  if (status === undefined) return `status is not a number of three digits, the line is ${quote(line, QUOTED_BYTES)}`;
  lenient.add(STATUS_LINE);
  return { version, status: Number(status), words };
}

/** Adds the header of a line, or to the one before; or says what is wrong. */
function addLine(rawHeaders: string[], line: string, lenient: Set<string>): string | null {
  const colon = line.indexOf(':');
  if (PLAIN_LINE.test(line)) {
    rawHeaders.push(line.slice(0, colon), trimmed(line, colon + 1));
    return null;
  }
  if (line.includes('\0')) return 'a header has a NUL in it';
  if (CONTROL.test(line)) lenient.add(CONTROL_CHARACTER);
  if (/^[ \t]/.test(line)) return fold(rawHeaders, line, lenient);
  if (colon === -1) return `a header has no colon: ${quote(line, QUOTED_BYTES)}`;
  const name = trimmed(line.slice(0, colon), 0);
  if (name.length !== colon || !TOKEN.test(name)) lenient.add(HEADER_NAME);
  rawHeaders.push(name, trimmed(line, colon + 1));
  return null;
}

/** RFC 9112, 5.2: a line that goes on is put behind a blank. */
function fold(rawHeaders: string[], line: string, lenient: Set<string>): string | null {
  if (rawHeaders.length === 0) return 'the first header begins with a blank';
  const before = rawHeaders.pop() ?? '';
  rawHeaders.push([before, trimmed(line, 0)].filter((part) => part !== '').join(' '));
  lenient.add(FOLDED);
  return null;
}

/** Without the blanks and tabs around it. No regex, which would be slow with many of them. */
function trimmed(line: string, from: number): string {
  let start = from;
  let end = line.length;
  while (start < end && isBlank(line.charCodeAt(start))) start += 1;
  while (end > start && isBlank(line.charCodeAt(end - 1))) end -= 1;
  return line.slice(start, end);
}

function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x09;
}
