import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The folder of this package, of the clone as of an installed one: the nearest with a package.json from this file up,
 * since a bundle lies deeper than its sources. The definition, the schema and the starter file lie alike in both.
 */
export const PACKAGE_ROOT = packageRoot(dirname(fileURLToPath(import.meta.url)));

function packageRoot(folder: string): string {
  if (existsSync(join(folder, 'package.json'))) return folder;
  const above = dirname(folder);
  if (above === folder) throw new Error('rollcall lies in no package: its package.json is missing, install it again');
  return packageRoot(above);
}
