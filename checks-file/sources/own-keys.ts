import * as z from 'zod';
import { filledText, settings } from '#core/settings/setting.ts';

/** What a file says of itself and its variables. It is gone when sections are read. */

const NAME = /^[A-Za-z_][\w.-]{0,63}$/;
const NAME_RULE = 'is no name of a variable; write a letter or _ and up to 63 letters, digits, _, . or -';
const WRITE_VALUE = 'write text, a number, true or false (a whole number beyond 2^53 in quotes)';
const WRITE_INCLUDE = 'write the path of a checks file, or a list such as [teams/*.yaml]';
const WRITE_ROWS = 'write a list of rows such as [{region: eu}, {region: us}]';

/** More rows of one check than this are a mistake. */
const MOST_ROWS = 1000;

/** Whether a text is the name of a variable. */
export function isVariableName(text: string): boolean {
  return NAME.test(text);
}

const value = z.union(
  [
    z.string(),
    z
      .number({ error: WRITE_VALUE })
      .refine((number) => !Number.isInteger(number) || Number.isSafeInteger(number), { error: WRITE_VALUE }),
    z.boolean(),
  ],
  { error: WRITE_VALUE },
);

const values = z.record(z.string().regex(NAME), value, {
  error: (issue) => (issue.code === 'invalid_key' ? NAME_RULE : 'write a map of names and values'),
});

const include = filledText(WRITE_INCLUDE);

/** Beside the sections of a file. */
export const ownShape = {
  include: z
    .union([include, z.array(include, { error: WRITE_INCLUDE })], { error: WRITE_INCLUDE })
    .optional()
    .describe(
      'Other checks files that belong to the list, relative to this one; * and ? match parts of names, ** folders.',
    ),
  vars: values.optional().describe('Variables: ${var:NAME} stands for their values, anywhere in the list.'),
  environments: z
    .record(
      z.string().regex(NAME),
      settings(
        { vars: values.optional().describe('Values in this environment, in place of those of vars.') },
        'write a map with vars',
      ),
      {
        error: (issue) =>
          issue.code === 'invalid_key'
            ? NAME_RULE.replace('a variable', 'an environment')
            : 'write a map of names and environments',
      },
    )
    .optional()
    .describe('Other values of variables, by the environment that --environment chooses.'),
};

/** `for` of an entry: a check for each row. */
export const rowsSchema = z
  .array(
    values.refine((row) => Object.keys(row).length > 0, { error: WRITE_ROWS }),
    { error: WRITE_ROWS },
  )
  .min(1, { error: WRITE_ROWS })
  .max(MOST_ROWS, { error: `write at most ${MOST_ROWS} rows` })
  .describe('Makes a check of each row; ${var:NAME} in the entry stands for the value in the row.');

/** A key that is its author's own: nothing reads it, and anchors may stand in it. */
export function isOwnKey(key: string): boolean {
  return key.startsWith('x-');
}
