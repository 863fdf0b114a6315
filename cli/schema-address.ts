import { readFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { PACKAGE_ROOT } from '../package-root.ts';

const SCHEMA = 'checks.schema.json';

/** What of a package.json says where the package can be had. */
export type Manifest = { readonly name: string; readonly version: string; readonly private?: boolean };

/** Where editors find the schema of a checks file: as the file's first line names it. */
export async function schemaAddress(checksFile: string): Promise<string> {
  const manifest = JSON.parse(await readFile(join(PACKAGE_ROOT, 'package.json'), 'utf8')) as Manifest;
  return addressIn(manifest, checksFile, PACKAGE_ROOT);
}

/**
 * The schema of exactly this version on a mirror of the registry, which a file anywhere can name; its path from the file
 * on, in the package or the clone, while the package is private and so on no registry.
 */
export function addressIn(manifest: Manifest, checksFile: string, packageRoot: string): string {
  if (manifest.private !== true) return `https://unpkg.com/${manifest.name}@${manifest.version}/${SCHEMA}`;
  const path = relative(dirname(checksFile), join(packageRoot, SCHEMA)).split(sep).join('/');
  return path.startsWith('.') ? path : `./${path}`;
}
