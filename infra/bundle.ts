import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';

export const REPOSITORY = fileURLToPath(new URL('..', import.meta.url));

/**
 * Writes one function's code into a folder as Lambda wants it: index.mjs, the chunks that it loads only when needed, and
 * `files` (name to text) beside them. The same sources give the same bytes on every machine, so that an unchanged
 * function is not deployed again.
 */
export function bundleFunction(folder: string, outdir: string, files: Readonly<Record<string, string>> = {}): void {
  buildSync({
    absWorkingDir: REPOSITORY, // what esbuild writes about its sources is relative to this
    entryPoints: [{ in: join('functions', folder, 'handler.ts'), out: 'index' }],
    outdir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true, // a lazy import stays lazy: a checker that meets no Shift_JIS page never loads the tables
    format: 'esm',
    platform: 'node',
    target: 'node24',
    mainFields: ['module', 'main'], // the SDK's ES modules, of which only what is used gets in
    minifyWhitespace: true, // names stay, so stack traces can be read
    legalComments: 'none',
    // CommonJS dependencies ask for Node's own modules by require, which an ES module does not have.
    banner: {
      js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);",
    },
    logLevel: 'warning',
  });
  mkdirSync(outdir, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(outdir, name), text);
}
