import { text } from './setting.ts';

/**
 * Names and tags may be in any script. They are measured in bytes, as they travel and as AWS measures them, and written in
 * composed letters (NFC), so that two which look alike are one.
 */

/** The most bytes of UTF-8 that the name of a check takes. */
export const NAME_BYTES = 100;
/** The same for a tag. */
const TAG_BYTES = 32;

/** No blank fillers, which are letters to Unicode. */
const LETTERS = '\\p{L}\\p{M}\\p{N}';
const FILLERS = '(?!.*[\\u115f\\u1160\\u3164\\uffa0])';
/** Middle dots and full-width brackets, as Japanese names have them; no comma, quotes and backslashes of any width. */
const WIDE = '・！（）［］｛｝【】「」『』〈〉《》〔〕：／＋＝～〜－＿＃＆．';
// No comma, because `--only a,b` splits there; no quote nor backslash, because the name must not grow in JSON.
const NAME = new RegExp(
  `^${FILLERS}[${LETTERS}_/【「『（](?:[${LETTERS} _./:@#()+=&?~${WIDE}-]{0,98}[${LETTERS}_./:@#()+=&?~${WIDE}-])?$`,
  'u',
);
const TAG = new RegExp(`^${FILLERS}[${LETTERS}][${LETTERS}_./:@=+・-]{0,31}$`, 'u');

/** The name of a check. */
export const name = within(
  text(NAME, 'write 1 to 100 letters, digits, spaces or _./:@#()+=&?~-, beginning with a letter, a digit, _ or /'),
  NAME_BYTES,
);

/** A word to select checks by. */
export const tag = within(
  text(TAG, 'write 1 to 32 letters, digits or _./:@=+-, beginning with a letter or digit'),
  TAG_BYTES,
);

function within(schema: ReturnType<typeof text>, most: number) {
  return schema
    .refine((value) => Buffer.byteLength(value) <= most, {
      error: ({ input }) =>
        `write ${most} bytes of UTF-8 or less (it takes ${Buffer.byteLength(String(input))}; most letters beyond ASCII take 2 or 3)`,
    })
    .refine((value) => value === value.normalize(), {
      error: ({ input }) => `write it in composed letters (Unicode NFC): ${String(input).normalize()}`,
    });
}

/** The name that comes nearest to a text; '' when nothing is left of it. */
export function fittingName(written: string, most = NAME_BYTES): string {
  const plain = written
    .normalize()
    .replace(OUTSIDE_NAME, '_')
    .replace(/^[^\p{L}\p{M}\p{N}_/【「『（]+/u, '');
  return cut(plain, most).trim();
}

/** The same for a tag. */
export function fittingTag(written: string): string {
  const plain = written
    .normalize()
    .replace(OUTSIDE_TAG, '-')
    .replace(/^[^\p{L}\p{N}]+/u, '');
  return cut(plain, TAG_BYTES).replace(/-+$/, '');
}

const OUTSIDE_NAME = new RegExp(`(?:[^${LETTERS} _./:@#()+=&?~${WIDE}-]|[\\u115f\\u1160\\u3164\\uffa0])+`, 'gu');
const OUTSIDE_TAG = new RegExp(`(?:[^${LETTERS}_./:@=+・-]|[\\u115f\\u1160\\u3164\\uffa0])+`, 'gu');

function cut(plain: string, bytes: number): string {
  let [kept, used] = ['', 0];
  for (const letter of plain) {
    used += Buffer.byteLength(letter);
    if (used > bytes) break;
    kept += letter;
  }
  return kept;
}
