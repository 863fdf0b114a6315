import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderNews } from '#core/page/index.ts';
import type { PageData } from '#core/page/page-data.ts';
import { hostile, hostilePage } from '../../docs/sample-hostile.ts';
import { samplePage } from '../../docs/sample-page.ts';
import { SAMPLE_HOW, type Site, sampleSite } from '../../docs/sample-site.ts';
import { CHROMIUM, startChromium } from './chromium.ts';
import { type Served, serve } from './site.ts';
import { builtTree, writtenTree } from './tree.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const LIGHTS = ['light', 'dark'] as const;
const PHONE = { viewport: { width: 360, height: 760 } };
const sample = samplePage();
const runNow = { token: 'token' };

const live = sampleSite(sample, { live: 'events', runNow });
const publicly = sampleSite(sample, { scope: 'public', live: 'events' });
const japanese = sampleSite(samplePage({}, 'Asia/Tokyo'), { language: 'ja' });
const attacked = sampleSite(hostilePage(), { live: 'events', runNow });
const attackedName = `/checks/${encodeURIComponent(hostile('cart'))}`;

const PAGES: readonly (readonly [what: string, site: Site, path: string])[] = [
  ['all checks', live, '/'],
  ['a check', live, '/checks/orders-api'],
  ['strangers', publicly, '/'],
  ['a check for strangers', publicly, '/checks/orders-api'],
  ['all checks in Japanese', japanese, '/'],
  ['a check in Japanese', japanese, '/checks/orders-api'],
  ['a hostile target', attacked, '/'],
  ['a hostile check', attacked, '/checks/orders-api'],
  ['a check with a hostile name', attacked, attackedName],
];

if (CHROMIUM === undefined) process.stderr.write('SKIPPED: no chromium on the PATH, so pages are not looked at\n');

describe.skipIf(CHROMIUM === undefined)('the pages, in a browser', () => {
  let browser: Browser;
  let served: Served;
  beforeAll(async () => {
    [browser, served] = await Promise.all([startChromium(), serve(live)]);
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await served?.stop();
  });

  /** Opens a page, and says what the browser complained of. */
  async function opened(site: Site, path: string, options: BrowserContextOptions = {}) {
    served.show(site);
    const context = await browser.newContext(options);
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(`${served.origin}${path}`);
    return { page, complaints, close: () => context.close() };
  }

  it.each(PAGES)('%s: accessible, on a phone too, and no element but those written', async (_, site, path) => {
    for (const colorScheme of site === live ? LIGHTS : (['dark'] as const)) {
      const { page, complaints, close } = await opened(site, path, { ...PHONE, colorScheme });

      expect(await violations(page)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
      expect(await page.evaluate('window.attacked')).toBeUndefined();
      expect(await page.evaluate(builtTree)).toBe(writtenTree(site.get(path)?.text ?? ''));
      expect(complaints).toEqual([]);
      await close();
    }
  });

  it('has no element or link that a target has sent, and runs nothing of it in news either', async () => {
    const { page, complaints, close } = await opened(live, '/');
    await waitForListener(served);
    const news = renderNews(
      hostilePage(),
      { checks: sample.checks.map(({ name }) => name), incidents: true },
      SAMPLE_HOW,
    );
    served.send('swap', news.map(({ markup }) => markup).join(''));
    await page.locator('#check-orders-api .why', { hasText: '<script>' }).waitFor();

    expect(await page.locator('img, a[href^="javascript"], script:not([src="/assets/page.js"])').count()).toBe(0);
    expect(await page.evaluate('window.attacked')).toBeUndefined();
    expect(complaints).toEqual([]);
    await close();
  });

  it('shows an outage, and its end, without being loaded again', async () => {
    const { page, close } = await opened(live, '/');
    await waitForListener(served);
    await page.evaluate('window.isStill = true');
    const bad = { ...sample, checks: sample.checks.map((check) => (check.name === 'cart' ? down(check) : check)) };

    await page.locator('#check-cart a').focus();
    served.send('swap', news(bad, 'cart'));
    await page.locator('#check-cart[data-state=ng]').waitFor();

    expect(await page.title()).toBe('4 of 16 checks down · Acme status');
    expect(await page.locator('#said').textContent()).toBe('4 of 16 checks down');
    expect(await page.locator('#check-cart a').evaluate((link) => link === document.activeElement)).toBe(true);
    served.send('swap', news(sample, 'cart'));
    await page.locator('#check-cart[data-state=ok]').waitFor();
    expect(await page.title()).toBe('3 of 16 checks down · Acme status');
    expect(await page.evaluate('window.isStill')).toBe(true);
    await close();
  });

  it('takes what it missed while the connection was lost, and keeps what was opened', async () => {
    const { page, close } = await opened(live, '/');
    await waitForListener(served);
    await page.locator('#open summary').click();
    const bad = { ...sample, checks: sample.checks.map((check) => (check.name === 'cart' ? down(check) : check)) };
    served.drop();
    await page.getByText('Connection lost; trying again').waitFor();
    served.show(sampleSite(bad, { live: 'events' }));
    served.back();

    await page.locator('#check-cart[data-state=ng]').waitFor();
    await page.getByText('Connection lost; trying again').waitFor({ state: 'detached' });
    expect(await page.locator('#open details').getAttribute('open')).not.toBeNull();
    await close();
  });

  it('has the checks of a list that was loaded anew', async () => {
    const { page, close } = await opened(live, '/');
    await waitForListener(served);
    const fewer = { ...sample, checks: sample.checks.filter(({ name }) => name !== 'cart') };
    served.show(sampleSite(fewer, { live: 'events' }));
    served.send('list', 'new');

    await page.locator('#check-cart').waitFor({ state: 'detached' });
    expect(await page.locator('.row').count()).toBe(15);
    await close();
  });

  it('loads the page of a check again when that check has answered', async () => {
    const { page, close } = await opened(live, '/checks/cart');
    await waitForListener(served);
    const bad = { ...sample, checks: sample.checks.map((check) => (check.name === 'cart' ? down(check) : check)) };
    served.show(sampleSite(bad, { live: 'events' }));
    served.send('swap', news(bad, 'cart'));

    await page.locator('#overall[data-state=ng]').waitFor();
    expect(await page.title()).toContain('cart: Down');
    await close();
  });

  it('filters by name, tag and state, and keeps that in its address', async () => {
    const { page, close } = await opened(live, '/');
    const shown = () => page.locator('.row:visible a').allTextContents();

    await page.getByLabel('Name or tag').fill('DATABASES');
    expect(await shown()).toEqual(['orders-db', 'reports-db']);
    await page.getByLabel('State').selectOption('ok');
    expect(await shown()).toEqual([]);
    expect(await page.getByText('No check matches.').isVisible()).toBe(true);
    await page.getByLabel('Name or tag').fill('');
    await page.getByLabel('State').selectOption('!ok');
    const bad = await shown();
    expect(bad).toHaveLength(7);
    await page.reload();
    expect(await shown()).toEqual(bad);
    await close();
  });

  it('says everything without JavaScript, and has no filter that would do nothing', async () => {
    const { page, close } = await opened(live, '/', { javaScriptEnabled: false });

    expect(await page.locator('.row:visible').count()).toBe(16);
    expect(await page.getByText('3 of 16 checks down').isVisible()).toBe(true);
    expect(await page.locator('#filter').isVisible()).toBe(false);
    await close();
  });

  it('asks for a new status.json where it is files, and takes the page when there is one', async () => {
    served.show(sampleSite(sample, { live: 'poll' }));
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.clock.install();
    await page.goto(`${served.origin}/`);
    await asked(page);
    const later = { ...sample, status: { ...sample.status, at: '2026-11-26T14:33:00.000Z' } };
    served.show(
      sampleSite({ ...later, checks: later.checks.map((check) => (check.name === 'cart' ? down(check) : check)) }),
    );
    await asked(page);

    await page.locator('#check-cart[data-state=ng]').waitFor();
    await context.close();
  });

  it('can be gone through with the keyboard, first to the content', async () => {
    const { page, close } = await opened(live, '/');

    await page.keyboard.press('Tab');
    const skip = page.locator('.skip');
    expect(await skip.evaluate((link) => link === document.activeElement)).toBe(true);
    expect((await skip.boundingBox())?.x).toBeGreaterThanOrEqual(0);
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('main');
    await close();
  });
});

/** One question to status.json, and its answer. */
async function asked(page: Page): Promise<void> {
  await Promise.all([page.waitForResponse(/status\.json$/), page.clock.runFor(30_000)]);
}

const news = (data: PageData, name: string): string =>
  renderNews(data, { checks: [name], incidents: false }, { ...SAMPLE_HOW, live: 'events' })
    .map(({ markup }) => markup)
    .join('');

function down(check: PageData['checks'][number]): PageData['checks'][number] {
  if (check.latest === null) throw new Error('it has answered');
  const reason = { code: 'refused', message: 'connection refused' } as const;
  return { ...check, latest: { ...check.latest, verdict: { ...check.latest.verdict, outcome: 'NG', reason } } };
}

/** Until the page listens, which it does once its script runs. */
async function waitForListener(served: Served): Promise<void> {
  await expect.poll(() => served.listeners(), { timeout: 20_000, interval: 20 }).toBeGreaterThan(0);
}

/** What axe finds, by rule and place. */
async function violations(page: Page): Promise<readonly string[]> {
  // By the protocol, which no policy of the page keeps from running it.
  await page.evaluate(AXE);
  const results = (await page.evaluate('axe.run()')) as AxeResults;
  return results.violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`));
}
