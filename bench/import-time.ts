import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { folderOf } from '#core/check/kind-names.ts';
import { KIND_NAMES } from '#kinds/settings.ts';
import { bundleEntry, bundleFunction } from '../infra/bundle.ts';
import { median, type Target } from './summary.ts';

/** Every one is a new process, and a bare one takes 30 ms. */
const ROUNDS = 41;
/** Of the other checkers, which have no bound to be held against. */
const FEW_ROUNDS = 11;
const IMPORT_LIMIT = 1.6;

/** How long importing the checker's bundle takes against a bare node:https handler bundled alike: what a cold start pays. */
export function importTarget(directory: string): Target {
  return {
    name: 'import of check-http against a bare handler',
    protocol: 'https',
    value: againstBare(directory, 'check-http', ROUNDS),
    limit: IMPORT_LIMIT,
    unit: '×',
  };
}

/**
 * A checker's bundle: kilobytes that are read before it starts, kilobytes with all that it loads later, and its import
 * against that of a bare node:https handler.
 */
export type CheckerBundle = {
  readonly kind: string;
  readonly startKb: number;
  readonly wholeKb: number;
  readonly importRatio: number;
};

/** The bundles of the checkers of all kinds. */
export function checkerBundles(directory: string): readonly CheckerBundle[] {
  return KIND_NAMES.map((kind) => {
    const folder = folderOf(kind);
    const importRatio = againstBare(directory, folder, FEW_ROUNDS);
    const sizes = sizesOf(join(directory, folder));
    return { kind, ...sizes, importRatio };
  });
}

function againstBare(directory: string, folder: string, rounds: number): number {
  const ours = join(directory, folder);
  const bare = join(directory, 'bare-https');
  bundleFunction(folder, ours);
  bundleEntry('bench/bare-https.ts', bare);
  const pairs = Array.from({ length: rounds }, (_, round) => {
    // Whoever comes second finds warmer caches, so they take turns.
    const [first, second] = round % 2 === 0 ? [ours, bare] : [bare, ours];
    const [one, other] = [importMs(first), importMs(second)];
    return round % 2 === 0 ? one / other : other / one;
  });
  return median(pairs.slice(1));
}

function sizesOf(bundle: string): Pick<CheckerBundle, 'startKb' | 'wholeKb'> {
  const texts = new Map(readdirSync(bundle).map((name) => [name, readFileSync(join(bundle, name), 'utf8')]));
  const atStart = new Set<string>();
  const read = (name: string): void => {
    if (atStart.has(name)) return;
    atStart.add(name);
    for (const [, file = ''] of (texts.get(name) ?? '').matchAll(/(?:from|import)"\.\/([^"]+)"/g)) read(file);
  };
  read('index.mjs');
  const kb = (names: Iterable<string>): number =>
    [...names].reduce((sum, name) => sum + Buffer.byteLength(texts.get(name) ?? ''), 0) / 1000;
  return { startKb: kb(atStart), wholeKb: kb(texts.keys()) };
}

function importMs(bundle: string): number {
  const url = pathToFileURL(join(bundle, 'index.mjs')).href;
  const program = `const from = performance.now(); await import(${JSON.stringify(url)}); process.stdout.write(String(performance.now() - from));`;
  return Number(execFileSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' }));
}
