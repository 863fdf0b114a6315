/**
 * `npm run licences`: every package that `npm ci` installed here, by its licence, most packages first. Those of which code is in
 * the package, with their texts, are in dist/NOTICES.txt.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PACKAGE_ROOT } from '../package-root.ts';

type Manifest = { readonly name: string; readonly version: string; readonly license?: string };
type Lock = { readonly packages: Readonly<Record<string, { readonly link?: true }>> };

const read = <T>(...path: string[]): T => JSON.parse(readFileSync(join(PACKAGE_ROOT, ...path), 'utf8')) as T;

const installed = Object.entries(read<Lock>('package-lock.json').packages)
  .filter(([path, { link }]) => path.includes('node_modules/') && link === undefined)
  .filter(([path]) => existsSync(join(PACKAGE_ROOT, path))) // packages of other platforms are in the lock alone
  .map(([path]) => read<Manifest>(path, 'package.json'));
const byLicence = [...Map.groupBy(installed, ({ license = 'names no licence' }) => license)];
for (const [licence, packages] of byLicence.toSorted(([, a], [, b]) => b.length - a.length)) {
  const names = [...new Set(packages.map(({ name, version }) => `${name} ${version}`))].toSorted();
  process.stdout.write(`${licence} (${names.length})\n${names.map((name) => `  ${name}\n`).join('')}\n`);
}
