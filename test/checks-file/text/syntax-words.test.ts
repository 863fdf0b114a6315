import { expect, it } from 'vitest';
import { parseChecks } from '#checks-file/parse.ts';

const COLON =
  'holds a colon and a space, which begin a map; put the whole value in quotes, or write the map in lines of its own';
const TEMPLATE = '{{ begins a map in YAML; put the value in quotes: "{{…}}"';
const INDENT = 'is indented like no line above it; give it the indentation of the setting that it goes with';
const QUOTES = 'single quotes, and write a single quote in it twice';
const BEHIND = `stands behind the end of a value; put the whole value in ${QUOTES}`;
const TOO_EARLY = `holds a quote that ends it too early; put the whole value in ${QUOTES}`;
const NO_DEEPER =
  'is in the brackets or quotes of a value above, and no deeper than its setting; indent it deeper, or close them above';
const AMONG = 'is an item of a list among settings; write the name of its list above, such as checks:';

const LIST_IN = '[ begins a list, inside a value in brackets too; put the whole value in quotes';
const MAP_IN = '{ begins a map, inside a value in brackets too; put the whole value in quotes';
const COMMA = 'has no comma in front of it; write one';
const TWO_VALUES = `stands behind the end of a value; write a comma between two, or put the whole value in ${QUOTES}`;
const NEXT_SETTING =
  'holds a colon and a space; write a comma in front of the next setting, or put the whole value in quotes';
const NO_COLON = 'has no colon; write the name of a setting, a colon, a space and the value';
const ITEM = 'is an item of a list that is indented like no item above it; give it the indentation of the items';
const DASH = 'has no space behind the dash; write "- " and the item';
const LEFT = 'is further left than the setting whose { it stands in; indent it deeper, by spaces, or write } above';
const TEXT_BELOW = 'the text of a | begins in the next line, indented deeper; write it there';
const NOT_DEEPER = 'is the text of the | above; indent it deeper than the line of the |';
const SLASHES = 'a comment begins with #, not with //';
const TEMPLATE_OF_ANOTHER = 'begins a template of another tool; fill it in before Rollcall reads the file';
const CONFLICT =
  'an unresolved conflict of version control; keep one side, and leave out its marks (<<<<<<<, =======, >>>>>>>)';
const ALIAS = '* begins an alias, and nothing above has its anchor (&); put the value in quotes, or write the anchor';
const CONTROL = 'a control character; write it by its escape in double quotes, such as "\\u0007"';

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
  ['an alias behind a value', '    keyword: "a" *b', `1:18 ${BEHIND}`],
  ['two values in quotes', "    keyword: 'a' 'b'", `1:18 ${BEHIND}`],
  ['a command with its quotes in quotes', '    curl: "curl -H "a: b" https://x/"', `1:11 ${TOO_EARLY}`],
  ['JSON with its quotes in quotes', `    body: '{'a': 1}'`, `1:11 ${TOO_EARLY}`],
  ['quotes in quotes in braces', "    expect: {keyword: 'it's: ok'}", `1:27 ${TWO_VALUES}`],
  ['a brace that ends no deeper than its setting', '    http: {\n      url: https://x/\n    }', `3:5 ${NO_DEEPER}`],
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
  ['a reference in a value in braces', '    http: {url: ${var:base}/x}', `1:18 ${MAP_IN}`],
  ['a template in a value in braces', '    http: {url: https://x/{{id}}, method: GET}', `1:27 ${MAP_IN}`],
  ['a template behind a word in braces', '    headers: {Authorization: Bearer {{token}}}', `1:37 ${MAP_IN}`],
  ['a pattern in braces', '    expect: {matches: ^[a-z]+$}', `1:24 ${LIST_IN}`],
  ['a count of a pattern in braces', '    expect: {matches: a{2,3}}', `1:24 ${MAP_IN}`],
  ['a JSONPath in braces', '    json: [{path: $.items[*].a, count: 0}]', `1:26 ${LIST_IN}`],
  ['a bracket in an item', '    tags: [a[b], c]', `1:13 ${LIST_IN}`],
  ['a missing comma behind a plain value', '    http: {url: https://x/ method: GET}', `1:17 ${NEXT_SETTING}`],
  ['a missing comma behind a quoted value', '    http: {url: "https://x/" method: GET}', `1:30 ${COMMA}`],
  ['a missing comma behind a map', '    http: {headers: {a: b} method: GET}', `1:28 ${COMMA}`],
  ['a missing comma between maps', '    json: [{path: $.a} {path: $.b}]', `1:24 ${COMMA}`],
  ['a missing comma between items', '    tags: ["a" "b"]', `1:16 ${TWO_VALUES}`],
  ['a missing comma between lines', '    http: {\n      url: https://x/\n      method: GET}', `3:7 ${COMMA}`],
  ['a missing comma of JSON', '    http: {\n      "a": {\n      }\n      "b": {}}', `4:7 ${COMMA}`],
  [
    'a comma too many',
    '    http: {url: https://x/,, method: GET}',
    '1:28 a comma with nothing in front of it; leave it out',
  ],
  ['a comma behind a line', '    http: {url: https://x/},', '1:28 a comma behind the end of a setting; leave it out'],
  [
    'a bracket too many',
    '    http: {url: https://x/}}',
    '1:28 a } that ends nothing; leave it out, or write { where it begins',
  ],
  ['the wrong bracket', '    tags: [a}', '1:13 } cannot end what [ began; write ]'],
  [
    'a comment that hides a bracket',
    '    http: {url: https://x/ #a}\n',
    `1:28 # behind a space begins a comment, up to the end of the line; put the value in quotes`,
  ],
  ['a bracket too far left', '    http: {\n      url: https://x/\n  }', `3:3 ${LEFT}`],
  ['lines too far left behind a comment', '    http: { # why\n    url: https://x/ }', `2:5 ${LEFT}`],
  ['a tab in braces', '    http: {\n\turl: https://x/\n    }', `2:2 ${LEFT}`],
  ['an item in brackets', '    tags: [- a, - b]', '1:12 - begins no item in brackets; write [a, b]'],
  ['an item in braces', '    http: {tags: - a}', '1:18 - begins no item in brackets; write [a, b]'],
  [
    'an open quote over lines of JSON',
    '    http: {\n      "a": "b,\n      "c": "d"}',
    '2:12 the quote " is not closed; write another where the text ends',
  ],
  ['a comment of JavaScript', '    // why\n    every: 1m', `1:5 ${SLASHES}`],
  ['a comment of JavaScript behind a map', '    json: [\n      {a: b} // why\n    ]', `2:14 ${SLASHES}`],
  ['a command that is not indented', '    curl: |\n    curl https://x/', `2:5 ${NOT_DEEPER}`],
  ['a command over lines that is not indented', '    curl: |\n    curl https://x/\n    every: 1m', `2:5 ${NOT_DEEPER}`],
  ['a command behind a bar', '    curl: | curl https://x/', `1:13 ${TEXT_BELOW}`],
  ['a setting without a colon', '    every 5m\n    tcp: {host: h, port: 1}', `1:5 ${NO_COLON}`],
  ['a last setting without a colon', '    tcp: {host: h, port: 1}\n    every 5m', `2:5 ${NO_COLON}`],
  ['a map without a colon', '    http\n      url: https://x/', `1:5 ${NO_COLON}`],
  [
    'an assignment',
    '    every=5m\n    tcp: {host: h, port: 1}',
    '1:5 has = where a setting has a colon; write the name, a colon, a space and the value',
  ],
  [
    'no space behind the last colon',
    '    tcp: {host: h, port: 1}\n    every:1m',
    '2:5 has no space behind the colon; write "every: " and the value',
  ],
  [
    'a full-width colon',
    '    every：5m',
    '1:5 has a full-width colon behind it; write a plain colon and a plain space',
  ],
  [
    'a space of a word processor',
    '    every:\u00a05m',
    '1:5 has a space that is no plain one behind it; write a plain colon and a plain space',
  ],
  ['no space behind a dash', '  -name: b\n   tcp: {host: h, port: 1}', `1:3 ${DASH}`],
  [
    'a list behind its key',
    '    tags: - a',
    '1:11 - begins a list, which begins in the next line; write it there, or put a value in quotes',
  ],
  ['an item among settings', '    http:\n      url: https://x/\n      - b', `3:7 ${ITEM}`],
  ['an item further left', '    tcp: {host: h, port: 1}\n - name: b', `2:2 ${ITEM}`],
  ['an item further right', '    tcp: {host: h, port: 1}\n    - name: b', `2:5 ${ITEM}`],
  ['a map in one line', '    http: url: https://x/\n      method: GET', `1:11 ${COLON}`],
  ['a question mark', '    keyword: ? x', '1:14 a value cannot begin with ?; put it in quotes'],
  [
    'a comment without a space',
    '    http: {url: https://x/}#why',
    '1:28 a # right behind a value begins no comment; put a space in front of it',
  ],
  ['a pattern of a host', '    keyword: *.example.com', `1:15 ${ALIAS}`],
  ['a control character', '    keyword: a\u0007b', `1:15 ${CONTROL}`],
  ['a conflict', '<<<<<<< HEAD\n    every: 1m\n=======\n    every: 2m\n>>>>>>> theirs', `1:1 ${CONFLICT}`],
  ['a loop of Helm', '{{- range .x }}\n    every: 1m', `1:1 {{ ${TEMPLATE_OF_ANOTHER}`],
  ['a loop of Jinja', '{% if x %}\n    every: 1m', `1:1 {% ${TEMPLATE_OF_ANOTHER}`],
])('says of %s what to write', (_, lines, wanted) => {
  const { faults } = parseChecks(`checks:\n  - name: a\n${lines}\n`);
  expect(faults.map(({ line, column, message }) => `${line - 2}:${column} ${message}`)).toEqual([wanted]);
});

it.each([
  ['a list without its key’s colon', 'checks\n  - name: a\n    every: 1m\n', [`1:1 ${NO_COLON}`]],
  ['a version', '%YAML 1.1\nchecks: []\n', ['2:1 a line that begins with % stands above it; leave that line out']],
  [
    'JSON without its last brace',
    '{"checks": [\n  {"name": "a"}\n]\n',
    ['4:1 a { above is not closed; write } where it ends'],
  ],
  [
    'JSON that lacks another brace, but nothing of what that leads to',
    '{"checks": [\n  {"name": "a"\n]}\n',
    ['3:1 ] cannot end what { began; write }'],
  ],
  [
    'checks without the name of their list',
    'defaults: {every: 5m}\n- name: a\n  every: 5m\n- name: b\n',
    [`2:1 ${AMONG}`, `4:1 ${AMONG}`],
  ],
  [
    'faults on several lines, but none of what one leads to',
    'checks:\n  - every 1m\n    name: a\n  - tags: [a[b]]\n  - http: {a: 1 b: 2}\n',
    [`2:5 ${NO_COLON}`, `4:13 ${LIST_IN}`, `5:15 ${NEXT_SETTING}`],
  ],
])('says of %s what to write', (_, text, wanted) => {
  expect(parseChecks(text).faults.map(({ line, column, message }) => `${line}:${column} ${message}`)).toEqual(wanted);
});

it('shows no value, which may be a secret', () => {
  const values = [
    'hunter22: x',
    '{{hunter22}}',
    '"\\dhunter22"',
    "'a'hunter22",
    '@hunter22',
    '"hunter22',
    '*hunter22',
    '| hunter22',
    '{a: hunter22{b}}',
    '!hunter22!x',
    '!hunter22!',
    '!hunter22^',
    '[a: b hunter22: c]',
  ];
  const told = values.map((value) => parseChecks(`checks:\n  - password: ${value}\n`).faults);
  expect(told.map(({ length }) => length)).toEqual(values.map(() => 1));
  expect(JSON.stringify(told)).not.toContain('hunter22');
});
