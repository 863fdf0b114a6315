import fc from 'fast-check';
import { expression } from './expressions.ts';
import { goes, maybe, type Part, type State } from './part.ts';
import { policy } from './policy.ts';
import { rule } from './rules.ts';
import { path, resultPath } from './values.ts';

const LAMBDA = 'arn:aws:states:::lambda:invoke';

/** A template that keeps the input, so that states after it find it, beside something of its own. */
const parameters = expression.map((one) => ({ 'made.$': one, fixed: [1, { 'inner.$': '$.text' }], plain: 'a.$' }));
const selection = fc.oneof({ weight: 5, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: path });

const pass: fc.Arbitrary<Part> = fc
  .record({
    body: fc.oneof(
      parameters.map((Parameters) => ({ Parameters })),
      fc.constantFrom(0, false, null, '', { a: [] }, 'text').map((Result) => ({ Result })),
      fc.constant({}),
    ),
    ResultPath: resultPath,
    InputPath: fc.oneof({ weight: 5, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: fc.constant(null) }),
    OutputPath: fc.oneof({ weight: 5, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: path }),
  })
  .map(({ body, ResultPath, InputPath, OutputPath }) => (name, next) => ({
    [name]: {
      Type: 'Pass',
      ...body,
      ...maybe('ResultPath', ResultPath),
      ...maybe('InputPath', InputPath),
      ...maybe('OutputPath', OutputPath),
      ...goes(next),
    },
  }));

const hasDefault = fc.constantFrom(true, true, true, true, false);
const choice: fc.Arbitrary<Part> = fc.tuple(rule, rule, hasDefault).map(([one, two, falls]) => (name, next) => {
  const marked = (Result: string) => ({ Type: 'Pass', Result, ResultPath: '$.via', ...goes(next) });
  return {
    [name]: {
      Type: 'Choice',
      Choices: [
        { ...one, Next: `${name}One` },
        { ...two, Next: `${name}Two` },
      ],
      ...(falls && { Default: `${name}Default` }),
    },
    [`${name}One`]: marked('one'),
    [`${name}Two`]: marked('two'),
    ...(falls && { [`${name}Default`]: marked('default') }),
  };
});

const wait: fc.Arbitrary<Part> = fc
  .constantFrom<State>(
    { Seconds: 0 },
    { SecondsPath: '$.seconds' },
    { SecondsPath: '$.n' },
    { SecondsPath: '$.text' },
    { Timestamp: '2020-01-01T00:00:00Z' },
    { TimestampPath: '$.past' },
    { TimestampPath: '$.text' },
  )
  .map((how) => (name, next) => ({ [name]: { Type: 'Wait', ...how, ...goes(next) } }));

const STEPS = [[null], [null], ['A'], ['A', null], ['A', 'B', null], ['B', 'B', 'A'], ['C'], ['A', 'A', 'A', null]];
const selector = fc.constantFrom<State>(
  { 'echo.$': '$.Payload.echo', 'attempt.$': '$.Payload.attempt' },
  { 'echo.$': '$.Payload.echo', 'code.$': '$.StatusCode', fixed: true },
  { 'list.$': '$.Payload.list[1][0]', 'none.$': '$.Payload.nothing' },
  { 'every.$': '$.Payload.list[*]' },
  { 'gone.$': '$.Payload.gone' },
  { 'gone.$': '$.Payload.list[7]' },
  { 'json.$': 'States.StringToJson($.Payload.json)' },
  { 'json.$': 'States.StringToJson($.Payload.list)' },
);

const task: fc.Arbitrary<Part> = fc
  .record({
    steps: fc.constantFrom(...STEPS),
    ResultSelector: selector,
    ResultPath: resultPath,
    policy,
    InputPath: selection,
  })
  .map(({ steps, ResultSelector, ResultPath, policy: policyOf, InputPath }) => (name, next) => {
    const { fields, handlers } = policyOf(name, next);
    const Payload = { 'input.$': '$', 'attempt.$': '$$.State.RetryCount', steps };
    const called = { Type: 'Task', Resource: LAMBDA, Parameters: { FunctionName: '${ProbeArn}', Payload } };
    const data = { ResultSelector, ...maybe('ResultPath', ResultPath), ...maybe('InputPath', InputPath) };
    return { [name]: { ...called, TimeoutSeconds: 30, ...data, ...fields, ...goes(next) }, ...handlers };
  });

/** What one item goes through: it fails with Boom or not at all, so that it does not matter which item is first. */
const ofItem: fc.Arbitrary<Part> = fc
  .constantFrom<State>({ 'id.$': '$.Payload.echo.id' }, { 'all.$': '$.Payload.echo' })
  .map((ResultSelector) => (name) => ({
    [name]: {
      Type: 'Choice',
      Choices: [{ Variable: '$.id', NumericGreaterThan: 2, Next: `${name}Big` }],
      Default: `${name}Task`,
    },
    [`${name}Big`]: { Type: 'Pass', Parameters: { 'id.$': '$.id', 'index.$': '$$.Map.Item.Index' }, End: true },
    [`${name}Task`]: {
      Type: 'Task',
      Resource: LAMBDA,
      Parameters: {
        FunctionName: '${ProbeArn}',
        Payload: { 'input.$': '$', 'attempt.$': '$$.State.RetryCount', 'steps.$': '$.steps' },
      },
      TimeoutSeconds: 30,
      ResultSelector,
      ...(ResultSelector['all.$'] !== undefined && {
        Retry: [{ ErrorEquals: ['Boom'], IntervalSeconds: 1, MaxAttempts: 1, JitterStrategy: 'FULL' }],
      }),
      End: true,
    },
  }));

const map: fc.Arbitrary<Part> = fc
  .record({
    ofItem,
    concurrency: fc.constantFrom<State>(
      { MaxConcurrencyPath: '$.most' },
      { MaxConcurrency: 2 },
      { MaxConcurrency: 1 },
      {},
    ),
    ItemsPath: fc.oneof(
      { weight: 8, arbitrary: fc.constantFrom('$.list', '$$.Execution.Input.list') },
      { weight: 1, arbitrary: fc.constantFrom('$.gone', '$.text') },
    ),
    hasSelector: fc.boolean(),
    ResultPath: resultPath,
    policy,
  })
  .map(({ ofItem: partOf, concurrency, ItemsPath, hasSelector, ResultPath, policy: policyOf }) => (name, next) => {
    const { fields, handlers } = policyOf(name, next);
    const first = `${name}Item`;
    const ItemSelector = {
      'id.$': '$$.Map.Item.Value.id',
      'steps.$': '$$.Map.Item.Value.steps',
      'index.$': '$$.Map.Item.Index',
    };
    const ItemProcessor = { ProcessorConfig: { Mode: 'INLINE' }, StartAt: first, States: partOf(first, undefined) };
    const data = { ItemsPath, ...(hasSelector && { ItemSelector }), ...maybe('ResultPath', ResultPath) };
    return { [name]: { Type: 'Map', ...concurrency, ...data, ItemProcessor, ...fields, ...goes(next) }, ...handlers };
  });

const list =
  (Result: readonly unknown[]): Part =>
  (name, next) => ({ [name]: { Type: 'Pass', Result, ...goes(next) } });
/** One branch, and what is selected of its output beside that of the other, which is a list. */
const branch = fc.oneof(
  fc.tuple(fc.oneof(task, pass, choice), fc.constantFrom({}, { 'every.$': '$[*]', 'first.$': '$[1][0]' })),
  fc.tuple(fc.constantFrom(list([]), list([1, [2, null]])), fc.constant({ 'flat.$': '$[*][*]' })),
);

/** At most one branch can fail, so that it does not matter which is first. */
const parallel: fc.Arbitrary<Part> = fc
  .record({ branch, ResultPath: resultPath, policy })
  .map(({ branch: [part, selects], ResultPath, policy: policyOf }) => (name, next) => {
    const { fields, handlers } = policyOf(name, next);
    const [first, second] = [`${name}First`, `${name}Second`];
    const Branches = [
      { StartAt: first, States: part(first, undefined) },
      { StartAt: second, States: list(['second'])(second, undefined) },
    ];
    const ResultSelector = Object.keys(selects).length > 0 ? selects : undefined;
    const data = { ...maybe('ResultSelector', ResultSelector), ...maybe('ResultPath', ResultPath) };
    return { [name]: { Type: 'Parallel', Branches, ...data, ...fields, ...goes(next) }, ...handlers };
  });

const succeed: fc.Arbitrary<Part> = selection.map((OutputPath) => (name) => ({
  [name]: { Type: 'Succeed', ...maybe('OutputPath', OutputPath) },
}));
const fail: fc.Arbitrary<Part> = fc
  .constantFrom<State>({ Error: 'Made', Cause: 'on purpose' }, { ErrorPath: '$.text', CausePath: '$.when' }, {})
  .map((how) => (name) => ({ [name]: { Type: 'Fail', ...how } }));

/** States that go on. */
export const part: fc.Arbitrary<Part> = fc.oneof(
  { weight: 5, arbitrary: choice },
  { weight: 3, arbitrary: pass },
  { weight: 3, arbitrary: task },
  { weight: 3, arbitrary: map },
  { weight: 2, arbitrary: parallel },
  { weight: 1, arbitrary: wait },
);
/** States that end. */
export const end: fc.Arbitrary<Part> = fc.oneof(
  { weight: 3, arbitrary: succeed },
  { weight: 3, arbitrary: pass },
  { weight: 1, arbitrary: fail },
);
