import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { buildSync, type Metafile } from 'esbuild';
import { PACKAGE_ROOT } from '../package-root.ts';

/** Writes the code of the function in one of functions/'s folders, and `files` (name to text) beside it. Says what is in it. */
export function bundleFunction(folder: string, outdir: string, files: Readonly<Record<string, string>> = {}): Metafile {
  const metafile = bundleEntry(join('functions', folder, 'handler.ts'), outdir);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(outdir, name), text);
  return metafile;
}

/**
 * Writes one function's code into a folder as Lambda wants it: index.mjs with all that it starts with, and the chunks
 * that it loads only when needed. The same sources give the same bytes on every machine, so that an unchanged function is
 * not deployed again.
 */
export function bundleEntry(entry: string, folder: string): Metafile {
  const outdir = resolve(folder); // esbuild would take it from the repository on, whose sources it reads
  const { metafile } = buildSync({
    absWorkingDir: PACKAGE_ROOT, // what esbuild writes about its sources is relative to this
    entryPoints: [{ in: entry, out: 'index' }],
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
      js: 'const require=(id)=>{const module=process.getBuiltinModule(id);if(!module)throw new Error(`no module ${id}`);return module};',
    },
    metafile: true,
    logLevel: 'warning',
  });
  return metafile;
}
