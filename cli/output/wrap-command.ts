import stringWidth from 'string-width';
import { wrap } from './wrap.ts';

/** Words of a shell as it would read them, quotation marks and all; what is in a quote that nothing ends is one word. */
const SHELL_WORD = /(?:\$'(?:[^'\\]|\\.)*'|'[^']*'|"(?:[^"\\]|\\.)*"|\\.|['"].*$|[^\s'"\\]|\\$)+/gs;
const GOES_ON = ' \\';
const INDENT = '  ';

/**
 * A shell command behind a few words, in lines of so many columns. A line that the command goes on after ends with a
 * backslash, so that the lines can be copied into a shell as they are.
 */
export function wrapCommand(before: string, command: string, room: number): string {
  const words = command.match(SHELL_WORD) ?? [];
  const lines = wrap(before, room).split('\n');
  let line = lines.pop() ?? '';
  for (const [at, word] of words.entries()) {
    const needed = stringWidth(word) + (at === words.length - 1 ? 0 : GOES_ON.length);
    if (line.trim() === '') line += word;
    else if (stringWidth(line) + 1 + needed <= room) line += ` ${word}`;
    else {
      lines.push(at === 0 ? line : line + GOES_ON);
      line = INDENT + word;
    }
  }
  return [...lines, line].join('\n');
}
