/** Elements that have no end tag. */
const VOID = new Set(['meta', 'link', 'input', 'img', 'br']);
const TAG = /<(?<end>\/)?(?<name>[a-z][a-z0-9]*)(?<attributes>(?:\s[^<>"]*(?:"[^"]*")?)*?)(?<empty>\/)?>/gi;

/**
 * The elements of a document as they are written, each below the one that is open. Throws where tags do not close each other:
 * a browser would make something else of it.
 */
export function writtenTree(source: string): string {
  const open: string[] = [];
  const lines: string[] = [];
  for (const { groups = {} } of withoutNoscript(source).matchAll(TAG)) {
    const name = groups['name'] ?? '';
    if (groups['end'] !== undefined) {
      const last = open.pop();
      if (last !== name) throw new Error(`</${name}> closes <${last}> after ${lines.at(-1)}`);
      continue;
    }
    lines.push(`${' '.repeat(open.length)}${name}`);
    if (groups['empty'] === undefined && !VOID.has(name)) open.push(name);
  }
  if (open.length > 0) throw new Error(`<${open.join('> <')}> is never closed`);
  return lines.join('\n');
}

/** The elements that a browser has made of it. Runs in the page. */
export function builtTree(): string {
  const lines: string[] = [];
  const walk = (element: Element, depth: number): void => {
    if (element.tagName.toLowerCase() === 'noscript') return;
    lines.push(`${' '.repeat(depth)}${element.tagName.toLowerCase()}`);
    for (const child of element.children) walk(child, depth + 1);
  };
  walk(document.documentElement, 0);
  return lines.join('\n');
}

/** Where scripts run, what is in it is text. */
const withoutNoscript = (source: string): string => source.replace(/<noscript>.*?<\/noscript>/gs, '');
