import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fits } from '../../../cli/selection/glob.ts';

describe('a pattern of names', () => {
  it.each([
    ['shop-*', 'shop-eu', true],
    ['shop-*', 'shop-', true],
    ['shop-*', 'my shop-eu', false],
    ['*', '', true],
    ['?', '在', true],
    ['?', '😀', true],
    ['?', 'ab', false],
    ['a?c*', 'abcd', true],
    ['*b*', 'abc', true],
    ['*a*b', 'aab', true],
    ['*ab', 'aabab', true],
    ['a*b', 'acbd', false],
    ['GET /x [eu]', 'GET /x [eu]', true],
    ['GET /* [eu]', 'GET /a/b [eu]', true],
    ['[ab]', 'a', false],
    ['', 'a', false],
    ['Shop', 'shop', false],
    ['a.c', 'abc', false],
  ])('%s and %s: %s', (pattern, word, isFit) => {
    expect(fits(pattern, word)).toBe(isFit);
  });

  it('fits what the regex of the same meaning fits', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 8 });
    fc.assert(
      fc.property(text, fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 8 }), (pattern, word) => {
        const regex = new RegExp(`^${pattern.replaceAll('*', '.*').replaceAll('?', '.')}$`);
        expect(fits(pattern, word)).toBe(regex.test(word));
      }),
    );
  });

  it('takes no time over many stars', () => {
    expect(fits(`${'a*'.repeat(200)}b`, 'a'.repeat(5_000))).toBe(false);
  });
});
