import { DOMParser } from '@xmldom/xmldom';
import { describe, expect, it } from 'vitest';
import { renderBadge } from '#core/page/badge.ts';
import type { BadgeKind } from '#core/page/badge-kinds.ts';
import { shownTo } from '#core/page/view/shown-to.ts';
import { samplePage } from '../../../docs/sample-page.ts';
import { pageOf, sampleCheck } from './pages.ts';

const data = samplePage();
const badgeOf = (name: string, kind: BadgeKind, language: 'en' | 'ja' = 'en') => {
  const check = shownTo(data, 'private').checks.find((one) => one.name === name);
  if (check === undefined) throw new Error(`the sample has no check ${name}`);
  return renderBadge(check, kind, { language });
};
const read = (svg: string) => new DOMParser().parseFromString(svg, 'image/svg+xml').documentElement;

describe('a badge', () => {
  it.each([
    ['orders-api', 'status', 'orders-api: Down'],
    ['cart', 'status', 'cart: OK'],
    ['orders-api', 'uptime-7d', 'orders-api uptime 7 d: 97.56%'],
    ['orders-api', 'uptime-30d', 'orders-api uptime 30 d: 98.04%'],
    ['orders-api', 'uptime-90d', 'orders-api uptime 90 d: 99.33%'],
    ['search', 'latency', 'search latency: 1,840 ms'],
    ['new-partner', 'latency', 'new-partner latency: unknown'],
    ['new-partner', 'uptime-90d', 'new-partner uptime 90 d: unknown'],
  ] as const)('of %s, %s, is read as "%s"', (name, kind, text) => {
    const svg = read(badgeOf(name, kind));

    expect(svg?.getAttribute('aria-label')).toBe(text);
    expect(svg?.getElementsByTagName('title')[0]?.textContent).toBe(text);
  });

  it('speaks Japanese', () => {
    expect(read(badgeOf('注文', 'uptime-30d', 'ja'))?.getAttribute('aria-label')).toBe('注文 稼働率 30日: 100%');
  });

  it('escapes a name, and cuts a long one', () => {
    const [check] = shownTo(
      pageOf([{ ...sampleCheck('cart'), name: `"><script>${'x'.repeat(200)}` }]),
      'private',
    ).checks;
    if (check === undefined) throw new Error('there is a check');
    const svg = read(renderBadge(check, 'status', { language: 'en' }));

    expect(svg?.getElementsByTagName('script')).toHaveLength(0);
    expect(Number(svg?.getAttribute('width'))).toBeLessThan(600);
  });

  it('is wide enough for wide letters', () => {
    const wide = Number(read(badgeOf('注文', 'status'))?.getAttribute('width'));
    expect(wide).toBeGreaterThan(2 * 11 + 4 * 6);
  });
});
