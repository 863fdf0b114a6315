import { Script } from 'node:vm';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { ASSETS } from '#core/page/assets/assets.ts';
import { SCRIPT } from '#core/page/assets/script.ts';
import { renderIndex } from '#core/page/index.ts';
import { fileLinks } from '#core/page/links.ts';
import type { PageCheck } from '#core/page/page-data.ts';
import { samplePage } from '../../../docs/sample-page.ts';
import { HOW, newsOf, pageOf, sampleCheck, textOf } from './pages.ts';

const THOUSAND = Array.from({ length: 1000 }, (_, index): PageCheck => {
  const check = sampleCheck('cart');
  const name = `check-${index}`;
  const days = check.days.map((day, at) => {
    // About four days in a hundred are bad, each somewhere else.
    const ng = (index * 7919 + at * 104_729) % 100 < 4 ? 1 + ((index + at) % 40) : 0;
    return { ...day, ng, ok: 288 - ng, uptime: (288 - ng) / 288 };
  });
  const latest = check.latest && {
    ...check.latest,
    verdict: { ...check.latest.verdict, name, latencyMs: index % 400 },
  };
  return { ...check, name, tags: [`team-${index % 20}`], days, latest };
});

describe('the page of a thousand checks', () => {
  const page = renderIndex(pageOf(THOUSAND), HOW);

  it('takes less than 60 kB on the wire, with style and script', () => {
    const files = [page, ASSETS.get('page.css')?.text ?? '', SCRIPT].map((text) => gzipSync(text).length);
    expect(files.reduce((sum, bytes) => sum + bytes, 0)).toBeLessThan(60_000);
  });

  it('has at most three pieces a strip', () => {
    const strips = page.match(/<svg class="bars".*?<\/svg>/g) ?? [];
    expect(strips.length).toBe(1000);
    for (const strip of strips) expect(strip.match(/<path/g)?.length).toBeLessThanOrEqual(3);
  });
});

describe('the script', () => {
  it('is one, below 5 kB as it is, and JavaScript', () => {
    expect(Buffer.byteLength(SCRIPT)).toBeLessThan(5000);
    expect(() => new Script(SCRIPT)).not.toThrow();
  });
});

describe('the page of all checks', () => {
  it('has everything in its files: no style, script or handler of its own', () => {
    const page = renderIndex(samplePage(), HOW);
    expect(page).not.toMatch(/\sstyle=|<style|\son[a-z]+=|javascript:/);
    expect(page.match(/<script[^>]*>/g)).toEqual(['<script src="/assets/page.js" defer>']);
  });

  it('has every check once, under its first tag, those without a tag last', () => {
    const page = renderIndex(samplePage(), HOW);
    const headings = [...page.matchAll(/<h3 id="(?:tag-[^"]*|untagged)">([^<]*)/g)].map(([, title]) => title);

    expect(headings).toEqual(['shop', 'payments', 'tokyo', 'databases', 'jobs', 'Others']);
    for (const { name } of samplePage().checks)
      expect(page.split(`id="check-${encodeURIComponent(name)}"`)).toHaveLength(2);
  });

  it('says why nobody is told of a check', () => {
    const text = textOf(renderIndex(samplePage(), HOW));

    expect(text).toContain('orders-api status 503, wanted 200 · muted until 17:00 Down');
    expect(text).toContain('in maintenance, invoice database upgrade, until 16:30 Maintenance');
    expect(text).toContain('reported under orders-db Down');
    expect(text).toContain('Reported with it: reports-db , invoices');
  });

  it('says what is wrong with the list and with the monitor', () => {
    const text = textOf(renderIndex(samplePage(), HOW));

    expect(text).toContain('The newest edit of the checks file is not in use checks.yaml:41:7');
    expect(text).toContain('a run of 1h-0 is overdue for 12 min · since 14:20');
  });

  it('reads days with trouble out, newest first', () => {
    const row = newsOf(pageOf([sampleCheck('storefront')]), { checks: ['storefront'], incidents: false }, HOW);
    expect(textOf(row)).toContain('14 Nov 2026 98.95% 17 Oct 2026 99.3%');
  });

  it('rounds no uptime up to 100 %', () => {
    const check = sampleCheck('cart');
    const [first, ...days] = check.days;
    if (first === undefined) throw new Error('there are days');
    const almost = { ...check, days: [{ ...first, ok: 287_999, ng: 1, uptime: 287_999 / 288_000 }, ...days] };
    expect(textOf(renderIndex(pageOf([almost]), HOW))).toContain('99.99%');
  });

  it('speaks Japanese, in the time zone of the list', () => {
    const page = renderIndex(samplePage({}, 'Asia/Tokyo'), { ...HOW, language: 'ja' });

    expect(page).toContain('<html lang="ja">');
    expect(textOf(page)).toContain('16件中3件が停止しています');
    expect(textOf(page)).toContain('時刻はAsia/Tokyo');
    expect(page).toContain('<time datetime="2026-11-26T14:32:00.000Z">23:32</time>');
  });

  it('reloads where there is no script, and has none where nothing is live', () => {
    expect(renderIndex(samplePage(), HOW)).toContain('<noscript><meta http-equiv="refresh" content="60"></noscript>');
    expect(renderIndex(samplePage(), { ...HOW, live: 'none' })).not.toContain('<script');
  });

  it('links files by their relative paths, whatever the script of a name', () => {
    const page = renderIndex(samplePage(), { ...HOW, links: fileLinks('index'), live: 'poll' });

    expect(page).toContain('href="checks/~e6~b3~a8~e6~96~87.html"');
    expect(page).toContain('data-live-by="poll" data-source="status.json"');
    expect(page).not.toMatch(/(?:href|src)="\//);
  });
});

describe('news for a page that is open', () => {
  it('are elements of that page, by their ids', () => {
    const page = renderIndex(samplePage(), HOW);
    const news = newsOf(samplePage(), { checks: ['orders-api'], incidents: true }, HOW);
    const ids = [...news.matchAll(/ id="([^"]*)" [^>]*data-live|<\w+ id="([^"]*)" class="[^"]*" data-live/g)].map(
      ([, a, b]) => a ?? b,
    );

    expect(ids).toContain('check-orders-api');
    expect(ids).toContain('overall');
    for (const id of ids) expect(page).toContain(` id="${id}"`);
  });

  it('are the very row that the page has', () => {
    const row = /<li class="row" id="check-orders-api".*?<\/li>(?=\n)/.exec(renderIndex(samplePage(), HOW))?.[0] ?? '';
    expect(row).not.toBe('');
    expect(newsOf(samplePage(), { checks: ['orders-api'], incidents: false }, HOW)).toContain(row);
  });
});
