import type { Out } from '../io.ts';

/** A command to copy, which ends its line: by itself, indented, or behind the words that lead to one, such as `try:`. */
const COMMAND = /^( +|.*?\b(?:try|with|then|too|command|by hand): )((?:curl|rollcall|aws) .*)$/;

/**
 * Text for a stream: on a terminal that is narrower than a line, the line breaks between words, and a command in it so that
 * a shell reads it as one. What follows of a line is indented as it is, or by so many columns. Elsewhere the text as it is.
 * It may be coloured.
 */
export async function fitted(text: string, out: Out, hang?: number): Promise<string> {
  return isNarrowFor(text, out) ? (await fitter())(text, out, hang) : text;
}

/** The same without waiting, for what has to be written at once. */
export type Fit = (text: string, out: Out, hang?: number) => string;

export async function fitter(): Promise<Fit> {
  const [{ wrap }, { wrapCommand }] = await Promise.all([import('./wrap.ts'), import('./wrap-command.ts')]);
  const lineFor = (line: string, columns: number, hang: number | undefined): string => {
    const indent = /^ */.exec(line)?.[0] ?? '';
    const further = hang === undefined ? indent : ' '.repeat(hang);
    const said = line.slice(indent.length);
    const room = Math.max(columns - Math.max(indent.length, further.length), 1);
    const [, before = '', command] = COMMAND.exec(line) ?? [];
    const lines = command === undefined ? wrap(said, room) : wrapCommand(before.trimStart(), command, room);
    return lines
      .split('\n')
      .map((one, at) => (one === '' ? one : `${at === 0 ? indent : further}${one}`))
      .join('\n');
  };
  return (text, out, hang) =>
    isNarrowFor(text, out)
      ? text
          .split('\n')
          .map((line) => lineFor(line, out.columns ?? 0, hang))
          .join('\n')
      : text;
}

/** Most lines are ASCII, and fit, which takes nothing to see. */
function isNarrowFor(text: string, { isTTY, columns = 0 }: Out): boolean {
  if (isTTY !== true || columns <= 0) return false;
  return text.split('\n').some((line) => line.length > columns || !/^[ -~]*$/.test(line));
}
