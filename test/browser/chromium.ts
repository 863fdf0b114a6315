import { type Browser, chromium } from 'playwright-core';
import { findProgram } from '../../bench/machine.ts';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

/** Where a Chromium is on the PATH; undefined where there is none (Debian: `apt-get install chromium`). */
export const CHROMIUM = findProgram(NAMES, process.env['PATH'] ?? '') ?? undefined;

/** A headless browser that reaches nothing beyond this machine unless a page asks it to. */
export function startChromium(): Promise<Browser> {
  if (CHROMIUM === undefined) throw new Error('there is no Chromium on the PATH');
  const args = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'];
  return chromium.launch({ executablePath: CHROMIUM, args });
}
