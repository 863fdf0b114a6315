import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { FORMS_TO_WRITE } from '#checks-file/entry/entry-forms.ts';
import { formatFault } from '#checks-file/fault-text.ts';
import { NOTHING_OUTSIDE } from '#checks-file/outside.ts';
import { parseChecks } from '#checks-file/parse.ts';
import * as patterns from '#core/matching/patterns.ts';

/** One bad file a rule; its last lines, `#> …`, are exactly what is to be said about it. `{forms}`: the forms of an entry. */
const FOLDER = new URL('./invalid/', import.meta.url);
const OUTSIDE = { ...NOTHING_OUTSIDE, patterns };
const files = readdirSync(FOLDER);

describe('a bad checks.yaml', () => {
  it.each(files)('is told by exactly the lines that end it: %s', (file) => {
    const text = readFileSync(new URL(file, FOLDER), 'utf8');
    const wanted = text
      .split('\n')
      .flatMap((line) => (line.startsWith('#> ') ? [line.slice(3).replace('{forms}', FORMS_TO_WRITE.join(', '))] : []));
    expect(wanted).not.toEqual([]);

    const { list, faults } = parseChecks(text, OUTSIDE);

    expect(faults.map((fault) => formatFault('checks.yaml', fault))).toEqual(wanted);
    expect(list).toBeNull();
  });

  it('never shows a password, a key or a header', () => {
    const told = files.flatMap((file) => parseChecks(readFileSync(new URL(file, FOLDER), 'utf8'), OUTSIDE).faults);
    expect(JSON.stringify(told)).not.toMatch(/sesame|開け/);
  });
});
