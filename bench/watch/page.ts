import { request } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { CHROMIUM, startChromium } from '../../test/browser/chromium.ts';

/** What a page costs: bytes as they are transferred, and milliseconds to the first content in Chromium, null without one. */
export type PageCost = { readonly bytes: number; readonly firstContentMs: number | null };

/** Loads a page as a browser does, with the styles that it waits for. */
export async function costOf(url: string): Promise<PageCost> {
  const bytes = await transferred(url);
  if (CHROMIUM === undefined) return { bytes, firstContentMs: null };
  const browser = await startChromium();
  try {
    const page = await browser.newPage();
    await page.goto(url);
    const paint = 'performance.getEntriesByName("first-contentful-paint")[0]?.startTime';
    await page.waitForFunction(paint);
    return { bytes, firstContentMs: Number(await page.evaluate(paint)) };
  } finally {
    await browser.close();
  }
}

function transferred(url: string): Promise<number> {
  return new Promise((resolve, reject) => {
    request(url, { headers: { 'accept-encoding': 'gzip, br' } }, (response) => {
      buffer(response).then(({ length }) => resolve(length), reject);
    })
      .on('error', reject)
      .end();
  });
}
