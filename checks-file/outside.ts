import { NOTHING_AROUND, type Surroundings } from '#core/settings/surroundings.ts';
import type { parseCurl } from './curl/parse-curl.ts';

/** What reads a curl command. It is handed in, because most lists do without the 8 ms of loading it. */
type ReadCurl = typeof parseCurl;

/** What reading a checks file takes from outside. `curl` is null where no command can be read. */
export type Outside = Omit<Surroundings, 'curl'> & { readonly curl: ReadCurl | null };

export const NOTHING_OUTSIDE: Outside = { ...NOTHING_AROUND, curl: null };
