import { dirname, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const SCHEMA = fileURLToPath(new URL('../checks.schema.json', import.meta.url));

/** Where checks.schema.json is, seen from a checks file, as editors want it in the file's first line. */
export function schemaPath(checksFile: string): string {
  const path = relative(dirname(checksFile), SCHEMA).split(sep).join('/');
  return path.startsWith('.') ? path : `./${path}`;
}
