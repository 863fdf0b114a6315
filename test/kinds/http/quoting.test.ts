import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { faultsOf } from '#checks-file/curl/command-faults.ts';
import { wordsOf } from '#checks-file/curl/words.ts';
import { quote } from '#kinds/http/quoting.ts';
import { grammar } from '../../checks-file/curl/parsed.ts';

const hasBash = spawnSync('bash', ['-c', 'true']).status === 0;

/** Text of all scripts, with what shells and grammars trip over made common; no NUL, which no argument can hold. */
const text = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 8 }),
      fc.constantFrom(...`'"\\$\`!#&;|<>(){}[]*?~=^%@ \t\n\r\x1b\x7f\u0085\u2028é日😀`),
    ),
  )
  .map((parts) => parts.join('').replaceAll('\0', ''));

function read(command: string): readonly string[] {
  const faults = faultsOf(command);
  const words = wordsOf(command, grammar, faults).map((word) => word.text);
  expect(faults.list()).toEqual([]);
  return words;
}

/** The arguments that bash hands to a program. */
function inBash(command: string): readonly string[] {
  const script = `curl() { printf '%s\\0' curl "$@"; }\n${command}`;
  const { stdout, stderr } = spawnSync('bash', ['--norc', '-c', script], {
    encoding: 'utf8',
    env: { LC_ALL: 'C.UTF-8', PATH: '/usr/bin:/bin' },
  });
  expect(stderr).toBe('');
  return stdout.split('\0').slice(0, -1);
}

const PASTED = [
  `curl "a$" 'b$' "  " '' "" "\t" x"$"y "5$ x"`,
  `curl a\\ b c\\'d "e\\"f\\\\g\\$h\\\`i\\nj" k'l'"m"$'n'o`,
  String.raw`curl $'a\n\t\\\'\"\?\a\e\x41\101\u00e9\U0001f600\cA' $'\xe3\x81\x82' $'\q' $'\u' $'\x'`,
  `curl \\\n  -H 'a: b' \\\n\t--data-raw '{"a":\n 1}'`,
  'curl a=b {} [] {a} @- -- -- = =x a^b %20 ~x x~ a#b 12 -3 !x x! :',
  `curl -d {"a":1} -d [1,"b"] x?y=1 *x? "multi\nline" é日本 '日 本'`,
  `curl "it's" 'say "hi"' "a\\\nb" a\\\nb`,
  'curl $"translated" "{{x}}" {{x}} a{b}c',
];

describe('words of a command', () => {
  it('are the same after quoting, whatever they hold', () => {
    fc.assert(
      fc.property(fc.array(text, { maxLength: 4 }), (words) => {
        expect(read(['curl', ...words].map(quote).join(' '))).toEqual(['curl', ...words]);
      }),
      { numRuns: 100 },
    );
  });

  it.runIf(hasBash).each(PASTED)('are those of bash: %j', (command) => {
    expect(read(command)).toEqual(inBash(command));
  });

  it.runIf(hasBash)('quoted by us are the same to bash', () => {
    fc.assert(
      fc.property(fc.array(text, { minLength: 6, maxLength: 12 }), (words) => {
        expect(inBash(['curl', ...words].map(quote).join(' '))).toEqual(['curl', ...words]);
      }),
      { numRuns: 10 },
    );
  });

  it('joins the pairs that browsers write for a character beyond the basic plane', () => {
    expect(read(String.raw`curl $'\ud83d\ude00\u0021'`)).toEqual(['curl', '😀!']);
  });

  it('ends lines with CR LF as with LF', () => {
    expect(read("curl a \\\r\n  -d 'b\r\nc' \\\r\n -x\\\r\n")).toEqual(['curl', 'a', '-d', 'b\r\nc', '-x']);
  });

  it('keeps references, also those that bash would read as its own', () => {
    expect(read('curl ${env:A} "x ${secret:n#k} y" z${ssm:/a/b}{{uuid}}')).toEqual([
      'curl',
      '${env:A}',
      'x ${secret:n#k} y',
      'z${ssm:/a/b}{{uuid}}',
    ]);
  });
});
