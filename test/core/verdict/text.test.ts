import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutToBytes, quote, safeText, told, withCuts } from '#core/text/safe-text.ts';
import { excerptOf } from '#kinds/http/judge/excerpt.ts';
import { pageOf } from '#kinds/http/judge/page.ts';
import { response } from './observations.ts';

describe('safe text', () => {
  it.each([
    ['plain 注文 😀', 'plain 注文 😀'],
    ['\x1b]0;title\x07', '␛]0;title␇'],
    ['a\0b\tc\x7f', 'a␀b␉c␡'],
    ['\u009b31m', '\ufffd31m'],
    ['abc\u202etxt.exe', 'abc\ufffdtxt.exe'],
    ['\u2066a\u2069 zero\u200bwidth\ufeff', '\ufffda\ufffd zero\ufffdwidth\ufffd'],
    ['half \ud83d', 'half \ufffd'],
    ['tag \u{e0041}', 'tag \ufffd'],
    ['line\u2028end', 'line\ufffdend'],
    ['no mark \ufdda\ufdd3x\ufddb', 'no mark \ufffd\ufffdx\ufffd'],
  ])('of %j is %j', (text, safe) => {
    expect(safeText(text)).toBe(safe);
  });

  it('has no character that acts, and is made once', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const safe = safeText(text);
        expect(safe).not.toMatch(/[\p{Cc}\p{Bidi_Control}\p{Surrogate}]/u);
        expect(safeText(safe)).toBe(safe);
      }),
    );
  });
});

describe('a cut', () => {
  it.each([
    ['abc', 3, 'abc'],
    ['abcd', 3, '…'],
    ['abcdef', 5, 'ab…'],
    ['ééé', 5, 'é…'],
    ['😀😀', 7, '😀…'],
    ['😀😀', 6, '…'],
    ['abc', 2, ''],
  ])('of %j to %i bytes is %j', (text, bytes, cut) => {
    expect(cutToBytes(text, bytes)).toBe(cut);
  });

  it('inside quotes tells that it is one', () => {
    expect(withCuts(quote('x'.repeat(200), 10))).toBe('"xxxxxxx…"');
  });

  it('of what a target said is made where the sentence is finished, each to its own length', () => {
    const sentence = `header ${told('a'.repeat(50), 20)} is ${quote('b'.repeat(9_000), 104)}, wanted ${quote('c')}`;
    expect(withCuts(sentence)).toBe(`header ${'a'.repeat(17)}… is "${'b'.repeat(101)}…", wanted "c"`);
    expect(sentence.length).toBeLessThan(5_000);
    expect(withCuts(sentence.replace('b'.repeat(4_000), ''))).toContain('b…"');
  });
});

describe('an excerpt', () => {
  const excerpt = (body: string | Buffer, rawHeaders: string[] = []) =>
    ((it) => (it === null ? null : withCuts(it)))(excerptOf(pageOf(response({ body, rawHeaders }))));

  it('is one line', () => {
    expect(excerpt('  {\r\n\t"a":   1\n}\n')).toBe('{ "a": 1 }');
  });

  it('shows every blank where blanks are to be seen', () => {
    const body = ' in\r\n\tstock\u3000and\u00a0on\u200b \n';
    expect(excerptOf(pageOf(response({ body })), 'seen')).toBe('in␍␊␉stock<U+3000>and<U+00A0>on<U+200B>');
  });

  it('is at most 300 bytes, whole characters, and says when it is cut', () => {
    const text = excerpt('注'.repeat(5_000));
    expect(Buffer.byteLength(text ?? '')).toBe(300);
    expect(text).toMatch(/^注+…$/);
  });

  it.each([
    ['', null],
    [' \n ', null],
  ])('of %j is %j', (body, nothing) => {
    expect(excerpt(body)).toBe(nothing);
  });

  it('does not show the half of a character at which it stopped to read', () => {
    const body = Buffer.concat([Buffer.from(' '.repeat(4_094)), Buffer.from('注文')]);
    expect(excerpt(body)).toBeNull();
  });
});
