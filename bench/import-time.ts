import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundleEntry, bundleFunction } from '../infra/bundle.ts';
import { median, type Target } from './summary.ts';

/** Every one is a new process, and a bare one takes 30 ms. */
const ROUNDS = 41;
const IMPORT_LIMIT = 1.6;
/** What a flow needs beside the checker of one request is loaded when it is needed. */
const STEPS_LIMIT = 1.2;

/**
 * How long importing the checker's bundle takes against a bare node:https handler bundled alike, what a cold start pays; and
 * that of flows against that of one request.
 */
export function importTargets(directory: string): readonly Target[] {
  const [http, steps, bare] = ['check-http', 'check-steps', 'bare-https'].map((name) => join(directory, name)) as [
    string,
    string,
    string,
  ];
  bundleFunction('check-http', http);
  bundleFunction('check-steps', steps);
  bundleEntry('bench/bare-https.ts', bare);
  const target = { protocol: 'https', unit: '×' } as const;
  return [
    { ...target, name: 'import of check-http against a bare handler', value: ratio(http, bare), limit: IMPORT_LIMIT },
    { ...target, name: 'import of check-steps against check-http', value: ratio(steps, http), limit: STEPS_LIMIT },
  ];
}

/** Whoever comes second finds warmer caches, so they take turns. */
function ratio(ours: string, other: string): number {
  const pairs = Array.from({ length: ROUNDS }, (_, round) => {
    const [first, second] = round % 2 === 0 ? [ours, other] : [other, ours];
    const [one, two] = [importMs(first), importMs(second)];
    return round % 2 === 0 ? one / two : two / one;
  });
  return median(pairs.slice(1));
}

function importMs(bundle: string): number {
  const url = pathToFileURL(join(bundle, 'index.mjs')).href;
  const program = `const from = performance.now(); await import(${JSON.stringify(url)}); process.stdout.write(String(performance.now() - from));`;
  return Number(execFileSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' }));
}
