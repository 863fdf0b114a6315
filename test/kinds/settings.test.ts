import { existsSync } from 'node:fs';
import { expect, it } from 'vitest';
import { folderOf, stateOf } from '#core/check/kind-names.ts';
import { KIND_NAMES } from '#kinds/settings.ts';
import definition from '../../statemachines/health-check.asl.json' with { type: 'json' };

const states = definition.States.RunChecks.ItemProcessor.States;

it('has a row for each branch of ChooseChecker, and a branch for each row', () => {
  const branches = states.ChooseChecker.Choices.map(({ Variable, StringEquals, Next }) => [
    Variable,
    StringEquals,
    Next,
  ]);
  expect(branches).toEqual(KIND_NAMES.map((kind) => ['$.check.kind', kind, stateOf(kind)]));
});

it.each(KIND_NAMES)('names a state and a folder of functions/ for %s', (kind) => {
  expect(Object.keys(states)).toContain(stateOf(kind));
  expect(existsSync(new URL(`../../functions/${folderOf(kind)}/handler.ts`, import.meta.url))).toBe(true);
});
