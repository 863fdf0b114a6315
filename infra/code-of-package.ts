import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PACKAGE_ROOT } from '../package-root.ts';

/**
 * In place of code-of-clone.ts in an installed package (the condition `packaged` of `#function-code` in package.json): it
 * has the functions as `npm run build` bundled them, and no bundler.
 */
export function functionSources(folder: string): string {
  return join(PACKAGE_ROOT, 'dist', 'functions', folder);
}

/** As code-of-clone.ts has it. */
export function writeFunction(folder: string, outdir: string, files: Readonly<Record<string, string>> = {}): void {
  cpSync(functionSources(folder), outdir, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(outdir, name), text);
}
