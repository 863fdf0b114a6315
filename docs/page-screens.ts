/** Takes the pictures of docs/status-page.md, in Debian's Chromium, of pages that are rendered from the samples. */
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { BrowserContextOptions } from 'playwright-core';
import { CONTENT_SECURITY_POLICY } from '#core/page/assets/assets.ts';
import { startChromium } from '../test/browser/chromium.ts';
import { hostilePage } from './sample-hostile.ts';
import { samplePage } from './sample-page.ts';
import { type Site, sampleSite } from './sample-site.ts';

type Picture = {
  readonly file: string;
  readonly site: Site;
  readonly path: string;
  readonly options?: BrowserContextOptions;
  /** What is at the upper edge. */
  readonly from?: string;
};

const desktop = { viewport: { width: 1040, height: 1200 } };
const phone = { viewport: { width: 360, height: 820 }, deviceScaleFactor: 1.5 };
const japanese = samplePage(
  {
    title: '在庫サービスの状況',
    description: '店舗・決済とその基盤',
    notes: [
      {
        at: '2026-11-26T13:20:00.000Z',
        title: '電話での注文受付を再開しました',
        text: '注文サービスのデータベースが停止しています。待機系に切り替えています。\n受付済みの注文に影響はありません。',
        checks: ['orders-api'],
      },
    ],
  },
  'Asia/Tokyo',
);
const own = sampleSite(samplePage(), { runNow: { token: 'sample' } });

/** Each is taken as wide as a screen, and narrow for a reader with a phone. */
const BOTH: readonly (Picture & { readonly height?: number })[] = [
  { file: 'page', site: own, path: '/' },
  { file: 'page-check', site: own, path: '/checks/orders-api' },
  { file: 'page-dark', site: own, path: '/', options: { colorScheme: 'dark' } },
  { file: 'page-public', site: sampleSite(samplePage(), { scope: 'public' }), path: '/' },
  { file: 'page-japanese', site: sampleSite(japanese, { language: 'ja' }), path: '/' },
  { file: 'page-hostile', site: sampleSite(hostilePage()), path: '/checks/orders-api', height: 740 },
];
const PICTURES: readonly Picture[] = [
  ...BOTH.flatMap(({ file, options, height = Infinity, ...rest }) =>
    [desktop, phone].map(({ viewport, ...scale }) => ({
      ...rest,
      file: `${file}${viewport === phone.viewport ? '-narrow' : ''}.png`,
      options: { ...scale, viewport: { ...viewport, height: Math.min(height, viewport.height) }, ...options },
    })),
  ),
  { file: 'page-phone.png', site: own, path: '/', options: phone, from: '.checks' },
];

const folder = new URL('screens/', import.meta.url);
await mkdir(folder, { recursive: true });
const browser = await startChromium();
try {
  for (const picture of PICTURES) await take(picture);
} finally {
  await browser.close();
}

async function take({ file, site, path, options = {}, from = 'body' }: Picture): Promise<void> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  await page.route('**', (route) => {
    const found = site.get(new URL(route.request().url()).pathname);
    if (found === undefined) return route.fulfill({ status: 404, body: '' });
    const headers = { 'content-security-policy': CONTENT_SECURITY_POLICY };
    return route.fulfill({ contentType: found.type, body: found.text, headers });
  });
  await page.goto(`https://status.example.com${path}`);
  await page.locator(from).evaluate((element) => element.scrollIntoView());
  await page.screenshot({ path: fileURLToPath(new URL(file, folder)) });
  await context.close();
}
