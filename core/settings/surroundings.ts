import type { CurlResult } from '#checks-file/curl/parse-curl.ts';
import type { CurlFiles } from '#checks-file/curl/reading.ts';
import type { Patterns } from '#kinds/http/settings/pattern-faults.ts';

/** Reads a curl command with bash's grammar, which only somebody with files and WebAssembly can load. */
export type ReadCurl = (command: string | readonly string[], files: CurlFiles) => CurlResult;

/**
 * What reading checks takes from outside. `files` reads a file that a setting names, or throws an Error that says in
 * plain words why not. `curl` is null where no command can be read. Without `patterns` no regex, JSONPath or schema can.
 */
export type Outside = {
  readonly files: CurlFiles;
  readonly curl: ReadCurl | null;
  readonly patterns?: Patterns | null;
};

export const NOTHING_OUTSIDE: Outside = {
  files: () => {
    throw new Error('no file can be read here; write its content');
  },
  curl: null,
};
