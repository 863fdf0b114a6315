import { existsSync } from 'node:fs';
import { expect, it } from 'vitest';
import { KIND_NAMES, KINDS } from '#kinds/settings.ts';
import definition from '../../statemachines/health-check.asl.json' with { type: 'json' };

const states = definition.States.RunChecks.ItemProcessor.States;

it('has a row for each branch of ChooseChecker, and a branch for each row', () => {
  const branches = states.ChooseChecker.Choices.map(({ Variable, StringEquals, Next }) => [
    Variable,
    StringEquals,
    Next,
  ]);
  expect(branches).toEqual(KIND_NAMES.map((kind) => ['$.check.kind', kind, KINDS[kind].state]));
});

it.each(KIND_NAMES)('names a state and a folder of functions/ for %s', (kind) => {
  expect(Object.keys(states)).toContain(KINDS[kind].state);
  expect(existsSync(new URL(`../../../functions/${KINDS[kind].function}/handler.ts`, import.meta.url))).toBe(true);
});
