import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Metafile } from 'esbuild';
import { PACKAGE_ROOT } from '../package-root.ts';

/** A package of which code is in a bundle. `text`: its licence's, empty where the package has no such file. */
export type Bundled = {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  readonly text: string;
};

/** The packages of which code is in the bundles, by name. Throws for one that names no licence. */
export function bundledIn(metafiles: readonly Metafile[]): readonly Bundled[] {
  const folders = new Set(metafiles.flatMap(({ inputs }) => Object.keys(inputs)).flatMap(packageFolder));
  return [...folders].map(readPackage).toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** Whose code is in the bundles, with name, version and licence, and the licences' texts, which ask to be passed on. */
export function noticesOf(packages: readonly Bundled[]): string {
  const list = packages.map(({ name, version, license }) => `${name} ${version} (${license})`);
  const texts = Map.groupBy(packages, ({ text }) => text);
  const parts = [...texts].map(([text, alike]) => `${alike.map(({ name }) => name).join(', ')}\n\n${text}`);
  return `In the bundles of this package is code of:\n\n${[list.join('\n'), ...parts].join(`\n\n${'-'.repeat(72)}\n\n`)}\n`;
}

/** The folder of the package that an input of a bundle is of; none for our own. */
function packageFolder(input: string): readonly string[] {
  const [, folder] = /^(.*\bnode_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input) ?? [];
  return folder === undefined ? [] : [resolve(PACKAGE_ROOT, folder)];
}

function readPackage(folder: string): Bundled {
  const read = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Partial<Bundled>;
  const { name = '', version = '', license } = read;
  if (license === undefined)
    throw new Error(`${name} ${version} in ${dirname(folder)} names no licence: it is in a bundle`);
  const file = readdirSync(folder).find((one) => /^licen[cs]e(?:\.|$)/i.test(one));
  const text =
    file !== undefined && existsSync(join(folder, file)) ? readFileSync(join(folder, file), 'utf8').trim() : '';
  return { name, version, license, text };
}
