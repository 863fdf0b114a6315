import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { code } from '../../../cli/github/markdown.ts';
import { MOST_SUMMARY_BYTES, summaryOf } from '../../../cli/github/summary.ts';
import { NOTHING_LISTED } from '../../../cli/output/listing.ts';
import { ng, rollCall, verdict } from '../verdicts.ts';

const called = (...results: Parameters<typeof rollCall>) => ({
  rollCall: rollCall(...results),
  total: 1,
  elapsedMs: 3210,
});
const rowsOf = (text: string) => text.split('\n').filter((line) => line.startsWith('| ') && !line.startsWith('| ---'));
/** The characters that references stand for. */
const plain = (text: string) =>
  text.replace(/&#(\d+);/g, (_, digits: string) => String.fromCharCode(Number(digits))).replaceAll(/<\/?code>/g, '');

describe('the summary of a run', () => {
  it('counts, then lists NGs first, then what else is to be said, then the OKs, with where each stands', () => {
    const results = [
      verdict({ name: 'fine' }),
      verdict({ name: 'late', flaky: true, attempts: 2 }),
      ng('status 503, wanted 200', { name: 'down', status: 503, curl: "curl -H 'x-api-key: ***' https://a" }),
      ng('', { name: 'broken', reason: { code: 'checker-fault', message: 'the checker failed' } }),
      ng('x', { name: 'hushed', quiet: { because: 'muted', by: 'noon' } }),
    ];
    const places = new Map([['down', { file: 'shop/my checks.yaml', line: 7 }]]);
    const listing = { ...NOTHING_LISTED, places, disabled: ['off'] };
    const text = summaryOf(called(results), listing, 10_000, ({ file, line }) => `https://g/${file}#L${line}`);

    expect(text).toMatch(/^## Rollcall: 2 OK, 3 NG \(1 flaky, 1 checker faults\) in 3\.2 s\n\n/);
    expect(rowsOf(text).slice(1).map(plain)).toEqual([
      '| ❌ NG | down | 503 | 45 ms | status 503, wanted 200<br><details><summary>ask again</summary>curl -H \'x-api-key: ***\' https://a</details> | <a href="https://g/shop/my checks.yaml#L7">shop/my checks.yaml:7</a> |',
      '| ⚠️ fault | broken | 200 | 45 ms | the checker failed |  |',
      '| ✅ OK | late | 200 | 45 ms | flaky: OK on attempt 2 |  |',
      '| ✅ OK | fine | 200 | 45 ms |  |  |',
      '| ⏭️ skipped | hushed | 200 | 45 ms | muted until noon: x |  |',
      '| ⏭️ skipped | off |  |  | disabled: enabled is false |  |',
    ]);
  });

  it.each([
    'a | b',
    '</code><script>alert(1)</script>',
    '![x](https://evil.example/x.png)',
    '[click](https://evil.example)',
    'https://evil.example www.evil.example @owner #1 :smile: $x$',
    '`a` **b** __c__ ~~d~~ <!-- e',
    'a\n\n# b\u001b[31m',
    '\\',
    '&lt;',
  ])('has no markup of %j', (said) => {
    const text = summaryOf(called([ng(said, { name: said })]), NOTHING_LISTED, 10_000);
    const [, row = ''] = rowsOf(text);

    expect(row.match(/<code>[^<]*<\/code>/g)).toEqual([code(said), code(said)]);
    expect(row.split('|')).toHaveLength(8);
  });

  it('leaves no punctuation of a text in Markdown, and every character of it', () => {
    fc.assert(
      fc.property(fc.string(), (said) => {
        const inside = code(said).slice('<code>'.length, -'</code>'.length);
        expect(inside.replaceAll(/&#\d+;/g, '')).toMatch(/^[A-Za-z0-9 ]*$/);
        expect(plain(inside)).toBe(said);
      }),
    );
  });

  it('takes no more than GitHub does, NGs first, and says how many are left out', () => {
    const oks = Array.from({ length: 20_000 }, (_, index) => verdict({ name: `fine ${index}` }));
    const text = summaryOf(called([...oks, ng('status 503', { name: 'down' })]), NOTHING_LISTED, MOST_SUMMARY_BYTES);

    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(MOST_SUMMARY_BYTES);
    expect(Buffer.byteLength(text)).toBeGreaterThan(MOST_SUMMARY_BYTES - 1000);
    expect(rowsOf(text)[1]).toContain('down');
    const left = Number(/\n(\d+) more checks are left out/.exec(text)?.[1]);
    expect(left + rowsOf(text).length - 1).toBe(20_001);
  });

  it('is nothing where there is no room', () => {
    expect(summaryOf(called([verdict()]), NOTHING_LISTED, 50)).toBe('');
  });
});
