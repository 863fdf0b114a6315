import { dirname, join, relative, sep } from 'node:path';
import { PACKAGE_ROOT } from '../package-root.ts';

const SCHEMA = join(PACKAGE_ROOT, 'checks.schema.json');

/** Where checks.schema.json is, seen from a checks file, as editors want it in the file's first line. */
export function schemaPath(checksFile: string): string {
  const path = relative(dirname(checksFile), SCHEMA).split(sep).join('/');
  return path.startsWith('.') ? path : `./${path}`;
}
