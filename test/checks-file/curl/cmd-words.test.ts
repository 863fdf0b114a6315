import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { faultsOf as newFaults } from '#checks-file/curl/command-faults.ts';
import { wordsOf } from '#checks-file/curl/words.ts';
import { checkOf, faultsOf, get, post, requestOf } from './parsed.ts';

/** As Chrome, Edge and Firefox on Windows copy a request "as cURL (cmd)". */
const COPIED = [
  'curl ^"https://h/api?a=1^&b=^%^E6^%^97^" ^',
  '  -X ^"PUT^" ^',
  '  -H ^"accept: */*^" ^',
  '  -H ^"sec-ch-ua: ^\\^"Chromium^\\^";v=^\\^"140^\\^"^" ^',
  '  -b ^"a=1; b=2^" ^',
  '  --data-raw ^"^{^\\^"name^\\^":^\\^"O\'Neil ^& ^<sons^>^\\^"^}^" ^',
  '  --compressed',
];

const headers = [
  ['accept', '*/*'],
  ['sec-ch-ua', '"Chromium";v="140"'],
  ['Cookie', 'a=1; b=2'],
  ['Content-Type', 'application/x-www-form-urlencoded'],
] as const;

/** An argument in the quotes of the C runtime, and that in carets for cmd, as its documentation has it. */
function forCmd(text: string): string {
  const quoted = `"${text.replace(/(\\*)($|")/g, (_, slashes: string, quote: string) => slashes + slashes + (quote && '\\"'))}"`;
  return quoted.replace(/[^\w\s]/g, '^$&').replaceAll('\n', '^\n\n');
}

describe('a command quoted for cmd', () => {
  it.each(['\n', '\r\n'])('is read as browsers copy it, lines ended by %j', (lineEnd) => {
    const wanted = get({ method: 'PUT', url: 'https://h/api?a=1&b=%E6%97', headers, compressed: true });
    expect(requestOf(COPIED.join(lineEnd))).toEqual({
      ...wanted,
      body: { text: `{"name":"O'Neil & <sons>"}` },
    });
  });

  it.each([
    ['C:\\Users\\me>curl ^"http://h/^"', get()],
    ['curl.exe "http://h/" ^\n  -d "a^b"', post('a^b')],
    ['curl ^"http://h/^" -d ^"two^\n\nlines^"', post('two\nlines')],
    ['curl http://h/ ^\r\n -d ^"c:\\dir\\\\^"', post('c:\\dir\\')],
    ['curl http://h/ ^\r\n -d "say ""hi"""', post('say "hi"')],
    ['curl http://h/ ^\r\n -d 1^&2^|3', post('1&2|3')],
    ['curl http://h/ ^\n -d ^"${env:X}^"', post('${env:X}')],
    ['curl http://h/ ^\n', get()],
  ])('%j', (command, request) => {
    expect(checkOf(command).http).toEqual(request);
  });

  it('gives back whatever words were quoted', () => {
    const text = fc.string({ unit: fc.constantFrom(...'ab \t\n\\"^%&|<>()!\'$,;=é😀') });
    fc.assert(
      fc.property(fc.array(text), (words) => {
        const faults = newFaults('');
        const command = ['curl', '^"-d^"', ...words.map(forCmd)].join(' ');
        expect(wordsOf(command, faults).map((word) => word.text)).toEqual(['curl', '-d', ...words]);
        expect(faults.list()).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ['curl ^"h^" | find "x"', '1:12 a pipe is not part of a check; take out what follows it'],
    ['curl ^"h^" > f', '1:12 a redirection is not part of a check; take it out (curl options name files with @)'],
    ['curl ^"h^"/?a=1&b', '1:16 & ends the command here; quote the url or data that it belongs to'],
    ['curl ^"h^" ^\n -Z', '2:2 curl: -Z would change the check and is not supported; take it out'],
    ['curl ^"h^"\ncurl ^"i^"', '2:1 a second command is not part of a check; take it out'],
    ['curl ^"h^" -d %USERNAME%', '1:15 a variable of cmd is not replaced; write ${env:NAME}'],
    ['curl ^"h^" -d ^"a', '1:15 the " that begins here is never closed'],
  ])('refuses what cmd would do with %j', (command, ...faults) => {
    expect(faultsOf(command)).toEqual(faults);
  });
});
