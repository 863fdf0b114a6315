import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { parseCurl } from '#checks-file/curl/parse-curl.ts';
import { formatFault } from '#checks-file/fault-text.ts';
import { NOTHING_OUTSIDE } from '#checks-file/outside.ts';
import { placedFaults } from '#checks-file/place-faults.ts';
import { readSources, sourceOf } from '#checks-file/read-text.ts';
import type { HttpCheck } from '#kinds/http/check.ts';
import type { StepsCheck } from '#kinds/steps/check.ts';

const OUTSIDE = { ...NOTHING_OUTSIDE, curl: parseCurl };

function read(entry: object, value: string) {
  const text = JSON.stringify({ vars: { q: '' }, checks: [{ name: 'a', ...entry }] });
  return readSources([sourceOf(text, OUTSIDE)], { vars: new Map([['q', value]]) }, OUTSIDE);
}

function checkOf(entry: object, value: string) {
  const found = read(entry, value);
  if (!('list' in found)) throw new Error(JSON.stringify(placedFaults(found)));
  return found.list.checks[0];
}

const targetOf = (command: string, value: string) => (checkOf({ curl: command }, value) as HttpCheck).target;

const faultsOf = (command: string, value: string) =>
  placedFaults(read({ curl: command }, value)).map((fault) => formatFault('a.yaml', fault).replace(/^\S+ /, ''));

const SMUGGLED = "x' -d @/etc/hostname -H 'y: z";
const URL = 'http://127.0.0.1/';

describe('the value of a variable in a curl command', () => {
  it.each([
    `curl ${URL} -H 'x: \${var:q}'`,
    `curl ${URL} -H "x: \${var:q}"`,
    `curl ${URL} -H x:\\ \${var:q}`,
    `curl ${URL} -H $'x: \${var:q}'`,
    `curl "${URL}" -H "x: \${var:q}" ^\n -s`,
  ])('is data, whatever it holds and however it is quoted: %s', (command) => {
    for (const value of [SMUGGLED, '1 -d @/etc/hostname', 'a" -k "b', '$(id) `id` \\ # ; | &', 'é 😀']) {
      const { headers, body, method } = targetOf(command, value);
      expect([headers.find(([name]) => name.toLowerCase() === 'x')?.[1], body, method]).toEqual([value, null, 'GET']);
    }
  });

  it('is all of it in the body, for any value', () => {
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.oneof(
            fc.constantFrom("'", '"', '\\\\', '$', '`', ' ', '\\n', '@'),
            fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
          ),
          minLength: 1,
        }),
        (value) => {
          expect(targetOf(`curl ${URL} --data-raw 'v=\${var:q}'`, value).body).toEqual({ text: `v=${value}` });
        },
      ),
      { numRuns: 60 },
    );
  });

  it('leaves a character of a private plane in the command as it is', () => {
    const command = `curl ${URL} -d '\u{f0041} \u{10ffff} \${var:q}'`;
    expect(targetOf(command, '\u{f0042}').body).toEqual({ text: '\u{f0041} \u{10ffff} \u{f0042}' });
  });

  it.each([
    ['cut', 'S3cr3t'.repeat(12), '-S3cr3t'],
    ['with a quote', 'ab"cd\'ef'.repeat(2), 'cd'],
    ['with a backslash', 'ab\\cd\u0007ef', 'cd'],
  ])('that is a secret by its name is in no message, %s', (_, secret, piece) => {
    const values = { token: `-${secret}` };
    const text = JSON.stringify({ vars: values, checks: [{ name: 'a', curl: `curl ${URL} \${var:token}` }] });
    const [fault] = placedFaults(readSources([sourceOf(text, OUTSIDE)], {}, OUTSIDE));
    expect(fault?.message).toContain('holds the value of a variable that would be an option');
    expect(fault?.message).not.toContain(piece);
  });

  it('shows no character of a value that a terminal obeys', () => {
    expect(faultsOf(`curl ${URL} (\${var:q}`, '\u001b[31m').join()).toMatch(/bash command: \(\?\[31m$/);
  });

  it('that is empty still makes a word', () => {
    expect(targetOf(`curl --data-raw \${var:q} ${URL}`, '')).toMatchObject({ url: URL, body: { text: '' } });
  });

  it('may be a part of the URL, and hold a reference', () => {
    expect(targetOf('curl https://api.example.com:${var:q}/x', '8443').url).toBe('https://api.example.com:8443/x');
    expect(targetOf('curl "https://x.example/?q=${var:q}"', '@me').url).toContain('q=@me');
    const { headers } = targetOf(`curl ${URL} -H 'x: \${var:q}'`, '${env:TOKEN}');
    expect(headers).toContainEqual(['x', '${env:TOKEN}']);
  });

  it('may begin as the name of a file does where curl takes none', () => {
    expect(targetOf(`curl ${URL} --data-urlencode 'to=\${var:q}'`, '@me').body).toEqual({ text: 'to=%40me' });
    expect(targetOf(`curl ${URL} -d 'to=\${var:q}'`, '@me').body).toEqual({ text: 'to=@me' });
  });

  it('is the command where it is all of it', () => {
    expect(targetOf('${var:q}', `curl -X DELETE ${URL}`).method).toBe('DELETE');
  });

  it.each([
    [`--data-raw \${var:q}`, '-5', { text: '-5' }],
    [`--data-raw \${var:q}`, '@me', { text: '@me' }],
    [`-d \${var:q}`, '<a/>', { text: '<a/>' }],
    [`--form-string a=\${var:q}`, '@me', { multipart: [{ name: 'a', content: { text: '@me' } }] }],
    [`-F a=b=\${var:q}`, '@me', { multipart: [{ name: 'a', content: { text: 'b=@me' } }] }],
  ])('may begin as an option or the name of a file does behind an option that takes neither: %s %s', (given, value, body) => {
    expect(targetOf(`curl ${URL} ${given}`, value).body).toEqual(body);
  });

  it.each([
    ['-s${var:q}', 'k', 'option'],
    ['-${var:q}', 'k', 'option'],
    ['--${var:q}', 'insecure', 'option'],
    ['-${var:q}', '-insecure', 'option'],
    ['${var:q} -s', '--', 'option'],
    ['-sd${var:q}', '@/etc/hostname', 'file'],
    ['-sH${var:q}', '@/etc/hostname', 'file'],
    ["-sF 'a=${var:q}'", '@/etc/hostname', 'file'],
    ["-F '${var:q}'", 'a=@/etc/hostname', 'file'],
    ["-F '${var:q}=@b'", 'a=@/etc/hostname;', 'file'],
    ['--data-urlenc ${var:q}', 'a@/etc/hostname', 'file'],
  ])('is refused in %s where %s would be more than data, and nothing is read for it', (given, value, what) => {
    const read = vi.fn(() => Buffer.from('a file'));
    const text = JSON.stringify({ vars: { q: value }, checks: [{ name: 'a', curl: `curl ${URL} ${given}` }] });
    const outside = { ...OUTSIDE, files: read };
    const found = placedFaults(readSources([sourceOf(text, outside)], {}, outside));
    expect(found.map(({ message }) => message)).toEqual([
      expect.stringMatching(`holds the value of a variable that would (?:be an|name a) ${what}`),
    ]);
    expect(read).not.toHaveBeenCalled();
  });

  it.each([
    [`curl ${URL} \${var:q}`, '-k', '-k holds the value of a variable that would be an option'],
    [
      `curl ${URL} -d "\${var:q}"`,
      '@/etc/hostname',
      '@/etc/hostname holds the value of a variable that would name a file',
    ],
    [
      `curl ${URL} -F 'a=\${var:q}'`,
      '</etc/hostname',
      'a=</etc/hostname holds the value of a variable that would name a file',
    ],
    [
      `curl ${URL} --data-urlencode '\${var:q}'`,
      'a@/etc/hostname',
      'a@/etc/hostname holds the value of a variable that would name a file',
    ],
    [
      `curl ${URL} -d\${var:q}`,
      '@/etc/hostname',
      '-d@/etc/hostname holds the value of a variable that would name a file',
    ],
    [`curl ${URL} -H 'x: \${var:q}'`, '\u{100001}', 'holds a character of the private plane 16'],
  ])('is refused in %s where curl would take %s for more', (command, value, message) => {
    expect(faultsOf(command, value).join('\n')).toContain(message);
  });

  it('is counted in the place of a fault behind it as the text that it is', () => {
    const [first] = faultsOf(`curl ${URL} -H 'x: \${var:q}' --nonsense`, 'abc');
    expect(first).toBe(faultsOf(`curl ${URL} -H 'x: abc\${var:q}' --nonsense`, '')[0]);
    expect(first).toContain('--nonsense');
  });

  it('is data in a step of a flow and in an event of the recipe too', () => {
    const command = `curl ${URL} -H 'x: \${var:q}'`;
    const { target } = checkOf({ steps: { flow: [{ name: 's', curl: command }] } }, SMUGGLED) as StepsCheck;
    expect(target.flow[0]?.http).toMatchObject({ body: null, headers: expect.arrayContaining([['x', SMUGGLED]]) });
    const recipe = checkOf({ curl_cmd: command, search_keyword: '' }, SMUGGLED) as HttpCheck;
    expect(recipe.target).toMatchObject({ body: null, headers: expect.arrayContaining([['x', SMUGGLED]]) });
  });

  it('is put in as it is where curl is only a name', () => {
    const entry = { http: { url: URL, headers: { curl: 'a ${var:q}' } } };
    expect((checkOf(entry, 'b') as HttpCheck).target.headers).toEqual([['curl', 'a b']]);
    const text = JSON.stringify({
      vars: { q: 'b' },
      defaults: { headers: { curl: 'a ${var:q}' } },
      deploy: { tags: { curl: 'a ${var:q}' } },
      checks: [{ name: 'a', http: { url: URL } }],
    });
    const found = readSources([sourceOf(text, OUTSIDE)], {}, OUTSIDE);
    expect(found).toMatchObject({
      list: { checks: [{ target: { headers: [['curl', 'a b']] } }], deploy: { tags: { curl: 'a b' } } },
    });
  });
});
