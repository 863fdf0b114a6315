import fc from 'fast-check';
import { goes, maybe } from './part.ts';
import { resultPath } from './values.ts';

const NAMES = ['A', 'B', 'C', 'States.TaskFailed', 'States.Timeout'];
const errorEquals: fc.Arbitrary<string[]> = fc.oneof(
  fc.uniqueArray(fc.constantFrom(...NAMES), { minLength: 1, maxLength: 2 }),
  fc.constant<string[]>(['States.TaskFailed']),
);
const retrier = fc.record({
  ErrorEquals: errorEquals,
  IntervalSeconds: fc.constant(1),
  MaxAttempts: fc.constantFrom(0, 1, 2),
  BackoffRate: fc.constant(1),
  JitterStrategy: fc.constantFrom('FULL', 'NONE'),
});
const catcher = fc.record({ ErrorEquals: errorEquals, ResultPath: resultPath });
const all = <T extends { ErrorEquals: string[] }>(rules: readonly T[], last: boolean): readonly T[] =>
  rules.map((one, index) => (last && index === rules.length - 1 ? { ...one, ErrorEquals: ['States.ALL'] } : one));

/** Retry and Catch, whose rules lead to a state that marks which one it was. */
export const policy = fc
  .tuple(fc.array(retrier, { maxLength: 2 }), fc.array(catcher, { maxLength: 2 }), fc.boolean(), fc.boolean())
  .map(([retry, caught, anyRetried, anyCaught]) => (name: string, next: string | undefined) => {
    const catchers = all(caught, anyCaught).map((one, index) => ({ ...one, Next: `${name}Caught${index}` }));
    const handlers = catchers.map(({ Next }) => [Next, { Type: 'Pass', ...goes(next) }] as const);
    return {
      fields: {
        ...(retry.length > 0 && { Retry: all(retry, anyRetried) }),
        ...(catchers.length > 0 && {
          Catch: catchers.map(({ ResultPath, ...one }) => ({ ...one, ...maybe('ResultPath', ResultPath) })),
        }),
      },
      handlers: Object.fromEntries(handlers),
    };
  });
