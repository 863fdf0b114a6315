import { expect, it } from 'vitest';
import { wrap } from '../../../cli/output/wrap.ts';

it('takes no time for a line that ends in many spaces', { timeout: 2_000 }, () => {
  expect(wrap(`a b${' '.repeat(100_000)}`, 80)).toBe('a b');
});
