import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { PACKAGE_ROOT } from '../package-root.ts';

const SCHEMA = 'checks.schema.json';

/** What of a package.json says where the package can be had. */
export type Manifest = { readonly name: string; readonly version: string; readonly private?: boolean };

/** Where editors find the schema of a checks file, as the file's first line names it; null where no place would last. */
export async function schemaAddress(checksFile: string): Promise<string | null> {
  const manifest = JSON.parse(await readFile(join(PACKAGE_ROOT, 'package.json'), 'utf8')) as Manifest;
  return addressIn(manifest, checksFile, PACKAGE_ROOT);
}

/**
 * The schema of exactly this version on a mirror of the registry, which a file anywhere can name. While the package is
 * private and so on no registry, its path from the file on: in `node_modules` of the project, by the name that is there
 * after the next installation too, else where this package lies, unless that is thrown away.
 */
export function addressIn(manifest: Manifest, checksFile: string, packageRoot: string): string | null {
  if (manifest.private !== true) return `https://unpkg.com/${manifest.name}@${manifest.version}/${SCHEMA}`;
  const folder = dirname(checksFile);
  const installed = installedAbove(folder, manifest.name);
  if (installed === null && isThrownAway(packageRoot)) return null;
  const path = relative(folder, installed ?? join(packageRoot, SCHEMA))
    .split(sep)
    .join('/');
  return path.startsWith('.') ? path : `./${path}`;
}

/** The schema in the nearest `node_modules` that has the package. */
function installedAbove(folder: string, name: string): string | null {
  const file = join(folder, 'node_modules', name, SCHEMA);
  if (existsSync(file)) return file;
  const above = dirname(folder);
  return above === folder ? null : installedAbove(above, name);
}

/** Whether a package was fetched for one call: by npx, pnpm dlx, yarn dlx or bunx. */
export function isThrownAway(packageRoot: string): boolean {
  return /[\\/](?:_npx|dlx|dlx-[^\\/]*|bunx-[^\\/]*)[\\/]/.test(packageRoot);
}
