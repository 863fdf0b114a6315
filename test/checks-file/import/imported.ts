import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { parseCurl } from '#checks-file/curl/parse-curl.ts';
import { type ImportOptions, importChecks } from '#checks-file/import/import-checks.ts';
import { fileOf } from '#checks-file/import/to-yaml.ts';
import { parseChecks } from '#checks-file/parse.ts';
import * as patterns from '#core/matching/patterns.ts';
import { files } from '../curl/parsed.ts';

const DEFAULTS: ImportOptions = {
  from: null,
  unsafe: false,
  baseUrl: null,
  variables: new Map(),
  keepSecrets: false,
  hosts: [],
  targets: null,
  taken: [],
  outside: { files },
};

export function fixture(name: string): string {
  return readFileSync(new URL(`fixtures/${name}`, import.meta.url), 'utf8');
}

/** An import as its user sees it: the file, what is not carried over as `where: what`, the rest as it is. */
export function imported(input: string | object, options: Partial<ImportOptions> = {}) {
  const text = typeof input === 'string' ? input : JSON.stringify(input);
  const { entries, leftovers, ...rest } = importChecks(text, { ...DEFAULTS, ...options });
  const yaml = fileOf(entries, 'checks.schema.json');
  if (entries.length > 0) expect(parseChecks(yaml, { files, patterns, curl: parseCurl }).faults).toEqual([]);
  return { ...rest, entries, yaml, left: leftovers.map(({ where, what }) => `${where}: ${what}`) };
}

/** Entries by their names, without what each has in common with all. */
export function byName(text: string, options: Partial<ImportOptions> = {}) {
  return Object.fromEntries(imported(text, options).entries.map(({ name, ...settings }) => [name, settings]));
}
