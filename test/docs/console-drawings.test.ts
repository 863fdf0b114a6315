import { readdirSync, readFileSync } from 'node:fs';
import { XMLValidator } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import { DRAWINGS, svgOf } from '../../docs/console-drawings.ts';

const folder = new URL('../../docs/console/', import.meta.url);
const guide = readFileSync(new URL('../../docs/re-run.md', import.meta.url), 'utf8');

describe('the drawings of the console', () => {
  it('are all there, and no others: npm run generate', () => {
    expect(readdirSync(folder).toSorted()).toEqual(DRAWINGS.map(({ file }) => file).toSorted());
  });

  it.each(
    DRAWINGS,
  )('$file is what the generator gives, is XML, says what it is, and is shown in re-run.md', (drawing) => {
    const svg = svgOf(drawing);
    expect(readFileSync(new URL(drawing.file, folder), 'utf8')).toBe(svg);
    expect(XMLValidator.validate(svg)).toBe(true);
    expect(svg).toContain('a drawing, not a screenshot');
    expect(guide).toContain(`](console/${drawing.file})`);
  });
});
