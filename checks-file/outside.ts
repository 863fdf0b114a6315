import type { NamedFiles } from '#core/settings/named-files.ts';
import { NOTHING_AROUND, type Surroundings } from '#core/settings/surroundings.ts';
import type { CurlResult } from './curl/parse-curl.ts';

/** Reads a curl command with bash's grammar, which only somebody with files and WebAssembly can load. */
export type ReadCurl = (command: string | readonly string[], files: NamedFiles) => CurlResult;

/** What reading a checks file takes from outside. `curl` is null where no command can be read. */
export type Outside = Surroundings & { readonly curl: ReadCurl | null };

export const NOTHING_OUTSIDE: Outside = { ...NOTHING_AROUND, curl: null };
