import { describe, expect, it } from 'vitest';
import { renderIndex } from '#core/page/index.ts';
import { samplePage } from '../../../docs/sample-page.ts';
import { HOW, newsOf, PRIVATE_WORDS, textOf } from './pages.ts';

const PUBLIC = { ...HOW, scope: 'public' } as const;

describe('the page for strangers', () => {
  const page = renderIndex(samplePage(), PUBLIC);

  it.each(PRIVATE_WORDS)('has nowhere the private word %s, which the other page has the data of', (word) => {
    expect(page).not.toContain(word);
    expect(page).not.toContain(encodeURIComponent(word));
  });

  it('has the chosen checks with state, uptime and a reason that names no detail', () => {
    const text = textOf(page);

    for (const name of ['storefront', 'orders-api', 'search', 'cart', 'product-images', 'checkout', 'card-gateway'])
      expect(text).toContain(` ${name} `);
    expect(text).toContain('orders-api wrong answer Down 99.33%');
    expect(text).toContain('orders-api is down since 12:07 · 3 h 25 min wrong answer');
    expect(text).toContain('1 of 8 checks down');
    expect(text).toContain('The monitor itself is in trouble');
  });

  it('keeps every one of these words in the page for those who may see everything', () => {
    const open = renderIndex(samplePage(), HOW);
    const seen = PRIVATE_WORDS.filter((word) => open.includes(word) || open.includes(encodeURIComponent(word)));
    expect(seen.length).toBeGreaterThan(25);
  });

  it('sends no news of other checks', () => {
    const news = { checks: ['orders-db', 'cart'], incidents: true };

    expect(newsOf(samplePage(), news, HOW)).toContain('id="check-orders-db"');
    const sent = newsOf(samplePage(), news, PUBLIC);
    expect(sent).toContain('id="check-cart"');
    for (const word of PRIVATE_WORDS) expect(sent).not.toContain(word);
  });

  it('has no check at all where the list does not choose any', () => {
    const page = renderIndex(samplePage({ public: null }), PUBLIC);
    for (const { name } of samplePage().checks) expect(page).not.toContain(encodeURIComponent(name));
  });

  it('has notes about all checks and about its own, and names no other in them', () => {
    const note = { at: '2026-11-26T10:00:00.000Z', title: 't', text: 'x' };
    const notes = [
      { ...note, title: 'for all', checks: null },
      { ...note, title: 'for both', checks: ['cart', 'orders-db'] },
      { ...note, title: 'for insiders', checks: ['orders-db'] },
    ];
    const text = textOf(renderIndex(samplePage({ notes }), PUBLIC));

    expect(text).toContain('for all');
    expect(text).toContain('for both 11:00 · cart x');
    expect(text).not.toContain('for insiders');
    expect(text).not.toContain('orders-db');
  });
});
