import { readlinkSync } from 'node:fs';
import { dirname, join, parse, resolve, sep } from 'node:path';

/** A circle of links ends here. */
const MOST_LINKS = 40;

/** The places at which a path could come to lead elsewhere: each symbolic link on the way, and where it ends. */
export function linksOf(path: string): readonly string[] {
  const found: string[] = [];
  let at = parse(resolve(path)).root;
  let rest = resolve(path).slice(at.length).split(sep);
  while (rest.length > 0 && found.length < MOST_LINKS) {
    const [name = '', ...later] = rest;
    const next = join(at, name);
    const target = targetOf(next);
    if (target === null) {
      at = next;
      rest = later;
    } else {
      found.push(next);
      const full = resolve(dirname(next), target);
      at = parse(full).root;
      rest = [...full.slice(at.length).split(sep), ...later];
    }
  }
  return [...found, at];
}

/** Where a link leads; null for what is none, and for what is not there. */
function targetOf(path: string): string | null {
  try {
    return readlinkSync(path);
  } catch {
    return null;
  }
}
