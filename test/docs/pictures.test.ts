import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { terminalSvg } from '../../docs/terminal-svg.ts';
import { CHROMIUM, startChromium } from '../browser/chromium.ts';
import { PAGES } from './pages.ts';

/** Every picture of the documentation as a browser draws it. Fonts differ between machines: so much is still read well. */
const MOST_SPREAD = 1.3;
const PICTURES = globSync('docs/**/*.svg');
/** What of its size a picture keeps, so that letters of 14 px are read; pictures of a phone have more pixels than it. */
const LEAST_SCALE = { svg: 0.75, png: 0.6 };
const ILLUSTRATED = PAGES.filter((page) => picturesOf(page).length > 0);

type Drawn = {
  readonly words: string;
  readonly left: number;
  readonly right: number;
  readonly y: number;
  readonly spread: number;
};
type Picture = { readonly width: number; readonly height: number; readonly texts: readonly Drawn[] };

if (CHROMIUM === undefined) process.stderr.write('SKIPPED: no chromium on the PATH, so pictures are not looked at\n');

describe.skipIf(CHROMIUM === undefined)('a picture of the documentation, in a browser', () => {
  let browser: Browser | undefined;
  let page: Page;
  beforeAll(async () => {
    browser = await startChromium();
    page = await browser.newPage();
  }, 60_000);
  afterAll(() => browser?.close());

  it.each(PICTURES)('keeps every text whole, in its place, inside the picture: %s', async (file) => {
    const { width, height, texts } = await draw(page, readFileSync(file, 'utf8'));

    expect(texts.length).toBeGreaterThan(5);
    for (const one of texts) {
      expect(one.left, one.words).toBeGreaterThanOrEqual(0);
      expect(one.right, one.words).toBeLessThanOrEqual(width);
      expect(one.y, one.words).toBeLessThanOrEqual(height);
      expect(one.spread, one.words).toBeLessThan(MOST_SPREAD);
      expect(one.spread, one.words).toBeGreaterThan(1 / MOST_SPREAD);
    }
    expect(overlaps(texts)).toEqual([]);
  });

  it.each(
    ILLUSTRATED.flatMap((file) => [1200, 390].map((width) => ({ file, width }))),
  )('is read in $file where the screen is $width px wide', async ({ file, width }) => {
    const shown = await show(page, file, width);

    expect(shown).toHaveLength(picturesOf(file).length);
    for (const { from, scale } of shown) {
      expect(scale, from).toBeGreaterThan(from.endsWith('.svg') ? LEAST_SCALE.svg : LEAST_SCALE.png);
      if (width > 600) expect(from).not.toContain('-narrow');
    }
  });

  it('has the columns of a terminal where they were, blanks and wide letters before them', async () => {
    const { texts } = await draw(page, terminalSvg('a', '  OK    在庫      http 200\n  NG    orders    no answer', 40));
    const leftOf = (words: string) => texts.find((one) => one.words === words)?.left;

    expect(leftOf('OK')).toBeCloseTo(16 + 2 * 8.4, 0);
    expect(leftOf('在庫')).toBeCloseTo(leftOf('orders') ?? 0, 0);
    expect(leftOf('http 200')).toBeCloseTo(leftOf('no answer') ?? 0, 0);
  });
});

/** The pictures of a page, as HTML. */
function picturesOf(file: string): readonly string[] {
  const pictures = readFileSync(file, 'utf8').matchAll(/<picture>.*?<\/picture>|!\[[^\]]*\]\((?!https?:)([^)]*)\)/g);
  return Array.from(pictures, ([whole, path]) => (path === undefined ? whole : `<img src="${path}">`));
}

/** A page's pictures below each other, as GitHub shows them: which were taken, and how much of their size they keep. */
async function show(page: Page, file: string, width: number): Promise<readonly { from: string; scale: number }[]> {
  await page.setViewportSize({ width, height: 800 });
  const style = '<style>body { margin: 16px; max-width: 1012px } img { max-width: 100%; display: block }</style>';
  await page.route('http://docs.example/**', (route) => {
    const path = new URL(route.request().url()).pathname;
    if (path === '/') return route.fulfill({ contentType: 'text/html', body: style + picturesOf(file).join('\n') });
    const found = join(dirname(file), path);
    return existsSync(found) ? route.fulfill({ path: found }) : route.fulfill({ status: 404, body: '' });
  });
  await page.goto('http://docs.example/');
  const shown = await page.evaluate(() =>
    Array.from(document.images, (image) => ({ from: image.currentSrc, scale: image.width / image.naturalWidth })),
  );
  // A page that is still there would take another picture when the next one's width is set.
  await page.goto('about:blank');
  await page.unroute('http://docs.example/**');
  return shown;
}

function draw(page: Page, svg: string): Promise<Picture> {
  return page.setContent(`<body style="margin:0">${svg}</body>`).then(() => page.evaluate(measure));
}

/** Runs in the page. `spread`: how much wider than its letters a text was drawn. */
function measure(): Picture {
  const root = document.querySelector('svg') as SVGSVGElement;
  const texts = Array.from(document.querySelectorAll('text'), (text) => {
    const drawn = text.getBoundingClientRect();
    text.removeAttribute('textLength');
    const natural = text.getComputedTextLength();
    return {
      words: text.textContent ?? '',
      left: drawn.left,
      right: drawn.right,
      y: drawn.bottom,
      spread: natural === 0 ? 1 : drawn.width / natural,
    };
  });
  return { width: root.width.baseVal.value, height: root.height.baseVal.value, texts };
}

/** Texts of one line that are drawn over each other. */
function overlaps(texts: readonly Drawn[]): readonly string[] {
  return texts.flatMap((one, at) =>
    texts
      .slice(at + 1)
      .filter((other) => Math.abs(other.y - one.y) < 4 && other.left < one.right - 1 && one.left < other.right - 1)
      .map((other) => `"${one.words}" and "${other.words}"`),
  );
}
