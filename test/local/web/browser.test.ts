import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { CHROMIUM, startChromium } from '../../browser/chromium.ts';
import { httpServer } from '../../kinds/servers.ts';
import { ask, TOKEN } from './serving.ts';
import { watchedPage } from './watched-page.ts';

if (CHROMIUM === undefined) process.stderr.write('SKIPPED pages in a browser: apt-get install chromium\n');

/** Longer than any news takes on a busy machine. */
const NEWS_MS = 30_000;

/** What a target would say to take over a page. */
const HOSTILE = '</pre><script>window.pwned=1</script><img src=x onerror="window.pwned=2">\u202e';

/** A target that answers as the test says, and a file of checks of it. */
async function sample() {
  const target = { status: 200, body: 'all is well', asked: 0 };
  const url = await httpServer((_, response) => {
    target.asked += 1;
    response.writeHead(target.status, { 'x-said': 'a' }).end(target.body);
  });
  const entry = (name: string, rest: string) =>
    `  - { name: ${JSON.stringify(name)}, rechecks: 0, http: { url: "${url}/", allowPrivate: true }${rest} }\n`;
  const checks = `page: { title: Acme status }\nchecks:\n${entry('shop', ', tags: [web]')}${entry('words', ', expect: { keyword: well }')}`;
  return { target, checks };
}

describe.skipIf(CHROMIUM === undefined)('the page in a browser', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await startChromium();
  });
  afterAll(() => browser?.close());

  const open = async (url: string, options: BrowserContextOptions = {}): Promise<Page> => {
    const context = await browser.newContext(options);
    onTestFinished(() => context.close());
    const page = await context.newPage();
    await page.goto(url);
    return page;
  };
  const shows = (page: Page, selector: string) =>
    page.waitForSelector(selector, { timeout: NEWS_MS, state: 'attached' });

  it('shows an outage and its end without being loaded again', async () => {
    const { target, checks } = await sample();
    const page = await open(await watchedPage(checks));
    await shows(page, '#check-shop[data-state=ok]');
    await page.evaluate('window.isTheSame = true');
    target.status = 503;
    await shows(page, '#check-shop[data-state=ng]');
    await shows(page, '#open .incident');
    expect(await page.textContent('#check-shop .why')).toContain('503');
    expect(await page.title()).toMatch(/down · Acme status$/);
    target.status = 200;
    await shows(page, '#check-shop[data-state=ok]');
    // No function of ours is waited for: it would be evaluated in the page, whose policy forbids that.
    await page.waitForSelector('#open .incident', { timeout: NEWS_MS, state: 'detached' });
    expect(await page.evaluate('window.isTheSame')).toBe(true);
  });

  it('shows the same without JavaScript', async () => {
    const { target, checks } = await sample();
    target.status = 503;
    const url = await watchedPage(checks);
    await shows(await open(url), '#check-shop[data-state=ng]');
    const page = await open(url, { javaScriptEnabled: false });
    expect(await page.getAttribute('#check-shop', 'data-state')).toBe('ng');
    await page.click('#check-shop a');
    expect(page.url()).toBe(`${url}/checks/shop`);
    expect(await page.textContent('#results')).toContain('503');
  });

  it('runs nothing that a target says', async () => {
    const { target, checks } = await sample();
    target.body = HOSTILE;
    const url = await watchedPage(checks);
    const page = await open(url);
    const refused: string[] = [];
    page.on('console', (message) => refused.push(message.text()));
    await shows(page, '#check-words[data-state=ng]');
    await page.goto(`${url}/checks/words`);
    expect(await page.content()).toContain('&lt;script&gt;window.pwned=1');
    expect(await page.evaluate('window.pwned')).toBeUndefined();
    expect(refused).toEqual([]);
  });

  it('lets in who has the token, who then runs a check by its button', async () => {
    const { target, checks } = await sample();
    const url = await watchedPage(checks, { ROLLCALL_TOKEN: TOKEN });
    const page = await open(`${url}/checks/shop`);
    expect(await page.$('form.run')).toBeNull();
    await page.click('footer a[href$="/login"]');
    await page.fill('input[name=token]', 'wrong-token-of-the-tests');
    await page.click('button');
    expect(await page.textContent('[role=alert]')).toContain('This is not the token');
    await page.fill('input[name=token]', TOKEN);
    await page.click('button');
    expect(page.url()).toBe(`${url}/`);
    await page.goto(`${url}/checks/shop`);
    expect(await page.$('footer a[href$="/login"]')).toBeNull();
    const before = target.asked;
    await page.click('form.run button');
    expect(page.url()).toBe(`${url}/checks/shop`);
    expect(target.asked).toBeGreaterThan(before);
    const [{ value = '' } = {}] = await page.context().cookies();
    expect(await page.evaluate('document.cookie')).toBe('');
    expect(String((await ask(url)).body)).not.toContain(value);
  });
});
