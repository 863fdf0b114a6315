import { describe, expect, it } from 'vitest';
import { KIND_NAMES } from '#kinds/settings.ts';
import { withCheckers } from '../../docs/checker-states.ts';
import definition from '../../statemachines/health-check.asl.json' with { type: 'json' };

describe('the states that check', () => {
  it('are in the definition as `npm run generate` writes them, one a kind in the order of the registry', () => {
    expect(JSON.stringify(definition)).toBe(JSON.stringify(withCheckers(definition, KIND_NAMES)));
  });

  it('come and go with their kinds, and nothing else changes', () => {
    const more = withCheckers(definition, [...KIND_NAMES, 'sundial']);
    const states: object = more.States.RunChecks.ItemProcessor.States;

    expect(states).toMatchObject({
      ChooseChecker: { Choices: expect.arrayContaining([expect.objectContaining({ Next: 'CheckSundial' })]) },
      CheckSundial: { Parameters: { FunctionName: '${CheckSundialArn}' }, Next: 'RouteVerdict' },
    });
    expect(withCheckers(more, KIND_NAMES)).toEqual(definition);
  });
});
