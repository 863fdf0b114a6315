import stringWidth from 'string-width';
import type { CurlFault } from '#checks-file/curl/command-faults.ts';
import { maskCommand } from '#core/redact/mask-command.ts';

/** What is shown before the place when the line is too long for the terminal. */
const BEFORE = 30;
const INDENT = '  ';

/** A fault of a command: what it is, the line it is in without its credentials, and a caret below the column. */
export function renderFault(command: string, { line, column, message }: CurlFault, width: number): string {
  const whole = (maskCommand(command).split('\n')[line - 1] ?? '').replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '?');
  const room = Math.max(width - INDENT.length, 2 * BEFORE);
  const start = column - 1 + BEFORE < room ? 0 : column - 1 - BEFORE;
  const caret = ' '.repeat(stringWidth(whole.slice(start, column - 1)));
  return `error: ${message}\n${INDENT}${whole.slice(start, start + room)}\n${INDENT}${caret}^\n`;
}
