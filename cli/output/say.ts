import { safeText } from '#core/text/safe-text.ts';
import type { Out } from '../io.ts';
import { fitted } from './fitted.ts';

/** What follows of a line stands below its first words, so that several sentences can be told apart. */
const HANG = 2;

/** Says a sentence to the person who runs the command, safe to print, and on a terminal without a broken word. */
export async function say(text: string, out: Out): Promise<void> {
  out.write(`${await fitted(safeText(text), out, HANG)}\n`);
}
