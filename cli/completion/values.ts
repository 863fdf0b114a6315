import { readYaml } from '#checks-file/text/yaml.ts';
import { ALLOWABLE } from '#core/check/allowable.ts';
import { isMap } from '#core/text/json-values.ts';
import { SHELLS } from './scripts.ts';

/** What may be offered: a word, and what it is. */
export type Candidate = { readonly value: string; readonly description: string };

/** What completes a value: names of files, words, or words with commas between them. */
export type Values = 'files' | { readonly words: readonly string[]; readonly isList: boolean };

/**
 * What a value may be, by the word that stands for it in the help (`--only <names>`): so an option is completed as soon as
 * it is described. `checksFile` is the text of the file that the command would read, null without.
 */
export function valuesFor(placeholder: string, checksFile: string | null): Values {
  const list = (words: readonly string[]) => ({ words, isList: true });
  const one = (words: readonly string[]) => ({ words, isList: false });
  switch (placeholder) {
    case 'file':
    case 'files':
    case 'targets':
      return 'files';
    case 'names':
      return list(entriesIn(checksFile).flatMap(({ name }) => textIn(name)));
    case 'check':
      return one(entriesIn(checksFile).flatMap(({ name }) => textIn(name)));
    case 'tags':
      return list(tagsIn(checksFile));
    case 'topic':
      return one(topicsIn(checksFile));
    case 'environment':
      return one(environmentsIn(checksFile));
    case 'mutations':
      return list(ALLOWABLE);
    case 'duration':
      return one(['10m', '1h', '2h', '24h', '7d', '30d']);
    case 'status':
      return list(['2xx', '3xx', '200', '201', '204', '301', '302', '401', '403', '404']);
    case 'percent':
      return one(['99', '99.5', '99.9', '99.95', '99.99']);
    case 'shell':
      return one(SHELLS);
    default:
      return one([]);
  }
}

type Entry = Readonly<Record<string, unknown>>;

/** A file that is being written may have faults: what can be read of it counts. */
function contentOf(text: string | null): Entry {
  const read = text === null ? null : readYaml(text);
  return read !== null && 'value' in read && isMap(read.value) ? read.value : {};
}

function entriesIn(text: string | null): readonly Entry[] {
  const { checks } = contentOf(text);
  return Array.isArray(checks) ? checks.filter(isMap) : [];
}

function tagsIn(text: string | null): readonly string[] {
  const { defaults } = contentOf(text);
  const maps = [...entriesIn(text), ...(isMap(defaults) ? [defaults] : [])];
  return [...new Set(maps.flatMap(({ tags }) => (Array.isArray(tags) ? tags.flatMap(textIn) : [])))];
}

function topicsIn(text: string | null): readonly string[] {
  const { alerts } = contentOf(text);
  const topics = isMap(alerts) ? alerts['topics'] : undefined;
  return [...new Set(['default', ...(isMap(topics) ? Object.keys(topics) : [])])];
}

function environmentsIn(text: string | null): readonly string[] {
  const { environments } = contentOf(text);
  return isMap(environments) ? Object.keys(environments).flatMap(textIn) : [];
}

/** Text that a shell can be offered: a line of it, without what moves a cursor. */
function textIn(value: unknown): readonly string[] {
  return typeof value === 'string' && !/\p{Cc}/u.test(value) ? [value] : [];
}
