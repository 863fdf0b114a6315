import { describe, expect, it } from 'vitest';
import { NESTED_LIMIT_S } from '#core/contract.ts';
import { calledMachine, startedMachine } from '#core/workflow/machines.ts';
import { readDefinition } from '#local/engine/definition.ts';

const file = readDefinition();
const BEFORE = ['IsScheduled', 'RunNested', 'NestedSucceeded', 'ReadNested', 'NestedAnswered'];

describe('the machine that executions are started of', () => {
  it('is the whole file for a nested workflow', () => {
    expect(startedMachine(file, 'nested')).toEqual(file);
  });

  it.each([
    'standard',
    'express',
  ] as const)('begins with PrepareChecks for %s, and nothing else is left out', (workflow) => {
    const { StartAt, States, ...rest } = startedMachine(file, workflow);
    const { StartAt: _start, States: all, ...wanted } = file;
    expect(StartAt).toBe('PrepareChecks');
    expect(rest).toEqual(wanted);
    const left = Object.fromEntries(Object.entries(all).filter(([name]) => !BEFORE.includes(name)));
    expect(States).toEqual(left);
    expect(Object.keys(all)).toEqual([...BEFORE, ...Object.keys(left)]);
  });
});

describe('the machine that a nested workflow calls', () => {
  const called = calledMachine(file);

  it('is PrepareChecks and RunChecks, as they are in the file', () => {
    expect(called.StartAt).toBe('PrepareChecks');
    const { Next: _, ...last } = (file.States['RunChecks'] ?? {}) as { Next?: string };
    const { InputUnderstood, InvalidInput } = file.States;
    expect(called.States).toEqual({
      InputUnderstood,
      InvalidInput,
      PrepareChecks: {
        ...file.States['PrepareChecks'],
        Parameters: { FunctionName: '${PrepareChecksArn}', 'Payload.$': '$' },
      },
      RunChecks: { ...last, End: true },
    });
  });

  it('ends before a client that waits for it was seen to get no answer', () => {
    expect(called).toMatchObject({ TimeoutSeconds: NESTED_LIMIT_S });
  });

  it('cannot be made of a file without these states', () => {
    const { RunChecks: _, ...States } = file.States;
    expect(() => calledMachine({ ...file, States })).toThrow("the workflow's definition has no state RunChecks");
  });
});
