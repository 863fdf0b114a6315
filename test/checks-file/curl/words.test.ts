import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { faultsOf } from '#checks-file/curl/command-faults.ts';
import { wordsOf } from '#checks-file/curl/words.ts';
import { hasBash, inBash } from './bash.ts';

/** The words, or null where the command is at fault. */
function wordsOrNull(command: string): readonly string[] | null {
  const faults = faultsOf(command);
  const words = wordsOf(command, faults).map((word) => word.text);
  return faults.list().length === 0 ? words : null;
}

const PASTED = [
  `curl "a$" 'b$' "  " '' "" "\t" x"$"y "5$ x"`,
  `curl a\\ b c\\'d "e\\"f\\\\g\\$h\\\`i\\nj" k'l'"m"$'n'o`,
  String.raw`curl $'a\n\t\\\'\"\?\a\e\x41\101\u00e9\U0001f600\cA\c\\' $'\xe3\x81\x82' $'\q' $'\u' $'\x'`,
  `curl \\\n  -H 'a: b' \\\n\t--data-raw '{"a":\n 1}'`,
  'curl a=b {} [] {a} @- -- -- = =x a^b %20 ~x x~ a#b 12 -3 !x x! :',
  `curl -d {"a":1} -d [1,"b"] x?y=1 *x? "multi\nline" é日本 '日 本'`,
  `curl "it's" 'say "hi"' "a\\\nb" a\\\nb 'a\\\nb'`,
  'curl $"translated" "{{x}}" {{x}} a{b}c',
  'curl a # what follows is a comment \\',
  'curl a#b \\\n#c\n# d \\\n  # e\n',
  '# a comment \\\ncurl a',
  'curl a\u00a0b c\fd e\vf',
];

/** What quoting is made of, and what ends a word, a command or a line. */
const ATOMS = [
  ...['a', 'b', '-d', '2', 'é', '=', '%', ',', '[', ']', '{', '}', '!', '?', '*', '~', '.', '/', ':', '-', '@', '\f'],
  ...[' ', ' ', ' ', '\t', '\n', '\\\n', '\\', '\\\\', "\\'", '#', ' #', '# '],
  ...["'", '"', "$'", '$"', "'a'", '"a"', '\\x41', '\\101', '\\u00e9', '\\c', '\\n'],
  ...['$', '$A', '${B}', '$(', '`', '|', '&', ';', '<', '>', '(', ')'],
];
const command = fc
  .array(fc.constantFrom(...ATOMS), { minLength: 1, maxLength: 10 })
  .map((all) => `curl ${all.join('')}`);

describe.runIf(hasBash)('words of a command', () => {
  it('are those of bash', () => {
    expect(PASTED.map(wordsOrNull)).toEqual(inBash(PASTED));
  });

  it('are those of bash, whatever is accepted', () => {
    fc.assert(
      fc.property(fc.array(command, { minLength: 400, maxLength: 400 }), (commands) => {
        const accepted = commands.filter((text) => wordsOrNull(text) !== null);
        expect(accepted.length).toBeGreaterThan(40);
        expect(accepted.map(wordsOrNull)).toEqual(inBash(accepted));
      }),
      { numRuns: 4 },
    );
  });

  it('are held against bash whatever files there are where it runs', () => {
    const commands = ['curl *.txt r* [a-z]* requests.??? {a,b} ~'];
    expect(inBash(commands, ['requests.txt', 'a', 'b'])).toEqual(commands.map(wordsOrNull));
  });
});

describe('words of a command', () => {
  it('join the pairs that browsers write for a character beyond the basic plane', () => {
    expect(wordsOrNull(String.raw`curl $'\ud83d\ude00\u0021'`)).toEqual(['curl', '😀!']);
  });

  it('end lines with CR LF as with LF', () => {
    expect(wordsOrNull("curl a \\\r\n  -d 'b\r\nc' \"d\\\r\ne\" 'f\\\r\ng' h\\\r\ni \\\r\n -x\\\r\n")).toEqual([
      ...['curl', 'a', '-d', 'b\r\nc', 'de', 'f\\\r\ng', 'hi', '-x'],
    ]);
  });

  it('keep references, also those that bash would read as its own', () => {
    expect(wordsOrNull('curl ${env:A} "x ${secret:n#k} y" z${ssm:/a/b}{{uuid}}')).toEqual([
      'curl',
      '${env:A}',
      'x ${secret:n#k} y',
      'z${ssm:/a/b}{{uuid}}',
    ]);
  });

  it('begin behind a prompt, blanks and a byte order mark', () => {
    for (const before of ['$ ', '% ', '> ', '\ufeff', ' \n\n \t'])
      expect(wordsOrNull(`${before}curl a`)).toEqual(['curl', 'a']);
  });

  it('are read in a time that grows with the command alone', () => {
    const long = 100_001;
    expect(wordsOrNull(`curl "${'$ \\\\'.repeat(long)}"`)?.[1]).toHaveLength(3 * long);
    for (const part of ["'", '"', '$(', '`', '${', '$[', '\\\n', '#\n', ' #', '<(', "$'"])
      expect(wordsOrNull(`curl a ${part.repeat(long)}`)?.length ?? 0).toBeLessThan(4);
  });
});
