import { paint, type Terminal } from './terminal.ts';

/** What stands in front of what is well, or is not. */
export function markOf(isOk: boolean, terminal: Terminal): string {
  if (isOk) return paint(terminal, 'green', terminal.unicode ? '✓' : 'OK');
  return paint(terminal, ['red', 'bold'], terminal.unicode ? '✗' : 'NG');
}
