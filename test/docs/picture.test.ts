import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { pictureOf, withPicture } from '../../docs/picture.ts';
import definition from '../../statemachines/health-check.asl.json' with { type: 'json' };

const page = readFileSync(new URL('../../docs/workflow.md', import.meta.url), 'utf8');

describe('the picture of the state machine', () => {
  it('in docs/workflow.md is the one that the definition gives: npm run generate', () => {
    expect(page).toContain('```mermaid\n');
    expect(withPicture(page, definition)).toBe(page);
  });

  it('shows every state of the definition', () => {
    const names = [...JSON.stringify(definition).matchAll(/"([A-Z]\w+)":\{(?:"Comment":"[^"]*",)?"Type"/g)].map(
      (match) => match[1],
    );

    expect(names.length).toBeGreaterThan(20);
    for (const name of names) expect(pictureOf(definition)).toMatch(new RegExp(`\\b${name}[\\["({]`));
  });

  it('shows a Map and the branches of a Parallel as boxes, and a Catch dotted', () => {
    const machine = {
      StartAt: 'Each',
      States: {
        Each: {
          Type: 'Map',
          ItemProcessor: {
            StartAt: 'Do',
            States: { Do: { Type: 'Task', Catch: [{ Next: 'Caught' }] }, Caught: { Type: 'Pass' } },
          },
          Next: 'Both',
        },
        Both: { Type: 'Parallel', Branches: [{ StartAt: 'A', States: { A: { Type: 'Succeed' } } }] },
      },
    };

    expect(pictureOf(machine).split('\n')).toEqual([
      'flowchart TD',
      '  start(( )) --> Each',
      '  subgraph Each["Each: for each"]',
      '    Do["Do"]',
      '    Caught("Caught")',
      '    Do -. fault .-> Caught',
      '  end',
      '  subgraph Both["Both: side by side"]',
      '    subgraph Both1[" "]',
      '      A("A")',
      '    end',
      '  end',
      '  Each --> Both',
    ]);
  });
});
