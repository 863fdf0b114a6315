import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BUDGETS } from '#core/contract.ts';
import { fitToBudget } from '#core/verdict/fit.ts';
import { verdict } from './observations.ts';

const size = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));
const long = (text: string): string => text.repeat(2_000);
const reason = (message: string) => ({ code: 'status', message }) as const;

describe('a verdict', () => {
  it('within the budget is left alone', () => {
    const small = verdict({ excerpt: 'x', tags: ['a'] });
    expect(fitToBudget(small)).toBe(small);
  });

  it('loses of its excerpt first, and says so', () => {
    const { excerpt, ...rest } = fitToBudget(verdict({ excerpt: long('é'), tags: ['a', 'b'] }));
    expect(excerpt).toMatch(/^é+…$/);
    expect(rest).toEqual(verdict({ tags: ['a', 'b'] }));
  });

  it('then of its message, of which the beginning stays', () => {
    const fitted = fitToBudget(verdict({ excerpt: 'body', reason: reason(`status 503 ${long('x')}`), tags: ['a'] }));
    expect(fitted).not.toHaveProperty('excerpt');
    expect(fitted.reason?.message).toMatch(/^status 503 x{189,}…$/);
    expect(fitted.tags).toEqual(['a']);
  });

  it('then its last tags', () => {
    const tags = Array.from({ length: 200 }, (_, i) => `tag-${i}`);
    const fitted = fitToBudget(verdict({ reason: reason('m'.repeat(150)), tags }));
    expect(fitted.reason?.message).toBe('m'.repeat(150));
    expect(fitted.tags.slice(0, 2)).toEqual(['tag-0', 'tag-1']);
    expect(fitted.tags.at(-1)).toBe('…');
    expect(size(fitted)).toBeLessThanOrEqual(BUDGETS.verdictBytes);
    expect(size(fitted)).toBeGreaterThan(BUDGETS.verdictBytes - size('tag-99,'));
  });

  it('never has half a character', () => {
    const fitted = fitToBudget(verdict({ excerpt: long('𠮷'), reason: reason(long('😀')) }));
    expect(JSON.stringify(fitted)).not.toMatch(/\\ud[89a-f]/i);
  });

  it('fits whatever it is made of', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: 'grapheme', maxLength: 600 }),
      fc.constant(long('"')),
    );
    fc.assert(
      fc.property(text, text, text, fc.array(text), (message, excerpt, label, tags) => {
        const notAfter = '1970-01-01T00:00:00.000Z';
        const certificate = { daysLeft: -20_000, fingerprint: '0123456789abcdef', notAfter };
        const fitted = fitToBudget(verdict({ reason: reason(message), excerpt, label, tags, certificate }));
        expect(size(fitted)).toBeLessThanOrEqual(BUDGETS.verdictBytes);
      }),
    );
  });
});
