import { expect, it } from 'vitest';
import { NOTHING_OUTSIDE } from '#checks-file/outside.ts';
import { readText } from '#checks-file/read-text.ts';
import { sentNumberFaults } from '#checks-file/sent-numbers.ts';

it.each([
  [
    'expected',
    'checks: [{ name: a, http: { url: "https://h/" }, expect: { latency: 2s, json: [{ path: $.a, less: 1.50 }] } }]',
  ],
  [
    'awaited by a step',
    'checks: [{ name: a, steps: { flow: [{ name: b, http: { url: "https://h/" }, until: { json: [{ path: $.a, less: 1.50 }] } }] } }]',
  ],
  ['its author’s own', 'x-a: { json: 1.50 }\nchecks: [{ name: a, x-b: { json: 1.50 }, tcp: { host: h, port: 1 } }]'],
  [
    'text by its variable',
    'vars: { zip: 010, hex: 0x1F }\nchecks: [{ name: "a ${var:zip}${var:hex}", tcp: { host: h, port: 1 } }]',
  ],
])('a number that is %s may be written in any way', (_, text) => {
  expect(sentNumberFaults(text, [])).toEqual([]);
});

it('a number in what is merged is one of the entry that has it', () => {
  const text = 'x-a: &a { query: { n: 7E2 } }\nchecks: [{ name: a, http: { <<: *a, url: "https://h/" } }]';
  const read = readText(text, NOTHING_OUTSIDE);
  expect('faults' in read && read.faults.map(({ path }) => path.join('.'))).toEqual(['checks.0.http.query.n']);
});
