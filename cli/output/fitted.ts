import type { Out } from '../io.ts';

/**
 * Text for a stream: on a terminal that is narrower than a line, the line breaks between words, and what follows of it is
 * indented as it is. Elsewhere the text as it is. It may be coloured.
 */
export async function fitted(text: string, { isTTY, columns = 0 }: Out): Promise<string> {
  // Most lines are ASCII, and fit, which takes nothing to see.
  if (
    isTTY !== true ||
    columns <= 0 ||
    text.split('\n').every((line) => /^[ -~]*$/.test(line) && line.length <= columns)
  ) {
    return text;
  }
  const { wrap } = await import('./wrap.ts');
  return text.split('\n').map(lineOf).join('\n');

  function lineOf(line: string): string {
    const indent = /^ */.exec(line)?.[0] ?? '';
    return wrap(line.slice(indent.length), Math.max(columns - indent.length, 1)).replace(/^(?=.)/gm, indent);
  }
}
