import { readFileSync } from 'node:fs';

/**
 * A line of test/fixtures/answers/odd.jsonl: a raw answer, each character a byte, sent whole and then closed. `curl`: what
 * curl CURL_VERSION makes of it, its status and body, or the code that it exits with. `ours`: the same of us, or our reason
 * with HOST for the target; left out where we say what curl says. `lenient`: what our verdict says of it. `by`: the document
 * that decides. `differs`: why we do not accept what curl accepts, or read it otherwise.
 */
export type OddAnswer = {
  readonly name: string;
  readonly answer: string;
  readonly curl: string;
  readonly ours?: string;
  readonly lenient?: readonly string[];
  readonly differs?: string;
  readonly by: string;
};

/** The version that the file's `curl` was filled in with. */
export const CURL_VERSION = '7.88.1';

const FILE = new URL('../../../../fixtures/answers/odd.jsonl', import.meta.url);

export const ODD_ANSWERS: readonly OddAnswer[] = readFileSync(FILE, 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line): OddAnswer => JSON.parse(line));

export function bytesOf({ answer }: Pick<OddAnswer, 'answer'>): Buffer {
  return Buffer.from(answer, 'latin1');
}
