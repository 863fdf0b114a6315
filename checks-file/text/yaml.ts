import { boolJsonTag, CORE_SCHEMA, load, mergeTag, YAMLException } from 'js-yaml';
import { formatSize } from '#core/text/size.ts';
import { numberTags } from './number-tags.ts';
import { TAG } from './syntax-error.ts';

/** How long one text may be: three times the 4,000 checks that a large site has. */
export const MOST_CHARACTERS = 8 * 1024 * 1024;
const MOST_ALIASES = 20_000;
/** What aliases may unfold to; 4,000 checks are some 100,000 nodes. */
const MOST_NODES = 1_000_000;
const MOST_DEPTH = 100;
/** What merge keys may copy: 4,000 checks that each merge 20 settings are 80,000. */
const MOST_MERGED = 500_000;
const BOUNDS = { maxAliases: MOST_ALIASES, maxDepth: MOST_DEPTH, maxTotalMergeKeys: MOST_MERGED };

/** Why a text cannot be read, with line and column from 1. `isOurs`: not a matter of syntax, but of our limits. */
export type SyntaxFault = {
  readonly line: number;
  readonly column: number;
  readonly message: string;
  readonly isOurs: boolean;
};

/** `hasOddNumbers`: some number is not written as JSON writes it. */
type YamlRead = { readonly value: unknown; readonly hasOddNumbers: boolean } | { readonly fault: SyntaxFault };

/**
 * YAML 1.2, with numbers and booleans as in JSON: 010, 0x1F, 1_000 and True stay the text that was written, where the
 * core schema would send 10, 31 and true to the target without a word. Merge keys are of YAML 1.1, and in use everywhere.
 */
export function readYaml(text: string): YamlRead {
  if (text.length > MOST_CHARACTERS)
    return refused(`takes ${formatSize(text.length)}; write ${formatSize(MOST_CHARACTERS)} or less`);
  let hasOddNumbers = false;
  const numbers = numberTags(({ value }) => {
    hasOddNumbers = true;
    return value;
  });
  try {
    const schema = CORE_SCHEMA.withTags(...numbers, boolJsonTag, mergeTag);
    const value = load(text, { ...BOUNDS, schema });
    if (text.includes('*') && !isBounded(value)) return refused('unfolds to too much through its aliases; write fewer');
    return { value, hasOddNumbers };
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    if (error.reason.startsWith('expected a document')) return refused('is empty; write checks: and a list of checks');
    const { line = 0, column = 0 } = error.mark ?? {};
    const limit = LIMITS.find(([reason]) => error.reason.startsWith(reason));
    const message = limit?.[1] ?? worded(error.reason);
    return { fault: { line: line + 1, column: column + 1, message, isOurs: limit !== undefined } };
  }
}

const LIMITS = [
  ['nesting exceeded', `nests more than ${MOST_DEPTH} deep; write it flatter`],
  ['aliases exceeded', `has more than ${MOST_ALIASES} aliases; write fewer`],
  ['merge keys exceeded', `merges more than ${MOST_MERGED} settings by <<; write fewer`],
  ['abnormal merge sequence', 'merges more than 100 maps by one <<; write fewer'],
  ['cannot merge', 'merges what is no map; write << with an alias of a map, such as <<: *shared'],
] as const;

/** None shows what the text says there: `*word` may be a secret whose quotes were forgotten. */
const WORDED = [
  [/^unknown \w+ tag|^cannot resolve a node/, TAG],
  [
    /^deficient indentation/,
    'is in the brackets or quotes of a value above, and no deeper than its setting; indent it deeper, or close them above',
  ],
  [
    /^unidentified alias/,
    '* begins an alias, and nothing above has its anchor (&); put the value in quotes, or write the anchor',
  ],
  [
    /^the stream contains non-printable|^null byte/,
    'a control character; write it by its escape in double quotes, such as "\\u0007"',
  ],
] as const;

function worded(reason: string): string {
  return WORDED.find(([pattern]) => pattern.test(reason))?.[1] ?? `not YAML: ${reason}`;
}

function refused(message: string) {
  return { fault: { line: 1, column: 1, message, isOurs: true } };
}

/** Counts what validation would walk: aliases share a value, so that a few lines can unfold to billions of nodes. */
function isBounded(root: unknown): boolean {
  let nodes = 0;
  const walk = (value: unknown, depth: number): boolean => {
    nodes += 1;
    if (nodes > MOST_NODES || depth > MOST_DEPTH) return false;
    if (typeof value !== 'object' || value === null) return true;
    return Object.values(value).every((inner) => walk(inner, depth + 1));
  };
  return walk(root, 0);
}
