import { describe, expect, it } from 'vitest';
import { readExpression, type Values } from '../../../bench/cloudwatch/expression.ts';

describe('metric math', () => {
  it.each<[string, Values, number | null]>([
    ['m1 + m2', { m1: 1, m2: 2 }, 3],
    ['m1 + m2', { m1: 1, m2: null }, 1],
    ['m1 + m2', { m1: null, m2: null }, null],
    ['m1 + 1', { m1: null }, null],
    ['1 - m1', { m1: 1 }, 0],
    ['m1 - m2 * 2 / 4', { m1: 5, m2: 6 }, 2],
    ['(m1 >= 1) + (m2 >= 1)', { m1: 3, m2: 0 }, 1],
    ['(m1 >= 1) + (m2 >= 1)', { m1: 3, m2: null }, 1],
    ['(m1 >= 1) + (m2 >= 1)', { m1: null, m2: null }, null],
    ['FILL(m1, 0)', { m1: null }, 0],
    ['FILL(m1, 1)', { m1: 0 }, 0],
    ['FILL(m1, 1) + FILL(m2, 1)', { m1: null, m2: 0 }, 1],
    ['IF(m1 > 1, 10, m1)', { m1: 2 }, 10],
    ['IF(m1 > 1, 10, m1)', { m1: 1 }, 1],
    ['IF(m1 > 1, 10, m1)', { m1: null }, null],
  ])('%s of %j is %j', (text, values, wanted) => {
    expect(readExpression(text)(values)).toBe(wanted);
  });

  it.each(['m1 +', 'SEARCH(m1)', 'm1 m2', '(m1', 'FILL(m1)', 'm1 ? 1'])('does not take %s', (text) => {
    expect(() => readExpression(text)({})).toThrow(SyntaxError);
  });
});
