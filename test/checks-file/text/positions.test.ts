import { expect, it } from 'vitest';
import { positionsIn } from '#checks-file/text/positions.ts';
import { readYaml } from '#checks-file/text/yaml.ts';
import { isMap } from '#core/text/json-values.ts';

/** A key a line, so that the line tells whether the two parsers speak of the same key. */
const KEYS = [
  'plain',
  '010',
  '0o10',
  '0x1F',
  '1_000',
  '1.50',
  '1e3',
  '-0',
  '~',
  'null',
  'no',
  'on',
  'True',
  '2026-01-31',
  '12:30:45',
  '"quoted"',
  "'single'",
  '"\\u0061"',
  '"<<"',
  '.inf',
  '+1',
];

it.each(KEYS)('finds the key %s that the fast parser read', (key) => {
  const text = `first: 1\n${key}: 2\nlast: 3\n`;
  const read = readYaml(text);
  const value = 'value' in read && isMap(read.value) ? read.value : {};
  const name = Object.keys(value).find((candidate) => candidate !== 'first' && candidate !== 'last') ?? '';
  const { of, syntaxFaults } = positionsIn(text);
  expect(syntaxFaults).toEqual([]);
  expect(of([name], 'key')).toEqual({ line: 2, column: 1 });
  expect(of([name], 'value')).toEqual({ line: 2, column: key.length + 3 });
});

it.each([
  ['no', 'no'],
  ['on', 'on'],
  ['yes', 'yes'],
  ['true', true],
  ['True', 'True'],
  ['010', '010'],
  ['0o10', '0o10'],
  ['0x10', '0x10'],
  ['1_000', '1_000'],
  ['12:30:45', '12:30:45'],
  ['2026-01-31', '2026-01-31'],
  ['.inf', '.inf'],
  ['1.5', 1.5],
  ['1e3', 1000],
  ['-12', -12],
  ['~', null],
  ['', null],
])('reads %s as JSON does, and as text what JSON does not have', (written, value) => {
  expect(readYaml(`a: ${written}`)).toMatchObject({ value: { a: value } });
});
