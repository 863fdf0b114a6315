import { expect, it } from 'vitest';
import { parseChecks } from '#checks-file/parse.ts';

const COLON = 'holds a colon and a space, which begin a map; put the whole value in quotes';
const TEMPLATE = '{{ begins a map in YAML; put the value in quotes: "{{…}}"';
const INDENT = 'is indented like no line above it; give it the indentation of the setting that it goes with';
const BEHIND = 'stands behind the end of a value; put the whole value in quotes, and double a quote in it';

/** What is below `checks:` and one check's name; the line counts from there. */
it.each([
  ['a template', '    url: {{base}}/x', `1:10 ${TEMPLATE}`],
  ['a template alone', '    url: {{base}}', `1:10 ${TEMPLATE}`],
  ['a template in a list', '    tags: [{{tag}}]', `1:12 ${TEMPLATE}`],
  ['a template as an item', '    tags:\n      - {{tag}}', `2:9 ${TEMPLATE}`],
  ['two colons', '    keyword: status: ok', `1:14 ${COLON}`],
  ['three colons', '    keyword: a: b: c', `1:14 ${COLON}`],
  [
    'a line too deep',
    '     tcp: {host: h, port: 1}',
    '1:6 is indented deeper than the setting above, which has a value already; give both the same indentation',
  ],
  ['a line too far left', '   tcp: {host: h, port: 1}', `1:4 ${INDENT}`],
  ['a line between two levels', '    http:\n      url: https://x/\n     expect: {}', `3:6 ${INDENT}`],
  ['a tab', '    http:\n\t  url: https://x/', '2:1 a tab as indentation; write spaces'],
  [
    'no space behind a colon',
    '    tags:[a]\n    every: 1m',
    '1:5 has no space behind the colon; write "tags: " and the value',
  ],
  ['text behind a map', '    body: {"a": 1} and', `1:20 ${BEHIND}`],
  ['a quote in quotes', "    keyword: 'it's ok'", `1:18 ${BEHIND}`],
  ['an open quote', '    keyword: "ok', '1:14 the quote " is not closed; write another where the text ends'],
  ['an open map', '    tcp: {host: h\n  - name: b', '2:3 a { above is not closed; write } where it ends'],
  ['a reserved character', '    keyword: @x', '1:14 a value cannot begin with @; put it in quotes'],
  ['a percent sign', '    keyword: %ok', '1:14 a value cannot begin with %; put it in quotes'],
  ['a star', '    keyword: *', '1:14 a value cannot begin with *; put it in quotes'],
  [
    'an escape',
    '    matches: "\\d+"',
    '1:15 \\d means nothing in double quotes; put the text in single quotes, or write \\\\d',
  ],
])('says of %s what to write', (_, lines, wanted) => {
  const { faults } = parseChecks(`checks:\n  - name: a\n${lines}\n`);
  expect(faults.map(({ line, column, message }) => `${line - 2}:${column} ${message}`)).toEqual([wanted]);
});

it('shows no value, which may be a secret', () => {
  const values = ['hunter22: x', '{{hunter22}}', '"\\dhunter22"', "'a'hunter22", '@hunter22', '"hunter22'];
  const told = values.map((value) => parseChecks(`checks:\n  - password: ${value}\n`).faults);
  expect(told.map(({ length }) => length)).toEqual(values.map(() => 1));
  expect(JSON.stringify(told)).not.toContain('hunter22');
});
