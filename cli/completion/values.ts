import { ALLOWABLE } from '#core/check/allowable.ts';
import type { Known } from './known.ts';
import { SHELLS } from './scripts.ts';

/** What may be offered: a word, and what it is. */
export type Candidate = { readonly value: string; readonly description: string };

/** What completes a value: names of files, words, or words with commas between them. */
export type Values = 'files' | { readonly words: readonly string[]; readonly isList: boolean };

/**
 * What a value may be, by the word that stands for it in the help (`--only <names>`): so an option is completed as soon as
 * it is described. `known`: what is in the checks files that the command would read.
 */
export async function valuesFor(placeholder: string, known: () => Promise<Known>): Promise<Values> {
  const fixed = FIXED[placeholder];
  if (fixed !== undefined) return fixed;
  const read = READ[placeholder];
  if (read === undefined) return one([]);
  const { words, isList } = read(await known());
  return { words: [...new Set(words)].filter(isOneLine), isList };
}

const list = (words: readonly string[]) => ({ words, isList: true });
const one = (words: readonly string[]) => ({ words, isList: false });

const FIXED: Readonly<Record<string, Values>> = {
  file: 'files',
  files: 'files',
  targets: 'files',
  mutations: list(ALLOWABLE),
  duration: one(['10m', '1h', '2h', '24h', '7d', '30d']),
  status: list(['2xx', '3xx', '200', '201', '204', '301', '302', '401', '403', '404']),
  percent: one(['99', '99.5', '99.9', '99.95', '99.99']),
  shell: one(SHELLS),
  report: one(['success', 'start', 'fail', 'log']),
};

const READ: Readonly<Record<string, (known: Known) => Exclude<Values, 'files'>>> = {
  names: ({ checks }) => list(namesOf(checks)),
  check: ({ checks }) => one(namesOf(checks)),
  job: ({ checks }) => one(namesOf(checks.filter(({ kind }) => kind === 'heartbeat'))),
  what: ({ checks }) => one(['dashboard', 'alarms', 'page', ...namesOf(checks)]),
  tags: ({ checks }) => list(checks.flatMap(({ tags }) => tags)),
  topic: ({ topics }) => one(topics),
  environment: ({ environments }) => one(environments),
};

const namesOf = (checks: Known['checks']): readonly string[] => checks.map(({ name }) => name);

/** What a shell can be offered: a line of text, without what moves a cursor, and with no variable that nobody filled in. */
const isOneLine = (word: string): boolean => !/\p{Cc}|\$\{/u.test(word);
