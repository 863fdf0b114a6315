import type { ReadCurl } from '../outside.ts';

/** Everything that reads curl commands, loaded at the first use: 60 ms that only a list with commands pays. */
export async function loadReadCurl(): Promise<ReadCurl> {
  const [{ parseCurl }, { curlGrammar }] = await Promise.all([
    import('../curl/parse-curl.ts'),
    import('./curl-grammar.ts'),
  ]);
  const grammar = await curlGrammar();
  return (command, files) => parseCurl(command, grammar, files);
}
