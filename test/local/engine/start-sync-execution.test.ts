import { describe, expect, it } from 'vitest';
import { executeMachine } from '#local/engine/engine.ts';
import { ExecutionFailed } from '#local/engine/errors.ts';
import { readMachine } from '#local/engine/machine.ts';
import { RESOURCES } from '#local/engine/resources.ts';
import type { LocalFunction } from '#local/engine/services.ts';
import { machine, named, task } from './machine.ts';

type Run = { readonly work?: LocalFunction['invoke']; readonly call?: object; readonly whole?: object };

/** A machine that calls one with a single Task, and answers with the raw result or with what it caught. */
async function callOf(called: object | null, { work = () => null, call = {}, whole = {} }: Run = {}) {
  const definition = {
    ...machine({
      Call: {
        Type: 'Task',
        Resource: 'arn:aws:states:::aws-sdk:sfn:startSyncExecution',
        Parameters: { StateMachineArn: '${InnerArn}', Input: { 'given.$': '$.text' } },
        TimeoutSeconds: 30,
        Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.fault', Next: 'Caught' }],
        End: true,
        ...call,
      },
      Caught: { Type: 'Pass', End: true },
    }),
    ...whole,
  };
  const output = await executeMachine(readMachine(definition, RESOURCES), {
    id: 'arn:run:1',
    input: { text: 'say "\\"' },
    services: {
      functions: { Work: { invoke: work } },
      publish: () => {},
      ...(called && { machines: { Inner: () => readMachine(called, RESOURCES) } }),
    },
  }).catch((error: unknown) => error);
  return output as Record<string, unknown>;
}

const never = () => new Promise<never>(() => {});

describe('startSyncExecution', () => {
  it('answers with input and output as JSON text', async () => {
    const answer = await callOf(machine({ A: task({ OutputPath: '$.answer' }) }), {
      work: (event: { input: unknown }) => event.input,
    });
    expect(answer).toMatchObject({ Status: 'SUCCEEDED', Input: '{"given":"say \\"\\\\\\""}' });
    expect(answer['Output']).toBe(answer['Input']);
  });

  it('gives what it calls an execution of its own', async () => {
    const pass = {
      Type: 'Pass',
      Parameters: { 'id.$': '$$.Execution.Id', 'input.$': '$$.Execution.Input' },
      End: true,
    };
    const { Output, ExecutionArn } = await callOf(machine({ A: pass }));
    expect(JSON.parse(String(Output))).toEqual({ id: ExecutionArn, input: { given: 'say "\\"' } });
  });

  it('answers that it failed, which is no error of the Task', async () => {
    const work = () => {
      throw named('InvalidInput');
    };
    const answer = await callOf(machine({ A: task() }), { work });
    expect(answer).toMatchObject({
      Status: 'FAILED',
      Error: 'InvalidInput',
      Cause: expect.stringContaining('on purpose'),
    });
    expect(answer).not.toHaveProperty('Output');
  });

  it('answers that it ran out of its own time', async () => {
    const answer = await callOf({ ...machine({ A: task() }), TimeoutSeconds: 1 }, { work: never });
    expect(answer).toMatchObject({ Status: 'TIMED_OUT', Error: 'States.Timeout' });
  });

  it('is an error where the Task’s time ends first', async () => {
    const answer = await callOf(machine({ A: task() }), { work: never, call: { TimeoutSeconds: 1 } });
    expect(answer).toMatchObject({ text: 'say "\\"', fault: { Error: 'States.Timeout' } });
  });

  it('is an error where there is no such machine', async () => {
    expect(await callOf(null)).toMatchObject({ fault: { Error: 'Sfn.StateMachineDoesNotExistException' } });
  });

  it('is terminal where the answer is over 256 KiB as text in text', async () => {
    const work = () => '"'.repeat(70_000); // 140,000 bytes as JSON, and twice that as JSON in JSON
    const answer = await callOf(machine({ A: task() }), { work });
    expect(answer).toBeInstanceOf(ExecutionFailed);
    expect(answer).toMatchObject({ error: 'States.DataLimitExceeded' });
  });
});

it('a machine that says how long it may take is ended then', async () => {
  const answer = await callOf(machine({ A: task() }), { work: never, whole: { TimeoutSeconds: 1 } });
  expect(answer).toMatchObject({ error: 'States.Timeout' });
});
