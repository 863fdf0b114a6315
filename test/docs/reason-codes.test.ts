import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

/** The words of the type, as its source has them: a type is gone where code runs. */
function codesOfType(): readonly string[] {
  const source = readFileSync('core/verdict/reason.ts', 'utf8');
  const type = /^export type ReasonCode =\n(?<words>.*?);$/ms.exec(source)?.groups?.['words'] ?? '';
  return Array.from(type.matchAll(/'([a-z-]+)'/g), ([, code = '']) => code);
}

function codesOfPage(): readonly string[] {
  const page = readFileSync('docs/reference/json.md', 'utf8');
  const paragraph = /^Reason codes: (?<text>.*?)(?:\n\n|\n*$(?![\s\S]))/ms.exec(page)?.groups?.['text'] ?? '';
  return [...new Set(Array.from(paragraph.matchAll(/`([^`]+)`/g), ([, code = '']) => code))];
}

describe('the reason codes in docs/reference/json.md', () => {
  it('are those of the code, each of them', () => {
    expect(codesOfType().length).toBeGreaterThan(20);
    expect(codesOfPage().toSorted()).toEqual(codesOfType().toSorted());
  });
});
