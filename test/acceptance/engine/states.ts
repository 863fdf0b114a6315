import fc from 'fast-check';
import { rule } from './rules.ts';
import { contextPath, path, resultPath } from './values.ts';

type State = Readonly<Record<string, unknown>>;
/** Some states, of which the first has the given name, and that go on to `next` or end. */
export type Part = (name: string, next: string | undefined) => Readonly<Record<string, State>>;

const LAMBDA = 'arn:aws:states:::lambda:invoke';
const goes = (next: string | undefined) => (next === undefined ? { End: true } : { Next: next });
/** A field only where there is a value. */
const maybe = (key: string, value: unknown) => (value === undefined ? {} : { [key]: value });

const CALLS = [
  'States.StringToJson($.json)',
  'States.StringToJson($.text)',
  'States.JsonToString($.deep)',
  'States.JsonToString($.text)',
  "States.Format('{} is {}', $.text, $.n)",
  "States.Format('\\{{}\\} it\\'s \\\\', $.flag)",
  "States.Format('{}', $.list)",
  "States.Array(1, 'two', null, $.n, $.deep)",
  'States.Array()',
  'States.ArrayLength($.list)',
  'States.ArrayGetItem($.list, 0)',
  'States.ArrayGetItem($.list, 9)',
  'States.ArrayContains($.deep.list, $.n)',
  'States.ArrayRange(1, 9, 3)',
  'States.ArrayRange(5, 1, -2)',
  'States.ArrayPartition($.list, 2)',
  'States.ArrayUnique($.deep.list)',
  'States.MathAdd($.n, 2)',
  'States.ArrayLength(States.Array($.text, States.MathAdd(1, -3)))',
] as const;
const expression = fc.oneof(
  { weight: 4, arbitrary: path },
  { weight: 1, arbitrary: contextPath },
  { weight: 3, arbitrary: fc.constantFrom<string>(...CALLS) },
);
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
const policy = fc
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

/** At most one branch can fail, so that it does not matter which is first. */
const parallel: fc.Arbitrary<Part> = fc
  .record({ branch: fc.oneof(task, pass, choice), selects: fc.boolean(), ResultPath: resultPath, policy })
  .map(({ branch, selects, ResultPath, policy: policyOf }) => (name, next) => {
    const { fields, handlers } = policyOf(name, next);
    const [first, second] = [`${name}First`, `${name}Second`];
    const Branches = [
      { StartAt: first, States: branch(first, undefined) },
      { StartAt: second, States: { [second]: { Type: 'Pass', Result: ['second'], End: true } } },
    ];
    const data = {
      ...(selects && { ResultSelector: { 'every.$': '$[*][*]', 'first.$': '$[1][0]' } }),
      ...maybe('ResultPath', ResultPath),
    };
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
