import { stripVTControlCharacters } from 'node:util';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import type { Verdict } from '#core/verdict/verdict.ts';
import { MEASURES } from '../../../cli/output/measures.ts';
import { measuresFor, renderTable as render } from '../../../cli/output/table.ts';
import type { Terminal } from '../../../cli/output/terminal.ts';
import { ng, verdict } from '../verdicts.ts';

const LONG_NAME = 'the-api-of-the-department-for-long-names-and-longer-titles';
const LONG_REASON =
  'keyword "headline of the day" is not in the body, which began with {"headlines":[]} and went on like this for so long that it does not fit on four lines of a narrow terminal, whatever one does about it';
const roll = [
  verdict(),
  ng('status 503, wanted 200', { name: 'payments-api', latencyMs: 12.4 }),
  verdict({ name: '在庫ページの監視', latencyMs: 1204 }),
  ng(LONG_REASON, { name: LONG_NAME, latencyMs: null }),
  verdict({ name: 'flaky', flaky: true, attempts: 2 }),
  verdict({ name: 'odd', lenient: ['bare LF', 'folded header'] }),
];
const plain = { color: false, unicode: true };

function renderTable(verdicts: readonly Verdict[], terminal: Terminal): string {
  return render(verdicts, terminal, MEASURES);
}

function linesOf(text: string): string[] {
  return text.trimEnd().split('\n');
}

describe('the table on a terminal', () => {
  it.each([40, 60, 80, 120, 200])('keeps every line within %d columns, but for a word that is wider', (columns) => {
    const lines = linesOf(renderTable(roll, { ...plain, columns }));
    const wide = lines.filter((line) => stringWidth(line) > columns);

    expect(wide).toEqual(columns < LONG_NAME.length + 3 ? [`✗  ${LONG_NAME}`] : []);
  });

  it.each([40, 60, 80, 200])('breaks no word at %d columns', (columns) => {
    const url = 'https://api.example.com/v2/orders/2026-11-26?include=lines,customer&sort=-created';
    const names = ['a name of several words that is far too long for its column', LONG_NAME];
    const verdicts = names.map((name) => ng(`redirects to "${url}", wanted "${url}x"`, { name }));
    const words = renderTable(verdicts, { ...plain, columns }).split(/\s+/);

    for (const text of [...names, `redirects to "${url}", wanted "${url}x"`])
      for (const word of text.split(' ')) expect(words).toContain(word);
  });

  it('breaks a reason without spaces between any two of its characters, but not before punctuation', () => {
    const text = '在庫ページの監視が失敗しました。'.repeat(4);
    const lines = linesOf(renderTable([ng(text)], { ...plain, columns: 41 })).slice(1);

    expect(lines.map((line) => line.trim()).join('')).toBe(text);
    for (const line of lines) expect(line.trim()).not.toMatch(/^。/);
    for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(41);
  });

  it.each([40, 80, 120])('shows every name, a latency and the reason at %d columns', (columns) => {
    const text = renderTable(roll, { ...plain, columns });

    expect(text).toContain('✓  orders-api');
    expect(text).toContain('✗  payments-api');
    expect(text).toContain('12 ms');
    expect(text).toContain('在庫ページの監視');
    expect(text.replace(/\s+/g, ' ')).toContain('status 503, wanted 200');
    expect(text).toContain('flaky: OK on attempt 2');
    expect(text.replace(/\s+/g, ' ')).toContain('lenient: bare LF, folded header');
  });

  it('puts the reason below the name when there is no room beside it', () => {
    const lines = linesOf(renderTable([ng('status 503, wanted 200')], { ...plain, columns: 40 }));

    expect(lines).toEqual(['✗  orders-api                      45 ms', '   status 503, wanted 200']);
  });

  it('wraps a reason in its own column', () => {
    const [, first = '', second = ''] = linesOf(renderTable([ng(LONG_REASON)], { ...plain, columns: 120 }));
    const column = first.indexOf('keyword');

    expect(column).toBeGreaterThan(0);
    expect(second.slice(0, column).trim()).toBe('');
    expect(second[column]).not.toBe(' ');
  });

  it('lines up what follows East Asian names', () => {
    const lines = linesOf(
      renderTable([verdict({ name: '在庫' }), verdict({ name: 'stock' })], { ...plain, columns: 80 }),
    );
    const ends = lines.slice(1).map((line) => stringWidth(line.slice(0, line.indexOf('45 ms'))));

    expect(ends[0]).toBe(ends[1]);
  });

  it('says by an ellipsis behind a whole word that a reason was cut', () => {
    const lines = linesOf(renderTable([ng(LONG_REASON.repeat(3))], { ...plain, columns: 40 }));

    expect(lines).toHaveLength(5);
    expect(LONG_REASON).toContain(`${lines.at(-1)?.trim().replace(/…$/, '')} `);
    expect(lines.at(-1)).toMatch(/…$/);
  });

  it('puts what is NG first, in the order of the list', () => {
    const lines = linesOf(renderTable(roll, { ...plain, columns: null })).slice(1);

    expect(lines.map((line) => line[0])).toEqual(['✗', '✗', '✓', '✓', '✓', '✓']);
    expect(lines[0]).toContain('payments-api');
    expect(lines[2]).toContain('orders-api');
  });
});

describe('the table anywhere', () => {
  const pipe = { columns: null, color: false, unicode: true };

  it('cuts and wraps nothing in a pipe', () => {
    const lines = linesOf(renderTable(roll, pipe));

    expect(lines).toHaveLength(roll.length + 1);
    expect(lines[2]).toContain(LONG_NAME);
    expect(lines[2]).toContain(LONG_REASON);
  });

  it('writes OK and NG where the locale has no marks', () => {
    const text = renderTable(roll.slice(0, 2), { ...pipe, unicode: false });

    expect(linesOf(text).map((line) => line.slice(0, 4))).toEqual(['    ', 'NG  ', 'OK  ']);
    expect(text).toMatch(/^[\x20-\x7e\n]*$/);
  });

  it('colours only the marks and the heading, and only when told', () => {
    const coloured = renderTable(roll, { ...pipe, color: true });

    expect(coloured).toContain('\u001b[31m');
    expect(stripVTControlCharacters(coloured)).toBe(renderTable(roll, pipe));
    expect(renderTable(roll, pipe)).not.toContain('\u001b');
  });

  it('shows control characters instead of sending them to the terminal', () => {
    const hostile = ng('body began with \u001b]0;owned\u0007\r\nfake line \u202egnp', { name: 'a\u001b[2Jb\nc' });
    const text = renderTable([hostile], pipe);

    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
    expect(linesOf(text)).toHaveLength(2);
    expect(text).toContain('␛[2J');
  });

  it('is empty when nobody answered', () => {
    expect(renderTable([], pipe)).toBe('');
  });
});

it.each([
  [{ because: 'maintenance', by: 'weekly deploy' }, 'maintenance \\(weekly deploy\\)'],
  [{ because: 'muted', by: '2026-11-23T11:00:00.000Z' }, 'muted until 2026-11-23T11:00:00.000Z'],
  [{ because: 'parent', by: 'db' }, 'suppressed by db'],
] as const)('says in a word why nobody is told of a verdict: %j', (quiet, word) => {
  const text = renderTable([ng('status 503, wanted 200', { quiet }), verdict({ quiet })], { ...plain, columns: null });
  expect(linesOf(text).slice(1)).toEqual([
    expect.stringMatching(new RegExp(`${word}: status 503, wanted 200$`)),
    expect.stringMatching(new RegExp(`${word}$`)),
  ]);
});

describe('a roll that is all OK in ASCII', () => {
  const wellAndPlain = [verdict(), verdict({ name: LONG_NAME, latencyMs: 1204 })];

  it.each([20, 40, 80, null])('looks the same without what measures other text, at %s columns', async (columns) => {
    const terminal = { ...plain, columns };
    const measures = await measuresFor(wellAndPlain);
    expect(measures).not.toBe(MEASURES);
    expect(render(wellAndPlain, terminal, measures)).toBe(renderTable(wellAndPlain, terminal));
  });

  it.each([
    ['an NG', ng('status 503, wanted 200')],
    ['a remark', verdict({ flaky: true, attempts: 2 })],
    ['another script', verdict({ name: '在庫' })],
  ])('is none with %s', async (_, one) => {
    expect(await measuresFor([verdict(), one])).toBe(MEASURES);
  });
});
