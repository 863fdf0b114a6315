import { bashWordsOf } from './bash-words.ts';
import { cmdWordsOf, isCmd } from './cmd-words.ts';
import type { Faults } from './command-faults.ts';
import { isVeiled } from './veiled-references.ts';
import type { Word } from './word.ts';

/**
 * The words of a command as a person pastes it: one curl command in bash's quoting, a `$ ` prompt before it or not,
 * `\` at the ends of lines; or the same for Windows' cmd. The first word is the command's name. Empty when the text
 * cannot be read at all.
 */
export function wordsOf(command: string, faults: Faults): readonly Word[] {
  if (isVeiled(command)) {
    faults.add(0, 'the command holds a character of the private plane 16; take it out');
    return [];
  }
  return isCmd(command) ? cmdWordsOf(command, faults) : bashWordsOf(command, faults);
}
