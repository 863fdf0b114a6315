import { RE2JS, RE2JSException } from 're2js';
import { PatternFault } from './pattern-fault.ts';
import { remembered } from './remembered.ts';

/** Regexes that take time in proportion to the text, whatever the text and the pattern: RE2's language. */

/**
 * `test`: whether the pattern matches anywhere in the text. `find`: what its first group matched first, or all of it where
 * the pattern has no group; null where nothing did. `endIn`: where the first match ends, null where there is none.
 */
export type Regex = {
  readonly test: (text: string) => boolean;
  readonly find: (text: string) => string | null;
  readonly endIn: (text: string) => number | null;
};

const MOST_PATTERN_CHARACTERS = 1000;
/** Each step over the text may touch every instruction, so this bounds what a megabyte of text can cost. */
const MOST_INSTRUCTIONS = 5000;

/** A regex in RE2's language. Throws PatternFault. */
export const compileRegex = remembered((pattern: string): Regex => compiled(pattern, pattern));

/** A regex in the language of JSON Schema and JSONPath, as far as RE2 has it: no look-around, no back-reference. */
export const compileForeignRegex = remembered((pattern: string): Regex => {
  return compiled(pattern, RE2JS.translateRegExp(pattern));
});

function compiled(written: string, pattern: string): Regex {
  if (written.length > MOST_PATTERN_CHARACTERS) {
    throw new PatternFault(`has ${written.length} characters; write ${MOST_PATTERN_CHARACTERS} or less`);
  }
  const regex = parsed(written, pattern);
  if (regex.programSize() > MOST_INSTRUCTIONS) throw new PatternFault('repeats too much; write smaller counts');
  return {
    test: (text) => regex.test(text),
    find: (text) => {
      const matcher = regex.matcher(text);
      return matcher.find() ? (matcher.group(matcher.groupCount() > 0 ? 1 : 0) ?? null) : null;
    },
    endIn: (text) => {
      const matcher = regex.matcher(text);
      return matcher.find() ? matcher.end() : null;
    },
  };
}

function parsed(written: string, pattern: string): RE2JS {
  try {
    return RE2JS.compile(pattern);
  } catch (cause) {
    if (!(cause instanceof RE2JSException)) throw cause;
    const { error, input } = cause as { readonly error?: string; readonly input?: string };
    const why = error ?? cause.message;
    // The parser names the part that it stopped at, which is all of it when a bracket stays open.
    const at = why.startsWith('missing closing )') ? written.length : Math.max(written.indexOf(input ?? ''), 0);
    throw new PatternFault(`${why} at character ${at + 1}`, { cause });
  }
}

/** Texts that have nothing in common, not even a character. */
const PROBES = ['', '\n', 'a', '0 é\u{1f600}', '\u0000'];

/** Whether a regex matches any text, so that it says nothing of one. */
export function matchesAnything({ test }: Pick<Regex, 'test'>): boolean {
  return PROBES.every(test);
}
