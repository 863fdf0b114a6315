import { describe, expect, it } from 'vitest';
import { renderCheck } from '#core/page/check.ts';
import type { How } from '#core/page/how.ts';
import { fileLinks } from '#core/page/links.ts';
import { samplePage, samplePageDetails } from '../../../docs/sample-page.ts';
import { HOW, PRIVATE_WORDS, pageOf, sampleCheck, textOf } from './pages.ts';

const data = samplePage();
const pageFor = (name: string, how: Partial<How> = {}) =>
  renderCheck(data, name, samplePageDetails(data, name), { ...HOW, ...how });
const ORDERS = pageFor('orders-api') ?? '';

describe('the page of a check', () => {
  it('says how it is, why, why nobody is told, and in whose words', () => {
    expect(textOf(ORDERS)).toContain('orders-api Down orders are down status 503, wanted 200 muted until 17:00');
    expect(ORDERS).toContain('<title>orders-api: Down · Acme status</title>');
  });

  it('has its figures, certificate and what was seen', () => {
    const text = textOf(ORDERS);

    expect(text).toContain('Uptime, 7 days 97.56% Uptime, 30 days 98.04% Uptime, 90 days 99.33%');
    expect(text).toContain('every 1 min');
    expect(text).toContain('Certificate ends in 41 days · 6 Jan 2027, 13:00');
    expect(textOf(pageFor('zone') ?? '')).toContain('rcode NOERROR records 4 serial 2026112601');
    expect(textOf(pageFor('nightly-backup') ?? '')).toContain('51 22 * * * (Asia/Tokyo)');
  });

  it('has each day, each hour and the latest results as tables', () => {
    const text = textOf(ORDERS);

    expect(text).toContain('26 Nov 2026 85.76% 247 41 0 0');
    expect(text).toContain('15:31:40 Down 88 ms 503 2 status 503, wanted 200');
    expect(ORDERS.match(/<th scope="row">/g)?.length).toBe(90 + 25 + 20);
  });

  it('has no row of a day without answers', () => {
    const check = sampleCheck('cart');
    const none = { ok: 0, ng: 0, degraded: 0, excused: 0, uptime: null };
    const young = { ...check, days: check.days.map((day, at) => (at < 88 ? { date: day.date, ...none } : day)) };
    const page = renderCheck(pageOf([young]), 'cart', samplePageDetails(data, 'cart'), HOW) ?? '';
    expect(/<details id="each-day">.*?<\/details>/s.exec(page)?.[0].match(/<th scope="row">/g)).toHaveLength(2);
  });

  it('draws the latency of 24 hours with a gap where nothing was measured, and where the time goes', () => {
    const [, middle = ''] = /class="middle"[^>]* d="([^"]*)"/.exec(ORDERS) ?? [];

    expect(middle.match(/M/g)).toHaveLength(2);
    expect(ORDERS).toMatch(/<path class="firstByte" d="M/);
    expect(textOf(pageFor('new-partner') ?? '')).not.toContain('NaN');
  });

  it('has how to repeat it by hand, the configuration and the beginning of what the target said', () => {
    const text = textOf(ORDERS);

    expect(text).toContain("curl -H 'X-Api-Key: ${ssm:/prod/orders/key}' https://orders-api.example.com/health");
    expect(text).toContain('[X-Api-Key, "${ssm:/prod/orders/key}"]');
    expect(text).toContain('{"error":"upstream pool-b exhausted"}');
  });

  it('has "run now" where the server says that the reader may', () => {
    const runNow = { token: 'f00<d' };

    expect(ORDERS).not.toContain('<form');
    expect(pageFor('注文', { runNow })).toContain(
      '<form class="run" method="post" action="/checks/%E6%B3%A8%E6%96%87/run"><input type="hidden" name="token" value="f00&lt;d">',
    );
    expect(pageFor('cart', { runNow, scope: 'public' })).not.toContain('<form');
    expect(pageFor('cart', { runNow, links: fileLinks('check') })).not.toContain('<form');
  });

  it('has its own incidents, and those of certificates that it shows', () => {
    expect(textOf(ORDERS)).toContain('orders-api was down 03:11 – 03:49 · 38 min connection reset by orders-api');
    expect(textOf(ORDERS)).not.toContain('orders-db is down');
    expect(textOf(pageFor('checkout') ?? '')).toContain('A certificate needs renewal');
  });

  it('is not there for strangers who may not see the check, nor for a name that no check has', () => {
    expect(pageFor('orders-db', { scope: 'public' })).toBeNull();
    expect(renderCheck(data, 'nobody', samplePageDetails(data, 'cart'), HOW)).toBeNull();
  });

  it('tells strangers nothing private of a check that they may see', () => {
    const page = pageFor('orders-api', { scope: 'public' }) ?? '';

    expect(textOf(page)).toContain('orders-api Down wrong answer');
    for (const word of [...PRIVATE_WORDS, 'curl', 'Api-Key', 'ssm', 'every 1 min', 'First byte', 'Configuration'])
      expect(page).not.toContain(word);
  });
});
