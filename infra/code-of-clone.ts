import { join } from 'node:path';
import { PACKAGE_ROOT } from '../package-root.ts';
import { bundleFunction } from './bundle.ts';

/** What stands for a function's code where no code is needed. */
export function functionSources(folder: string): string {
  return join(PACKAGE_ROOT, 'functions', folder);
}

/** Writes the code of the function in one of functions/'s folders, bundled now, and `files` (name to text) beside it. */
export function writeFunction(folder: string, outdir: string, files: Readonly<Record<string, string>> = {}): void {
  bundleFunction(folder, outdir, files);
}
