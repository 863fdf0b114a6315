import { execFile } from 'node:child_process';
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { expect, it, onTestFinished } from 'vitest';
import { GRAMMAR_FILES } from '#core/contract.ts';

it('reads a command in an ESM bundle that has only its wasm files beside it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'rollcall-bundle-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const outfile = join(folder, 'index.mjs');
  const root = fileURLToPath(new URL('../../..', import.meta.url));
  const contents = `
    import { parseCurl } from '#checks-file/curl/parse-curl.ts';
    import { curlGrammar } from '#checks-file/reader/curl-grammar.ts';
    const { check } = parseCurl('curl -d "a$" http://h', await curlGrammar(), () => new Uint8Array());
    process.stdout.write(check.http.body.text);`;
  const { metafile } = await build({
    stdin: { contents, resolveDir: root, loader: 'ts' },
    ...{
      bundle: true,
      format: 'esm',
      platform: 'node',
      target: 'node24',
      minify: true,
      outfile,
      metafile: true,
      logLevel: 'silent',
    },
  });
  for (const [name, source] of Object.entries(GRAMMAR_FILES)) {
    await copyFile(fileURLToPath(import.meta.resolve(source)), join(folder, name));
  }
  await writeFile(join(folder, 'package.json'), '{}');

  const { stdout } = await promisify(execFile)(process.execPath, [outfile], { cwd: folder });

  expect(stdout).toBe('a$');
  const packages = new Set(Object.keys(metafile.inputs).map((path) => /node_modules\/([^/]+)/.exec(path)?.[1]));
  packages.delete(undefined);
  expect([...packages].toSorted()).toEqual(['curlconverter', 'web-tree-sitter']);
});
