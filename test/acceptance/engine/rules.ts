import fc from 'fast-check';
import { number, path, text, time, truth } from './values.ts';

type Rule = Readonly<Record<string, unknown>>;

const variable = fc.oneof(path, fc.constantFrom('$$.Execution.Input.text', '$$.State.Name'));
const ORDERS = ['Equals', 'LessThan', 'GreaterThan', 'LessThanEquals', 'GreaterThanEquals'];
const TYPES = ['IsNull', 'IsPresent', 'IsNumeric', 'IsString', 'IsBoolean', 'IsTimestamp'];

const ordered = (type: string, wanted: fc.Arbitrary<unknown>) =>
  fc.tuple(fc.constantFrom(...ORDERS), wanted).map(([order, value]) => ({ [`${type}${order}`]: value }));
const orderedPath = (type: string) =>
  fc.tuple(fc.constantFrom(...ORDERS), path).map(([order, other]) => ({ [`${type}${order}Path`]: other }));

const validTime = time.filter((one) => !one.startsWith('2026-02-30'));
const operator: fc.Arbitrary<Rule> = fc.oneof(
  ordered('String', text),
  ordered('Numeric', number),
  ordered('Timestamp', validTime),
  truth.map((BooleanEquals) => ({ BooleanEquals })),
  orderedPath('String'),
  orderedPath('Numeric'),
  orderedPath('Timestamp'),
  path.map((BooleanEqualsPath) => ({ BooleanEqualsPath })),
  fc.constantFrom('*', 'a*', '*b', 'a*b', 'a', '\\*', '**', '').map((StringMatches) => ({ StringMatches })),
  fc.tuple(fc.constantFrom(...TYPES), truth).map(([type, is]) => ({ [type]: is })),
);

const test: fc.Arbitrary<Rule> = fc.tuple(variable, operator).map(([Variable, one]) => ({ Variable, ...one }));
/** A test that AWS recommends: of what is there. */
const guarded: fc.Arbitrary<Rule> = test.map((one) => ({
  And: [{ Variable: one['Variable'], IsPresent: true }, one],
}));

/** A choice rule, of any operator, alone or in And, Or and Not. */
export const rule: fc.Arbitrary<Rule> = fc.letrec<{ rule: Rule }>((tie) => ({
  rule: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    test,
    guarded,
    fc.array(tie('rule'), { minLength: 1, maxLength: 3 }).map((And) => ({ And })),
    fc.array(tie('rule'), { minLength: 1, maxLength: 3 }).map((Or) => ({ Or })),
    tie('rule').map((Not) => ({ Not })),
  ),
})).rule;
