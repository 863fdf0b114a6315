import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { faultsOf } from '#checks-file/curl/command-faults.ts';
import { wordsOf } from '#checks-file/curl/words.ts';
import { quote } from '#core/text/shell-quoting.ts';
import { hasBash, inBash } from '../../checks-file/curl/bash.ts';

/** Text of all scripts, with what shells trip over made common; no NUL, which no argument can hold. */
const text = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 8 }),
      fc.constantFrom(...`'"\\$\`!#&;|<>(){}[]*?~=^%@ \t\n\r\x1b\x7f\u0085\u2028é日😀`),
    ),
  )
  .map((parts) => parts.join('').replaceAll('\0', ''));

describe('words that are quoted', () => {
  it('are read back as they were, whatever they hold', () => {
    fc.assert(
      fc.property(fc.array(text, { maxLength: 4 }), (words) => {
        const command = ['curl', ...words].map(quote).join(' ');
        const faults = faultsOf(command);
        expect(wordsOf(command, faults).map((word) => word.text)).toEqual(['curl', ...words]);
        expect(faults.list()).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  it.runIf(hasBash)('are the same to bash', () => {
    const line = fc.array(text, { maxLength: 4 }).map((words) => ['curl', ...words]);
    fc.assert(
      fc.property(fc.array(line, { maxLength: 40 }), (lines) => {
        expect(inBash(lines.map((words) => words.map(quote).join(' ')))).toEqual(lines);
      }),
      { numRuns: 5 },
    );
  });
});
