import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundleEntry, bundleFunction } from '../infra/bundle.ts';
import { median, type Target } from './summary.ts';

/** Every one is a new process, and a bare one takes 30 ms. */
const ROUNDS = 41;
const IMPORT_LIMIT = 1.6;

/** How long importing the checker's bundle takes against a bare node:https handler bundled alike: what a cold start pays. */
export function importTarget(directory: string): Target {
  const ours = join(directory, 'check-http');
  const bare = join(directory, 'bare-https');
  bundleFunction('check-http', ours);
  bundleEntry('bench/bare-https.ts', bare);
  const pairs = Array.from({ length: ROUNDS }, (_, round) => {
    // Whoever comes second finds warmer caches, so they take turns.
    const [first, second] = round % 2 === 0 ? [ours, bare] : [bare, ours];
    const [one, other] = [importMs(first), importMs(second)];
    return round % 2 === 0 ? one / other : other / one;
  });
  return {
    name: 'import of check-http against a bare handler',
    protocol: 'https',
    value: median(pairs.slice(1)),
    limit: IMPORT_LIMIT,
    unit: '×',
  };
}

function importMs(bundle: string): number {
  const url = pathToFileURL(join(bundle, 'index.mjs')).href;
  const program = `const from = performance.now(); await import(${JSON.stringify(url)}); process.stdout.write(String(performance.now() - from));`;
  return Number(execFileSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' }));
}
