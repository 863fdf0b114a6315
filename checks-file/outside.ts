import type { NamedFiles } from '#core/settings/named-files.ts';
import { NOTHING_AROUND, type Surroundings } from '#core/settings/surroundings.ts';
import type { Path } from '#core/text/json-values.ts';
import type { parseCurl } from './curl/parse-curl.ts';

/** What reads a curl command. It is handed in, because most lists do without the 8 ms of loading it. */
type ReadCurl = typeof parseCurl;

/** What reading a checks file takes from outside. `curl` is null where no command can be read. */
export type Outside = Omit<Surroundings, 'curl'> & { readonly curl: ReadCurl | null };

export const NOTHING_OUTSIDE: Outside = { ...NOTHING_AROUND, curl: null };

/** Reads the files that the setting at a path names, relative to the file that has the setting. */
export type FilesOf = (path: Path) => NamedFiles;
