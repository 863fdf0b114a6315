import stringWidth from 'string-width';
import type { CurlFault } from '#checks-file/curl/command-faults.ts';
import { maskCommand } from '#core/redact/mask-command.ts';

/** What is shown before the place when the line is too long for the terminal. */
const BEFORE = 30;
const INDENT = '  ';

/** Where a fault of a command is: the line without its credentials, as much of it as there is room for, and a caret below. */
export function renderPlace(command: string, { line, column }: CurlFault, width: number): string {
  const whole = (maskCommand(command).split('\n')[line - 1] ?? '').replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '?');
  const room = Math.max(width - INDENT.length, BEFORE + 1);
  const start = column - 1 + BEFORE < room ? 0 : Math.max(column - 1 - BEFORE, 0);
  const caret = ' '.repeat(stringWidth(whole.slice(start, column - 1)));
  return `${INDENT}${whole.slice(start, start + room)}\n${INDENT}${caret}^\n`;
}
