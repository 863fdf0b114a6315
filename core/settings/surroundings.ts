import type { NamedFiles } from './named-files.ts';

/** What compiles regexes, JSONPaths and schemas. It is handed in, because most lists do without the 40 ms of loading it. */
export type Patterns = typeof import('../matching/patterns.ts');

/**
 * What reading settings takes from outside. `files` reads a file that a setting names, or throws an Error that says in
 * plain words why not. Without `patterns` no regex, JSONPath or schema can be read, without `curl` no command: what it
 * answers is known to who reads commands, and to kinds that take them.
 */
export type Surroundings = {
  readonly files: NamedFiles;
  readonly patterns?: Patterns | null;
  readonly curl?: ((command: string, files: NamedFiles) => unknown) | null;
};

/** Where no file can be read and no pattern compiled. */
export const NOTHING_AROUND: Surroundings = {
  files: () => {
    throw new Error('no file can be read here; write its content');
  },
};
