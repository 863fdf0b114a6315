import { describe, expect, it } from 'vitest';
import { execute } from '#local/engine/engine.ts';
import type { LocalFunction, Services } from '#local/engine/services.ts';
import { check, okVerdict } from '../checks.ts';

const run = {
  id: 'x',
  startedAt: '2026-01-31T09:05:00.000Z',
  trigger: 'manual',
  shard: null,
  concurrency: 2,
  region: 'local',
};
const prepared = { run, roll: [check('a')], untracked: { recorded: false, counts: null, notifications: [] } };

const COUNTS = { total: 1, ok: 1 };

function services(change: Readonly<Record<string, LocalFunction>> = {}): Services {
  return {
    functions: {
      PrepareChecks: { invoke: () => prepared },
      CheckHttp: { invoke: () => okVerdict('a') },
      TrackIncidents: {
        invoke: ({ run: its, verdicts }) => ({ run: its, verdicts, recorded: true, counts: COUNTS, notifications: [] }),
      },
      PublishMetrics: { invoke: () => ({}) },
      ...change,
    },
    publish: () => {},
  };
}

const start = (change: Readonly<Record<string, LocalFunction>>, input: unknown = {}) =>
  execute({ id: 'arn:run:1', input, services: services(change) });
const failing = (error: unknown): LocalFunction => ({ invoke: () => Promise.reject(error) });

describe('execute', () => {
  it('gives PrepareChecks the input and the context, and ends with the summary', async () => {
    let seen: unknown;
    const invoke = (event: unknown) => {
      seen = event;
      return prepared;
    };
    const output = await start({ PrepareChecks: { invoke } }, { only: ['a'] });
    expect(seen).toEqual({
      input: { only: ['a'] },
      executionId: 'arn:run:1',
      startTime: expect.stringMatching(/^20.*Z$/),
    });
    expect(output).toEqual({ run, counts: COUNTS, results: [okVerdict('a')] });
  });

  it('ends well, with what is wrong, and calls nothing more when the input is not understood', async () => {
    const refusal = { error: 'InvalidInput', faults: ['only[0] is "typo"'] };
    const called: string[] = [];
    const watching = (name: string): LocalFunction => ({ invoke: () => void called.push(name) });
    const others = ['CheckHttp', 'TrackIncidents', 'PublishMetrics'].map((name) => [name, watching(name)] as const);
    const output = await start({ PrepareChecks: { invoke: () => refusal }, ...Object.fromEntries(others) });
    expect([output, called]).toEqual([refusal, []]);
  });

  it.each<[string, unknown, string, unknown]>([
    [
      'an Error',
      new RangeError('bad'),
      'RangeError',
      { errorType: 'RangeError', errorMessage: 'bad', trace: expect.any(Array) },
    ],
    ['text', 'bad', 'string', { errorType: 'string', errorMessage: 'bad', trace: [] }],
  ])('fails with the name and the cause of %s that a function threw', async (_, thrown, error, cause) => {
    const failure = await start({ PrepareChecks: failing(thrown) }).catch((reason) => reason);
    expect(failure).toMatchObject({ name: 'ExecutionFailed', error });
    expect(JSON.parse((failure as { cause: string }).cause)).toEqual(cause);
  });

  it('hands functions JSON of their own, and takes JSON from them', async () => {
    const roll = [check('a')];
    const invoke = (event: { check: { name: string } }) => {
      event.check.name = 'changed';
      return { ...okVerdict('a'), at: new Date(0), lost: undefined };
    };
    const output = await start({ PrepareChecks: { invoke: () => ({ ...prepared, roll }) }, CheckHttp: { invoke } });
    expect(output).toMatchObject({ results: [{ name: 'a', at: '1970-01-01T00:00:00.000Z' }] });
    expect(roll[0]?.name).toBe('a');
  });

  it('fails with States.DataLimitExceeded where verdicts together are more than 256 KiB', async () => {
    const roll = Array.from({ length: 100 }, (_, i) => check(`c${i}`));
    const failure = start({
      PrepareChecks: { invoke: () => ({ ...prepared, roll }) },
      CheckHttp: {
        invoke: (event: { check: { name: string } }) => okVerdict(event.check.name, { label: 'é'.repeat(2000) }),
      },
    });
    await expect(failure).rejects.toMatchObject({ error: 'States.DataLimitExceeded' });
  });

  it('fails with the name of AWS when a function is missing', async () => {
    const { PrepareChecks: _, ...rest } = services().functions;
    const failure = execute({ id: 'x', input: {}, services: { ...services(), functions: rest } });
    await expect(failure).rejects.toMatchObject({ error: 'Lambda.ResourceNotFoundException' });
  });
});
