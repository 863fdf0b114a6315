import { isMap } from '#core/text/json-values.ts';
import { carried, type Draft, type Leftover, literal, NotCarried, type Reading } from './imported-check.ts';

/** What the readers of other monitors' files share. */

export type Node = Readonly<Record<string, unknown>>;

export function nodeAt(node: Node, key: string): Node {
  const value = node[key];
  return isMap(value) ? value : {};
}

/** A text or a number as text; null for all else, and for an empty one. */
export function textAt(node: Node, key: string): string | null {
  const value = node[key];
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : null;
}

/** Each item as a draft; one that is not carried over is a leftover with its place. */
export function draftsOf(
  items: readonly unknown[],
  whereOf: (item: unknown, index: number) => string,
  read: (item: Node, where: string, leftovers: Leftover[]) => Draft | readonly Draft[],
): Pick<Reading, 'drafts' | 'leftovers'> {
  const leftovers: Leftover[] = [];
  const drafts = items.flatMap((item, index) => {
    const where = whereOf(item, index);
    const made = () => {
      if (!isMap(item)) throw new NotCarried('is no map');
      return read(item, where, leftovers);
    };
    return carried(made, (what) => void leftovers.push({ where, what })) ?? [];
  });
  return { drafts, leftovers };
}

/** Text in which `$NAME` and `${NAME}` stand for environment variables, `$$` for a dollar sign. */
export function referencesInText(text: string): string {
  return text
    .split(/(\$\$|\$\{[A-Za-z_]\w*\}|\$[A-Za-z_]\w*)/)
    .map((piece, index) => {
      if (index % 2 === 0) return literal(piece);
      return piece === '$$' ? '$' : `\${env:${piece.replace(/[${}]/g, '')}}`;
    })
    .join('');
}

/** `host:port` as tcp has it. */
export function portOf(text: string): { readonly host: string; readonly port: number } {
  const [, v6, host = v6, port] = /^(?:\[([^\]]+)\]|([^:/\s]+)):(\d{1,5})\/?$/.exec(text.trim()) ?? [];
  if (host === undefined || port === undefined) throw new NotCarried('names no host and port');
  return { host, port: Number(port) };
}
