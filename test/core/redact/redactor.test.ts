import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redactorOf } from '#core/redact/redactor.ts';
import { cutToBytes, quote, safeText, withCuts } from '#core/text/safe-text.ts';

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
  'in upper case': (text) => text.toUpperCase(),
  'in a path, as Go writes it': (text) =>
    encodeURIComponent(text).replace(/%(24|26|2B|3A|3D|40)/g, (byte) => decodeURIComponent(byte)),
  'percent-encoded in every byte': (text) => Buffer.from(text).toString('hex').replace(/../g, '%$&'),
  'as escape() writes it': (text) => text.replace(/[^\w]/g, (one) => `%u${hexOf(one).padStart(4, '0')}`),
  'in the JSON of Go': (text) =>
    JSON.stringify(text)
      .slice(1, -1)
      .replace(/[<>&]/g, (one) => `\\u00${hexOf(one)}`),
  'in the JSON of Gson': (text) =>
    JSON.stringify(text)
      .slice(1, -1)
      .replace(/[<>&=']/g, (one) => `\\u00${hexOf(one)}`),
  'in the JSON of .NET': (text) => text.replace(/[^\w ]/g, (one) => `\\u${hexOf(one).toUpperCase().padStart(4, '0')}`),
  'in JSON in JSON': (text) => JSON.stringify(JSON.stringify(text)).slice(3, -3),
  'in decimal entities': (text) => text.replace(/[^\w]/g, (one) => `&#${one.charCodeAt(0)};`),
  'in entities of PHP': (text) => text.replaceAll("'", '&#039;').replaceAll('é', '&eacute;'),
  'in hex entities': (text) => text.replace(/./gs, (one) => `&#x${hexOf(one).toUpperCase()};`),
  'in named entities': (text) => text.replaceAll('/', '&sol;').replaceAll('+', '&plus;').replaceAll('"', '&quot;'),
  'percent-encoded, in HTML': (text) => encodeURIComponent(text).replaceAll('%', '&#37;'),
  'in JavaScript': (text) => text.replace(/[^\w]/g, (one) => `\\x${hexOf(one).padStart(2, '0')}`),
  'as Python shows bytes': (text) => text.replace('é', '\\xc3\\xa9').replaceAll("'", "\\'"),
  'in hex': (text) => Buffer.from(text).toString('hex'),
  'in upper hex': (text) => Buffer.from(text).toString('hex').toUpperCase(),
  'in a mail': (text) => text.replace('é', '=C3=A9'),
  'with letters and accents apart': (text) => text.normalize('NFD'),
  'decoded as Windows-1252': (text) => new TextDecoder('windows-1252').decode(Buffer.from(text)),
  'in lines': (text) => `${text.slice(0, 8)}\r\n${text.slice(8)}`,
  'with what is not seen in it': (text) => `${text.slice(0, 5)}\u200b${text.slice(5)}`,
};
const hexOf = (one: string) => one.charCodeAt(0).toString(16);

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

  it.each([
    'Bearer abcd1234',
    'Basic dXNlcjpodW50ZXIyMg==',
    'https://user:hunter22@example.com/',
  ])('is found in the value %s', (value) => {
    const inner = value.startsWith('Bearer') ? 'abcd1234' : 'hunter22';
    expect(redactorOf([value])(`said ${inner}.`)).toBe('said ***.');
  });

  it('does not leave its half where a text was cut', () => {
    const long = 'abcdefghijklmnopqrstuvwxyz'.repeat(8);
    const told = redactorOf([long])(`header x is "${cutToBytes(`Bearer ${long}`, 100)}", wanted "y"`);
    expect(told).toBe('header x is "Bearer ***…", wanted "y"');
    expect(redactorOf([long])('begins abcdefgh')).toBe('begins ***');
    expect(redactorOf([long])('…wxyz ends')).toBe('…*** ends');
  });

  it('is taken out whole of what a target said before that is cut', () => {
    for (const [name, write] of Object.entries(encode)) {
      for (let before = 0; before <= 100; before += 7) {
        const said = `${'.'.repeat(before)}${write(SECRET)}${'.'.repeat(80)}`;
        const shown = withCuts(redact(`begins ${quote(said, 60)} (after 3 ms)`));
        expect(shown, name).toMatch(/^begins "\.*(?:\*{0,3}|\*\*\*\.*)…" \(after 3 ms\)$/);
      }
    }
  });

  it.each([
    ['begins', (half: string) => `it begins ${half}`],
    ['is cut', (half: string) => `said ${half}… and more`],
    ['is cut in quotes', (half: string) => `Unexpected token, "${half}"... is not valid JSON`],
    ['is cut with dots', (half: string) => `said ${half}... and more`],
  ])('does not leave its half in any writing where a text %s', (_, say) => {
    for (const [name, write] of Object.entries(encode)) {
      const written = write(SECRET);
      for (let length = written.length - 1; length > written.length / 2; length -= 1) {
        const told = redact(say(written.slice(0, length)));
        expect(told, `${name} ${length}`).not.toContain(written.slice(0, 9));
      }
    }
  });

  it('is found as base64 of the JSON that holds it, and as base64 of base64', () => {
    const json = Buffer.from(JSON.stringify({ k: SECRET })).toString('base64');
    expect(Buffer.from(redact(json).replace('***', ''), 'base64').toString()).not.toContain('ub4do');
    expect(redact(Buffer.from(Buffer.from(SECRET).toString('base64')).toString('base64'))).toMatch(/^\*\*\*.{0,6}$/);
  });

  it('is the path of a webhook too', () => {
    const hidden = redactorOf(['https://hooks.example.com/services/T00/B00/XyZ?key=abcd9']);
    expect(hidden('Cannot POST /services/T00/B00/XyZ')).toBe('Cannot POST /***');
    expect(hidden('no key abcd9')).toBe('no key ***');
  });

  it('takes no longer than its text to be found, whatever that holds', () => {
    const hostile = redactorOf(['a'.repeat(4_000), '%25'.repeat(1_000), '&'.repeat(4_000)]);
    for (const unit of ['a', '%25', '%', '&amp;', '&', '\\', '\\u0061', '…', '...', '%61', ' ', '"', '&#', '\\x61']) {
      expect(hostile(unit.repeat(60_000 / unit.length)).length).toBeLessThanOrEqual(60_006);
    }
  }, 10_000);

  it('of a URL is found as it is sent: decoded, within a header', () => {
    const header = `Basic ${Buffer.from('me:p@ss/word').toString('base64')}`;
    expect(redactorOf(['p%40ss%2Fword'])(`got ${header}`)).not.toContain(header.slice(10, -4));
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
