import fc from 'fast-check';
import { expect, it } from 'vitest';
import { asciiName } from '#core/text/ascii-name.ts';

it.each([
  ['orders-api', 'orders-api'],
  ['注文/prod', '%E6%B3%A8%E6%96%87/prod'],
  ['café 1', 'caf%C3%A9 1'],
])('a name such as %s is %s where nothing but ASCII is taken', (name, ascii) => {
  expect(asciiName(name)).toBe(ascii);
});

it('is printable, within its room and of one name alone, whatever it is made of', () => {
  const names = fc.tuple(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }));
  fc.assert(
    fc.property(names, fc.integer({ min: 20, max: 60 }), ([one, other], most) => {
      expect(asciiName(one, most)).toMatch(/^[\x20-\x7e]*$/);
      expect(asciiName(one, most).length).toBeLessThanOrEqual(most);
      // A percent sign is none of the letters that names have.
      if (one !== other && !/%/.test(one + other)) expect(asciiName(one)).not.toBe(asciiName(other));
    }),
  );
});

it('is cut between letters, with what tells it from others of the same beginning', () => {
  expect(asciiName('注文'.repeat(20), 40)).toMatch(/^(?:%[\dA-F]{2}){9}~[\da-f]{8}$/);
  expect(asciiName(`${'注文'.repeat(20)}1`, 40)).not.toBe(asciiName(`${'注文'.repeat(20)}2`, 40));
});
