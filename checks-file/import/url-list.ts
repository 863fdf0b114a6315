import { portOf } from './documents.ts';
import { type Draft, type Leftover, literal, type Reading } from './imported-check.ts';

const URL_LINE = /^https?:\/\/[^\s,;]+$/i;
const PORT_LINE = /^(?:\[[\da-f:]+\]|[\w-]+(?:\.[\w-]+)*):\d{1,5}$/i;

/** Whether a text is lines of URLs, at least one of them with its scheme, and comments. */
export function isUrlList(text: string): boolean {
  const lines = linesOf(text).map(({ line }) => line);
  return (
    lines.some((line) => URL_LINE.test(line)) && lines.every((line) => URL_LINE.test(line) || PORT_LINE.test(line))
  );
}

/** A URL a line, or `host:port` of a tcp check. */
export function readUrlList(text: string): Reading {
  const drafts: Draft[] = [];
  const leftovers: Leftover[] = [];
  for (const { line, number } of linesOf(text)) {
    const where = `line ${number}`;
    const asked = URL_LINE.test(line)
      ? { http: { url: literal(line) } }
      : PORT_LINE.test(line)
        ? { tcp: portOf(line) }
        : null;
    if (asked === null) leftovers.push({ where, what: 'is no URL, and no host:port' });
    else
      drafts.push({
        where,
        tags: [],
        ...('tcp' in asked && { name: line }),
        request: null,
        authored: asked,
        expect: {},
      });
  }
  return { drafts, leftovers, notes: [] };
}

function linesOf(text: string): readonly { readonly line: string; readonly number: number }[] {
  return text
    .split(/\r?\n/)
    .map((line, index) => ({ line: line.replace(/(?:^|\s)#.*$/, '').trim(), number: index + 1 }))
    .filter(({ line }) => line !== '');
}
