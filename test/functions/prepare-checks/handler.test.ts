import { build } from 'esbuild';
import { expect, it } from 'vitest';

const entry = new URL('../../../functions/prepare-checks/handler.ts', import.meta.url).pathname;

it('loads the validator and the curl reader only when an input has checks in it, and no YAML parser ever', async () => {
  const { metafile } = await build({
    entryPoints: [entry],
    bundle: true,
    splitting: true,
    write: false,
    metafile: true,
    platform: 'node',
    format: 'esm',
    outdir: 'out',
  });
  const outputs = Object.entries(metafile.outputs);
  const [main] = outputs.filter(([, { entryPoint }]) => entryPoint?.endsWith('handler.ts'));
  const loadedAtStart = new Set<string>();
  const follow = (path: string): void => {
    if (loadedAtStart.has(path)) return;
    loadedAtStart.add(path);
    const imports = metafile.outputs[path]?.imports ?? [];
    for (const { path: next, kind } of imports) if (kind === 'import-statement') follow(next);
  };
  follow(main?.[0] ?? '');
  const inputsOf = (paths: Iterable<string>) =>
    [...paths].flatMap((path) => Object.keys(metafile.outputs[path]?.inputs ?? {}));

  expect(inputsOf(loadedAtStart).filter((path) => path.includes('core/run/'))).not.toEqual([]);
  expect(inputsOf(loadedAtStart).filter((path) => /node_modules\/(?:zod|yaml|js-yaml)\//.test(path))).toEqual([]);
  const everything = inputsOf(outputs.map(([path]) => path));
  expect(everything.some((path) => path.includes('node_modules/zod/'))).toBe(true);
  expect(inputsOf(loadedAtStart).filter((path) => path.startsWith('checks-file/curl/'))).toEqual([]);
  expect(everything).toContain('checks-file/curl/parse-curl.ts');
  expect(everything.filter((path) => /node_modules\/(?:yaml|js-yaml)\//.test(path))).toEqual([]);
});
