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
/** What a flow needs beside the checker of one request is loaded when it is needed. */
const STEPS_LIMIT = 1.2;

/**
 * How long importing the checker's bundle takes against a bare node:https handler bundled alike, what a cold start pays; and
 * that of flows against that of one request.
 */
export function importTargets(directory: string): readonly Target[] {
  const bare = bundledBare(directory);
  const [http, steps] = [bundled(directory, 'check-http'), bundled(directory, 'check-steps')];
  const target = { protocol: 'https', unit: '×' } as const;
  return [
    {
      ...target,
      name: 'import of check-http against a bare handler',
      value: ratio(http, bare, ROUNDS),
      limit: IMPORT_LIMIT,
    },
    {
      ...target,
      name: 'import of check-steps against check-http',
      value: ratio(steps, http, ROUNDS),
      limit: STEPS_LIMIT,
    },
  ];
}

function bundled(directory: string, folder: string): string {
  const ours = join(directory, folder);
  bundleFunction(folder, ours);
  return ours;
}

function bundledBare(directory: string): string {
  const bare = join(directory, 'bare-https');
  bundleEntry('bench/bare-https.ts', bare);
  return bare;
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
    const importRatio = ratio(bundled(directory, folder), bundledBare(directory), FEW_ROUNDS);
    const sizes = sizesOf(join(directory, folder));
    return { kind, ...sizes, importRatio };
  });
}

/** Whoever comes second finds warmer caches, so they take turns. */
function ratio(ours: string, other: string, rounds: number): number {
  const pairs = Array.from({ length: rounds }, (_, round) => {
    const [first, second] = round % 2 === 0 ? [ours, other] : [other, ours];
    const [one, two] = [importMs(first), importMs(second)];
    return round % 2 === 0 ? one / two : two / one;
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
