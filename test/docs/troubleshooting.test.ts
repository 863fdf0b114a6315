import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const OURS = ['core', 'kinds', 'checks-file', 'local', 'cli', 'functions'].map((folder) => `${folder}/**/*.ts`);
const SOURCES = globSync(OURS)
  .map((file) => readFileSync(file, 'utf8'))
  .join('\n');
const page = readFileSync('docs/troubleshooting.md', 'utf8');
/** What AWS and CDK say is not ours to hold. */
const ours = page.slice(page.indexOf('## In a verdict'), page.indexOf('## When deploying'));

/** The words in code of each heading in bold, with the part that differs (`…`) as a gap. */
const MESSAGES = Array.from(ours.matchAll(/^\*\*(.*?)\*\*/gm), ([, bold = '']) => bold).flatMap((bold) =>
  Array.from(bold.matchAll(/`([^`]{6,})`/g), ([, message = '']) => message),
);

describe('a message in docs/troubleshooting.md', () => {
  it.each(MESSAGES.filter((message) => !message.startsWith('status ')))('is one that Rollcall says: %s', (message) => {
    for (const part of message.split('…').map((words) => words.trim())) {
      expect(SOURCES.includes(part), `"${part}" is nowhere in the code`).toBe(true);
    }
  });

  it('is looked for at all', () => expect(MESSAGES.length).toBeGreaterThan(10));
});
