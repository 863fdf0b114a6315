import { isMap, isPair, isSeq, LineCounter, type Pair, parseDocument, type YAMLMap, type YAMLSeq } from 'yaml';
import { type Entry, listOf } from './to-yaml.ts';

/** The names of the checks in a file, to keep clear of. */
export function namesIn(text: string): readonly string[] {
  const checks = parseDocument(text, { version: '1.2', logLevel: 'silent' }).get('checks', true);
  if (!isSeq(checks)) return [];
  return checks.items.flatMap((item) => (isMap(item) ? [String(item.get('name'))] : []));
}

/**
 * A sound checks file with entries put behind its last check; not a byte of it is changed. Where `checks` is written
 * as [a, b] there is no line to put them behind, so that list is written anew.
 */
export function appended(text: string, entries: readonly Entry[]): string {
  const lines = new LineCounter();
  const document = parseDocument(text, { version: '1.2', lineCounter: lines, logLevel: 'silent' });
  const checks = document.get('checks', true) as YAMLSeq;
  if (checks.flow === true) {
    for (const entry of entries) checks.add(document.createNode(entry));
    checks.flow = false;
    return document.toString({ lineWidth: 0 });
  }
  const first = checks.items[0] as YAMLMap;
  const dash = text.lastIndexOf('-', (first.range?.[0] ?? 0) - 1);
  const { col } = lines.linePos(dash);
  const at = endOf(text, document.contents as YAMLMap, checks);
  const before = text.slice(0, at);
  return `${before}${before.endsWith('\n') ? '' : '\n'}${listOf(entries, col - 1)}${text.slice(at)}`;
}

/** Behind the list's last line: before the next setting with the comments above it, or at the end of the text. */
function endOf(text: string, root: YAMLMap, checks: YAMLSeq): number {
  const pairs = root.items.filter((pair): pair is Pair => isPair(pair));
  const next = pairs[pairs.findIndex(({ value }) => value === checks) + 1];
  const end = (checks.items.at(-1) as YAMLMap).range?.[1] ?? text.length;
  if (next === undefined) return Math.max(end, text.search(/(?:\r?\n\.\.\.)?\s*$/) + newline(text));
  return text.slice(0, end).endsWith('\n') ? end : text.indexOf('\n', end) + 1;
}

function newline(text: string): number {
  return /\n\s*$/.test(text) ? 1 : 0;
}
