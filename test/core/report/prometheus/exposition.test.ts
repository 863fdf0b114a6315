import fc from 'fast-check';
import { expect, it } from 'vitest';
import { exposition } from '#core/report/prometheus/exposition.ts';
import { hasPromtool, parseExposition, promtool } from './parse.ts';

const HOSTILE = 'a\\b"c\nd}e{f,g=\'é\t# HELP 日本\\n';
const family = (...samples: readonly (readonly [value: number, labels?: Record<string, string>])[]) => ({
  name: 'probe_success',
  help: 'Whether it is\nOK \\ "well".',
  samples: samples.map(([value, labels = {}]) => ({ labels, value })),
});

it('writes HELP and TYPE once, then the series', () => {
  expect(exposition([family([1, { check: 'a' }], [0, { check: 'b', tag: 'x' }])])).toBe(
    [
      '# HELP probe_success Whether it is\\nOK \\\\ "well".',
      '# TYPE probe_success gauge',
      'probe_success{check="a"} 1',
      'probe_success{check="b",tag="x"} 0',
      '',
    ].join('\n'),
  );
});

it('leaves out what is no number, and a gauge of which nothing is left', () => {
  expect(exposition([])).toBe('');
  expect(exposition([family([NaN], [Infinity, { check: 'a' }])])).toBe('');
  expect(parseExposition(exposition([family([NaN], [2, { check: 'a' }])]))).toHaveLength(1);
});

it('writes each series once, with its last value', () => {
  const text = exposition([family([1, { check: 'a' }], [0, { check: 'b' }], [0, { check: 'a' }])]);
  expect(parseExposition(text).map(({ labels, value }) => [labels['check'], value])).toEqual([
    ['a', 0],
    ['b', 0],
  ]);
});

it.each([0.0113, 1e-7, 1_801_353_599, -1, 1e21])('is read back as %d', (value) => {
  expect(parseExposition(exposition([family([value])]))).toMatchObject([{ value }]);
});

it('is read back whatever stands in a label', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 30 }), (check) => {
      expect(parseExposition(exposition([family([1, { check }])]))).toMatchObject([{ labels: { check } }]);
    }),
    { examples: [[HOSTILE]] },
  );
  expect(parseExposition(exposition([family([1, { check: 'half \ud800' }])]))).toMatchObject([
    { labels: { check: 'half \ufffd' } },
  ]);
});

it.skipIf(!hasPromtool)('is taken by promtool', () => {
  expect(promtool(exposition([family([1, { check: HOSTILE }], [1e-7, { check: 'half \ud800' }])]))).toBe('');
  expect(promtool('probe_success{check="a"} 1')).not.toBe('');
});
