import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseChecks } from '#checks-file/parse.ts';
import { checksOf, faultsOf } from './parsed.ts';

describe('parseChecks', () => {
  it('refuses a pattern that it was given nothing to read with', () => {
    expect(
      faultsOf('checks: [{name: a, http: {url: "http://x/"}, expect: {json: [{path: $.a, exists: true}]}}]'),
    ).toEqual(['checks.yaml:1:69 checks[0].expect.json[0].path cannot be read here; write keyword or absent instead']);
  });

  it('leaves disabled checks out, but tells their faults', () => {
    const text = (url: string) => `checks:
  - {name: a, tcp: {host: localhost, port: 1}}
  - {name: b, enabled: false, http: {url: "${url}"}}`;
    expect(checksOf(text('http://x/')).map(({ name }) => name)).toEqual(['a']);
    expect(faultsOf(text('x'))).toHaveLength(1);
  });

  it('reads aliases and places faults behind them where they were written', () => {
    expect(
      faultsOf(`checks:
  - name: a
    http: &http
      url: https://example.com/
      timeout: 5
  - {name: b, http: *http}`),
    ).toEqual([
      'checks.yaml:5:16 checks[0].http.timeout is 5; add the unit: 5s or 5ms',
      'checks.yaml:5:16 checks[1].http.timeout is 5; add the unit: 5s or 5ms',
    ]);
  });

  it('refuses a check that no state could carry', () => {
    const text = (bytes: number) => `checks: [{name: a, http: {url: "http://x/", body: "${'あ'.repeat(bytes / 3)}"}}]`;
    expect(faultsOf(text(30 * 1024))).toEqual([]);
    expect(faultsOf(text(33 * 1024))).toEqual([
      'checks.yaml:1:10 checks[0] takes 33.4KiB; write a check of 32KiB or less',
    ]);
  });

  it('refuses a file that would take minutes to read', () => {
    expect(faultsOf('#'.repeat(8.5 * 1024 * 1024))).toEqual(['checks.yaml:1:1 takes 8.5MiB; write 8MiB or less']);
    expect(faultsOf('['.repeat(100_000))[0]).toBe('checks.yaml:1:100 nests more than 100 deep; write it flatter');
    expect(faultsOf(`a: !x 1\nb: ${'['.repeat(100_000)}`)[0]).toContain('nests more than 100 deep');
    expect(faultsOf(`a: @x\nb: ${'['.repeat(100_000)}`)[0]).toBe(
      'checks.yaml:1:4 a value cannot begin with @; put it in quotes',
    );
    expect(faultsOf(`a: &a 1\nb: [${'*a,'.repeat(20_001)}]`)[0]).toContain('has more than 20000 aliases');
    const keys = Array.from({ length: 1000 }, (_, n) => `k${n}: 1`).join();
    expect(faultsOf(`a: &a {${keys}}\nb: [${'{<<: *a},'.repeat(501)}]`)[0]).toContain(
      'merges more than 500000 settings',
    );
    expect(faultsOf(`a: &a {${keys}}\nb: [{<<: [${'*a,'.repeat(101)}]}]`)[0]).toContain('merges more than 100 maps');
    const rows = Array.from({ length: 1000 }, (_, n) => `{n: ${n}}`).join();
    expect(faultsOf(`checks: [{name: a, for: [${rows}], http: {json: {${keys}}}}]`)[0]).toContain(
      'checks[0].for unfolds to too much; write fewer rows',
    );
  });

  it('lets no control character of the file into a message', () => {
    const faults = faultsOf(
      'checks:\n  - name: "\\e]0;x\\a\\u202e"\n    "\\e[2J": 1\n    http: {url: "http://\\u009b/"}\n',
    );
    expect(faults).toHaveLength(3);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    expect(faults.join('')).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202e]/);
  });

  it('never throws, and has either a list or faults that lie within the text', () => {
    const word = fc.constantFrom(
      'checks',
      'name',
      'http',
      'tcp',
      'url',
      'expect',
      'status',
      'defaults',
      'timeout',
      '&a',
      '*a',
      '!!str',
      '<<',
    );
    const sign = fc.constantFrom(
      ': ',
      '\n',
      '\n  ',
      '\n  - ',
      '{',
      '}',
      '[',
      ']',
      ', ',
      '"',
      "'",
      '\t',
      '#',
      '|',
      '>',
      '---\n',
      '\u0000',
      '\u001b',
    );
    const yamlish = fc
      .array(fc.oneof(word, sign, fc.string({ maxLength: 4 })), { maxLength: 60 })
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(fc.oneof(yamlish, fc.string()), (text) => {
        const { list, faults } = parseChecks(text);
        expect(list === null).toBe(faults.length > 0);
        const lines = text.split('\n').length;
        expect(faults.every(({ line, column }) => line >= 1 && line <= lines && column >= 1)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it('never throws on any JSON in the place of any setting', () => {
    const place = fc.constantFrom(
      'checks',
      'defaults',
      'name',
      'tags',
      'labels',
      'http',
      'expect',
      'url',
      'headers',
      'follow',
      'timeout',
      'status',
      'keyword',
    );
    fc.assert(
      fc.property(place, fc.jsonValue(), (key, value) => {
        const request = {
          url: 'http://x/',
          ...(['url', 'headers', 'follow', 'timeout'].includes(key) ? { [key]: value } : {}),
        };
        const expectation = ['status', 'keyword'].includes(key) ? { [key]: value } : {};
        const check = {
          name: 'a',
          http: request,
          expect: expectation,
          ...(['name', 'tags', 'labels', 'http', 'expect'].includes(key) ? { [key]: value } : {}),
        };
        const file = { checks: [check], ...(['checks', 'defaults'].includes(key) ? { [key]: value } : {}) };
        const { list, faults } = parseChecks(JSON.stringify(file));
        expect(list === null).toBe(faults.length > 0);
      }),
      {
        numRuns: 1000,
        examples: [
          ['name', { toString: false }],
          ['tags', [{ toString: false }]],
        ],
      },
    );
  });
});
