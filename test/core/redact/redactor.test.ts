import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redactorOf } from '#core/redact/redactor.ts';
import { quote, safeText } from '#core/text/safe-text.ts';

const SECRET = 'Tr0ub4dor&3 "é</k>\'+';
const redact = redactorOf([SECRET]);
const encode: Record<string, (text: string) => string> = {
  'as it is': (text) => text,
  'percent-encoded': encodeURIComponent,
  'percent-encoded in lower case': (text) => encodeURIComponent(text).replace(/%../g, (byte) => byte.toLowerCase()),
  'percent-encoded twice': (text) => encodeURIComponent(encodeURIComponent(text)),
  'as a form has it': (text) => new URLSearchParams({ a: text }).toString().slice(2),
  'in JSON': (text) => JSON.stringify(text).slice(1, -1),
  'in the JSON of PHP': (text) => JSON.stringify(text).slice(1, -1).replaceAll('/', '\\/'),
  'in the JSON of Python': (text) => JSON.stringify(text).slice(1, -1).replace('é', '\\u00e9'),
  'in HTML': (text) =>
    text
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
      .replaceAll("'", '&#39;'),
  'decoded as Latin-1': (text) => Buffer.from(text).toString('latin1'),
  'made safe': safeText,
  'in lower case': (text) => text.toLowerCase(),
};

describe('a secret', () => {
  it.each(Object.entries(encode))('is taken out %s', (_, write) => {
    const told = redact(`before ${write(SECRET)} after ${write(SECRET)}`);
    expect(told).toBe('before *** after ***');
  });

  it.each(['', 'u', 'us', 'user:'])('is taken out of the base64 of what begins with "%s"', (before) => {
    for (const encoding of ['base64', 'base64url'] as const) {
      const told = redact(Buffer.from(`${before}${SECRET}, and more`).toString(encoding));
      expect(Buffer.from(told.replace('***', ''), encoding).toString()).not.toContain(SECRET.slice(2, 8));
      expect(told).toContain('***');
    }
  });

  it.each(['Bearer abcd1234', 'Basic dXNlcjpodW50ZXIyMg==', 'https://user:hunter22@example.com/'])(
    'is found in the value %s',
    (value) => {
      const inner = value.startsWith('Bearer') ? 'abcd1234' : 'hunter22';
      expect(redactorOf([value])(`said ${inner}.`)).toBe('said ***.');
    },
  );

  it('does not leave its half where a text was cut', () => {
    const long = 'abcdefghijklmnopqrstuvwxyz'.repeat(8);
    const told = redactorOf([long])(`header x is ${quote(`Bearer ${long}`)}, wanted "y"`);
    expect(told).toBe('header x is "Bearer ***…", wanted "y"');
    expect(redactorOf([long])('begins abcdefgh')).toBe('begins ***');
    expect(redactorOf([long])('…wxyz ends')).toBe('…*** ends');
  });

  it('of less than four characters is left, because it is in every second text', () => {
    expect(redactorOf(['a', 'abc', ''])('abc')).toBe('abc');
  });

  it('that holds another is taken out whole', () => {
    expect(redactorOf(['hunter', 'hunter22'])('x hunter22 y hunter z')).toBe('x *** y *** z');
  });

  it('is nowhere in what is left, whatever stands around it', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 8, unit: 'grapheme' }), fc.string(), fc.string(), (secret, before, after) => {
        fc.pre(!'***…'.includes(secret) && secret.trim().length >= 8);
        const writings = [
          secret,
          encodeURIComponent(secret),
          Buffer.from(secret).toString('base64').replace(/=+$/, ''),
        ];
        const told = redactorOf([secret])(writings.join(`${after} ${before}`));
        for (const writing of writings) expect(told).not.toContain(writing);
      }),
    );
  });
});
