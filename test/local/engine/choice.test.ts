import { describe, expect, it } from 'vitest';
import { machine, play } from './machine.ts';

const choice = (rule: object) =>
  machine({
    C: { Type: 'Choice', Choices: [{ ...rule, Next: 'Yes' }], Default: 'No' },
    Yes: { Type: 'Pass', Result: true, End: true },
    No: { Type: 'Pass', Result: false, End: true },
  });
const holds = async (rule: object, input: unknown) => {
  const { output, error } = await play(choice(rule), { input });
  return error ?? output;
};

describe('a comparison', () => {
  it.each<[operator: string, wanted: unknown, fits: readonly unknown[], not: readonly unknown[]]>([
    ['StringEquals', 'a', ['a'], ['A', 'ab', '', 1, null, true, ['a'], { a: 'a' }]],
    ['StringLessThan', 'b', ['a', '', 'B', 'az'], ['b', 'c', 1, null]],
    ['StringGreaterThan', 'b', ['c', 'ba'], ['b', 'a', 'B', 3]],
    ['StringLessThanEquals', 'b', ['b', 'a'], ['c', 1]],
    ['StringGreaterThanEquals', 'b', ['b', 'c'], ['a', 5]],
    ['StringMatches', 'a*c', ['ac', 'abc', 'a*c'], ['abcd', 'xac', 'a', 1]],
    ['StringMatches', '*.log', ['zebra.log', '.log'], ['zebra.log2', 'log']],
    ['StringMatches', 'foo*.*', ['foobar.zebra', 'foo.'], ['foobar', 'fo.o']],
    ['StringMatches', '*a*a*', ['aa', 'xaxax'], ['a', 'xax']],
    ['StringMatches', 'ab*ba', ['abba', 'ab-ba'], ['aba']],
    ['StringMatches', '\\*', ['*'], ['a', '\\*']],
    ['StringMatches', 'a\\\\b', ['a\\b'], ['a\\\\b']],
    ['StringMatches', '[a-z]?', ['[a-z]?'], ['b1']],
    ['NumericEquals', 1, [1, 1.0], [2, '1', true, null]],
    ['NumericLessThan', 3, [2, -1], [3, '2', null, false]],
    ['NumericGreaterThan', 3, [4, 3.5], [3, '900', true]],
    ['NumericLessThanEquals', 3, [3, 2], [4, null]],
    ['NumericGreaterThanEquals', 3, [3, 4], [2, '4']],
    ['BooleanEquals', true, [true], [false, 'true', 1, null]],
    ['BooleanEquals', false, [false], [true, 0, null, '']],
    [
      'TimestampEquals',
      '2026-01-31T09:05:00Z',
      ['2026-01-31T10:05:00+01:00', '2026-01-31T09:05:00.000Z'],
      ['2026-01-31', 5],
    ],
    ['TimestampLessThan', '2026-01-31T09:05:00Z', ['2026-01-31T09:04:59.999Z'], ['2026-01-31T09:05:00Z', 'a', null]],
    ['TimestampGreaterThan', '2026-01-31T09:05:00Z', ['2026-01-31T09:05:00.000000001Z'], ['2026-01-31T09:05:00Z']],
    ['TimestampLessThanEquals', '2026-01-31T09:05:00Z', ['2026-01-31T09:05:00Z'], ['2026-01-31T09:05:01Z']],
    ['TimestampGreaterThanEquals', '2026-01-31T09:05:00Z', ['2026-01-31T09:05:00Z'], ['2026-01-31T09:04:59Z']],
    ['IsNull', true, [null], [0, '', false, {}]],
    ['IsNull', false, [0, '', []], [null]],
    ['IsString', true, ['', 'a'], [1, null]],
    ['IsNumeric', true, [0, -1.5], ['1', true, null]],
    ['IsBoolean', true, [true, false], ['true', 1]],
    ['IsBoolean', false, ['true', null], [false]],
    [
      'IsTimestamp',
      true,
      ['2026-01-31T09:05:00Z', '2024-02-29T00:00:00-05:30'],
      ['2026-01-31t09:05:00z', '2026-01-31 09:05:00Z'],
    ],
    ['IsTimestamp', true, ['2026-01-31T23:59:59.123456789Z'], ['2026-02-30T00:00:00Z', '2026-01-31T25:00:00Z', 1]],
    ['IsPresent', true, [null, 0, ''], []],
    ['IsPresent', false, [], [null, false]],
  ])('%s %j', async (operator, wanted, fits, not) => {
    for (const value of fits)
      expect([value, await holds({ Variable: '$.v', [operator]: wanted }, { v: value })]).toEqual([value, true]);
    for (const value of not)
      expect([value, await holds({ Variable: '$.v', [operator]: wanted }, { v: value })]).toEqual([value, false]);
  });

  it.each<[operator: string, value: unknown, other: unknown, expected: boolean]>([
    ['StringEqualsPath', 'a', 'a', true],
    ['StringEqualsPath', null, null, false],
    ['StringLessThanPath', 'a', 'b', true],
    ['NumericEqualsPath', 1, 1, true],
    ['NumericEqualsPath', 1, '1', false],
    ['NumericGreaterThanPath', 2, null, false],
    ['BooleanEqualsPath', false, false, true],
    ['BooleanEqualsPath', false, 'a', false],
    ['TimestampLessThanEqualsPath', '2026-01-31T09:05:00Z', '2026-01-31T09:05:00Z', true],
    ['TimestampEqualsPath', 'a', 'a', false],
  ])('%s of %j and %j', async (operator, value, other, expected) => {
    expect(await holds({ Variable: '$.v', [operator]: '$.o' }, { v: value, o: other })).toBe(expected);
  });
});

describe('a path that leads to nothing', () => {
  it.each<[string, object, unknown]>([
    ['is no presence', { Variable: '$.v', IsPresent: true }, false],
    ['is an absence', { Variable: '$.v.w[0]', IsPresent: false }, true],
    ['fails any other test', { Variable: '$.v', IsNull: true }, 'States.Runtime'],
    ['fails a comparison', { Variable: '$.v', StringEquals: 'a' }, 'States.Runtime'],
    ['fails one under Not', { Not: { Variable: '$.v', StringEquals: 'a' } }, 'States.Runtime'],
    ['fails as the other side', { Variable: '$.there', StringEqualsPath: '$.v' }, 'States.Runtime'],
    [
      'is not looked for when And is decided',
      {
        And: [
          { Variable: '$.v', IsPresent: true },
          { Variable: '$.v', IsNull: true },
        ],
      },
      false,
    ],
    [
      'is not looked for when Or is decided',
      {
        Or: [
          { Variable: '$.there', IsString: true },
          { Variable: '$.v', IsNull: true },
        ],
      },
      true,
    ],
  ])('%s', async (_, rule, expected) => {
    expect(await holds(rule, { there: 'a' })).toBe(expected);
  });
});

describe('a Choice state', () => {
  const two = (more: object) =>
    machine({
      C: {
        Type: 'Choice',
        Choices: [1, 2].map((n) => ({ Variable: '$.n', NumericLessThan: n, Next: `Is${n}` })),
        ...more,
      },
      Is1: { Type: 'Pass', Result: 1, End: true },
      Is2: { Type: 'Pass', Result: 2, End: true },
    });

  it('takes the first rule that holds', async () => {
    expect(await play(two({}), { input: { n: 0 } })).toMatchObject({ output: 1 });
    expect(await play(two({}), { input: { n: 1 } })).toMatchObject({ output: 2 });
  });

  it('fails with States.NoChoiceMatched when none does and there is no Default', async () => {
    expect(await play(two({}), { input: { n: 9 } })).toMatchObject({ error: 'States.NoChoiceMatched' });
    expect(await play(two({ Default: 'Is2' }), { input: { n: 9 } })).toMatchObject({ output: 2 });
  });

  it('asks of what InputPath selects, and gives what OutputPath selects of that', async () => {
    const definition = machine({
      C: {
        Type: 'Choice',
        InputPath: '$.in',
        OutputPath: '$.out',
        Choices: [{ Variable: '$.n', IsPresent: true, Next: 'S' }],
      },
      S: { Type: 'Succeed' },
    });
    expect(await play(definition, { input: { in: { n: 1, out: 'o' } } })).toMatchObject({ output: 'o' });
  });
});
