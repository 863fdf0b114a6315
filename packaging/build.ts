import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type BuildOptions, build, type Metafile, type Plugin } from 'esbuild';
import { bundleFunction } from '../infra/bundle.ts';
import { PACKAGE_ROOT } from '../package-root.ts';
import { billOfMaterials } from './bill-of-materials.ts';
import { bundledIn, noticesOf } from './notices.ts';
import { writeTypes } from './types.ts';

/** `npm run build`: what an installed package runs, in dist/. */

const DIST = join(PACKAGE_ROOT, 'dist');

const PACKAGE = JSON.parse(readFileSync(join(PACKAGE_ROOT, 'package.json'), 'utf8')) as {
  readonly devDependencies: Readonly<Record<string, string>>;
};

/** Of all that is built for the Node of whoever installs the package. */
const SHARED: BuildOptions = {
  absWorkingDir: PACKAGE_ROOT,
  bundle: true,
  platform: 'node',
  target: 'node20',
  conditions: ['packaged', 'module'],
  mainFields: ['module', 'main'],
  inject: ['packaging/older-nodes.ts'],
  minifyWhitespace: true, // names stay, so stack traces can be read
  minifySyntax: true,
  legalComments: 'none', // all in dist/NOTICES.txt
  metafile: true,
  logLevel: 'warning',
};

const COMMON_JS: BuildOptions = {
  format: 'cjs',
  define: { 'import.meta.url': 'importMetaUrl' },
  supported: { 'dynamic-import': false }, // bin/with-code-cache.cjs runs it as a script, which has none
  banner: { js: 'const importMetaUrl=require("node:url").pathToFileURL(__filename).href;' },
};

const ES_MODULE: BuildOptions = {
  format: 'esm',
  // CommonJS dependencies ask for Node's own modules by require, which an ES module does not have.
  banner: { js: 'import{createRequire}from"node:module";const require=createRequire(import.meta.url);' },
};

/** What an app brings itself. */
const PEERS = ['aws-cdk-lib', 'aws-cdk-lib/*', 'constructs'];

/**
 * Our sources as the command has them. Workers are files of their own: sources name `x-worker.ts`, and beside the command
 * lies `x-worker.cjs`. The command is ASCII, so that a start reads it byte by character: esbuild escapes all that it prints,
 * but leaves regular expressions and tagged templates as they are written.
 */
const SOURCES: Plugin = {
  name: 'sources',
  setup: ({ onLoad }) => {
    onLoad({ filter: /\.ts$/ }, async ({ path }) => {
      if (path.includes('node_modules')) return undefined;
      const text = await readFile(path, 'utf8');
      const placed = text.replace(/(new URL\('\.\/[\w-]+-worker)\.ts'/g, "$1.cjs'");
      return { contents: placed.replace(/[^\0-\x7f]/g, escaped), loader: 'ts' };
    });
  },
};

const escaped = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;

/**
 * What few runs need is two thirds of the code: it lies beside the command in a file that is read at need. Node reads and
 * looks up in its cache the whole of a file, however little of it runs.
 */
const APART = /^(?:@aws-sdk\/client-[\w-]+|nodemailer)$/;
const LIBRARIES: Plugin = {
  name: 'libraries',
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: APART }, ({ path }) => ({ path, namespace: 'apart' }));
    onResolve({ filter: /^\.\/libraries\.cjs$/ }, ({ path }) => ({ path, external: true }));
    onLoad({ filter: /.*/, namespace: 'apart' }, ({ path }) => ({
      contents: `module.exports = require('./libraries.cjs')[${JSON.stringify(path)}]`,
    }));
  },
};

/** The file of libraries: each by its name, begun when it is asked for. */
function librariesFile(): string {
  const names = Object.keys(PACKAGE.devDependencies).filter((name) => APART.test(name));
  const getters = names.map((name) => `get ${JSON.stringify(name)}() { return require(${JSON.stringify(name)}) }`);
  return `module.exports = { ${getters.join(', ')} };`;
}

const workers = (): readonly string[] =>
  readdirSync(join(PACKAGE_ROOT, 'kinds'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('-worker.ts'))
    .map((file) => join('kinds', file));

/** One file: lazy imports stay lazy in it, and Node starts it in less time than the chunks of an ES module. */
async function buildCommand(): Promise<readonly Metafile[]> {
  const entryPoints = [
    { in: 'packaging/start.ts', out: 'rollcall' },
    ...workers().map((file) => ({ in: file, out: basename(file, '.ts') })),
  ];
  const output = { outdir: join(DIST, 'cli'), outExtension: { '.js': '.cjs' } };
  const stdin = { contents: librariesFile(), resolveDir: PACKAGE_ROOT };
  const metafiles = await Promise.all([
    metafileOf({ ...COMMON_JS, ...output, entryPoints, plugins: [SOURCES, LIBRARIES] }),
    metafileOf({ ...COMMON_JS, stdin, outfile: join(DIST, 'cli', 'libraries.cjs') }),
  ]);
  const other = readFileSync(join(DIST, 'cli', 'rollcall.cjs')).find((byte) => byte > 0x7f);
  if (other !== undefined) throw new Error('rollcall.cjs is not ASCII, and a start reads it as if it were');
  return metafiles;
}

async function buildConstruct(): Promise<readonly Metafile[]> {
  const entry: BuildOptions = {
    entryPoints: [{ in: 'index.ts', out: 'index' }],
    outdir: join(DIST, 'construct'),
    external: PEERS,
    minifyWhitespace: false, // Node shows the whole line of what was thrown and not caught, before its message
  };
  return Promise.all([
    metafileOf({ ...ES_MODULE, ...entry }),
    metafileOf({ ...COMMON_JS, ...entry, outExtension: { '.js': '.cjs' } }),
  ]);
}

function buildFunctions(): readonly Metafile[] {
  return readdirSync(join(PACKAGE_ROOT, 'functions'), { recursive: true, encoding: 'utf8' })
    .filter((file) => /^[^/\\]+[/\\]handler\.ts$/.test(file))
    .map((file) => file.slice(0, -'/handler.ts'.length))
    .map((folder) => bundleFunction(folder, join(DIST, 'functions', folder)));
}

async function metafileOf(options: BuildOptions): Promise<Metafile> {
  const { metafile } = await build({ ...SHARED, ...options });
  if (metafile === undefined) throw new Error('esbuild gave no metafile');
  return metafile;
}

rmSync(DIST, { recursive: true, force: true });
const metafiles = [...(await buildCommand()), ...(await buildConstruct()), ...buildFunctions()];
const packages = bundledIn(metafiles);
writeFileSync(join(DIST, 'NOTICES.txt'), noticesOf(packages));
writeFileSync(join(DIST, 'sbom.cdx.json'), billOfMaterials(packages));
writeTypes(join(DIST, 'types'));
