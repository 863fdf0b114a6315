import { describe, expect, it } from 'vitest';
import { readDefinition } from '#local/engine/definition.ts';
import { DefinitionFault } from '#local/engine/definition-faults.ts';
import { readMachine } from '#local/engine/machine.ts';
import { RESOURCES } from '#local/engine/resources.ts';
import { machine, task } from './machine.ts';

function faultsOf(definition: unknown): readonly string[] {
  try {
    readMachine(definition, RESOURCES);
    return [];
  } catch (error) {
    if (error instanceof DefinitionFault) return error.faults;
    throw error;
  }
}

const pass = (fields: object) => machine({ A: { Type: 'Pass', End: true, ...fields } });
const inTask = (fields: Readonly<Record<string, unknown>>) => machine({ A: task(fields) });
const choice = (rule: object) =>
  machine({ A: { Type: 'Choice', Choices: [{ ...rule, Next: 'B' }] }, B: { Type: 'Succeed' } });
const wait = (fields: object) => machine({ A: { Type: 'Wait', End: true, ...fields } });
const map = (fields: object, processor: object = {}) =>
  machine({
    A: { Type: 'Map', ItemProcessor: { ...machine({ B: { Type: 'Succeed' } }), ...processor }, End: true, ...fields },
  });
const call = (expression: unknown) => pass({ Parameters: { 'v.$': expression } });
const retry = (fields: object) => inTask({ Retry: [{ ErrorEquals: ['A'], ...fields }] });
const catching = (...names: readonly unknown[]) =>
  machine({ A: task({ Catch: names.map((ErrorEquals) => ({ ErrorEquals, Next: 'B' })) }), B: { Type: 'Succeed' } });

/** Fields of the language, and of others, that a state of each type cannot have here. */
const UNKNOWN_FIELDS: readonly (readonly [type: string, field: string])[] = [
  ...['Assign', 'Arguments', 'Output', 'Retries', 'Catch', 'ResultSelector'].map((field) => ['Pass', field] as const),
  ...['Assign', 'Arguments', 'Output', 'HeartbeatSeconds', 'HeartbeatSecondsPath', 'Credentials', 'Result'].map(
    (field) => ['Task', field] as const,
  ),
  ...['Assign', 'Output', 'Next', 'End', 'ResultPath', 'Condition'].map((field) => ['Choice', field] as const),
  ...['Assign', 'Output', 'ResultPath', 'Parameters', 'Retry'].map((field) => ['Wait', field] as const),
  ...['Output', 'Next', 'End', 'ResultPath', 'Result'].map((field) => ['Succeed', field] as const),
  ...['InputPath', 'OutputPath', 'Next', 'End', 'Output'].map((field) => ['Fail', field] as const),
  ...['Assign', 'Arguments', 'Output', 'TimeoutSeconds', 'MaxConcurrency'].map((field) => ['Parallel', field] as const),
  ...[
    'Assign',
    'Output',
    'Items',
    'Iterator',
    'Parameters',
    'ItemReader',
    'ItemBatcher',
    'ResultWriter',
    'Label',
    'ToleratedFailureCount',
    'ToleratedFailureCountPath',
    'ToleratedFailurePercentage',
    'ToleratedFailurePercentagePath',
    'TimeoutSeconds',
  ].map((field) => ['Map', field] as const),
];

const WHOLE: Readonly<Record<string, object>> = {
  Pass: { Type: 'Pass', End: true },
  Task: task(),
  Choice: { Type: 'Choice', Choices: [{ Variable: '$.a', IsNull: true, Next: 'B' }] },
  Wait: { Type: 'Wait', Seconds: 1, End: true },
  Succeed: { Type: 'Succeed' },
  Fail: { Type: 'Fail' },
  Parallel: { Type: 'Parallel', Branches: [machine({ C: { Type: 'Succeed' } })], End: true },
  Map: { Type: 'Map', ItemProcessor: machine({ C: { Type: 'Succeed' } }), End: true },
};

describe('a definition', () => {
  it('that is ours is read', () => {
    expect(faultsOf(readDefinition())).toEqual([]);
  });

  it.each(Object.entries(WHOLE))('with a %s state is read', (type, state) => {
    const more = type === 'Choice' ? { B: { Type: 'Succeed' } } : {};
    expect(faultsOf(machine({ A: state, ...more }))).toEqual([]);
  });

  it.each(UNKNOWN_FIELDS)('with a %s state that has %s is refused', (type, field) => {
    const more = type === 'Choice' ? { B: { Type: 'Succeed' } } : {};
    const faults = faultsOf(machine({ A: { ...WHOLE[type], [field]: 'x' }, ...more }));
    expect(faults).toContain(`A.${field}: is not known of a ${type} state here`);
  });

  it.each<[string, unknown, string]>([
    ['no object', 5, 'States: must be an object with at least one state'],
    [
      'JSONata',
      { QueryLanguage: 'JSONata', ...pass({}) },
      'QueryLanguage: JSONata is not known here; only JSONPath is',
    ],
    ['JSONata in one state', pass({ QueryLanguage: 'JSONata' }), 'A.QueryLanguage: "JSONata" is not known here'],
    ['another version', { Version: '2.0', ...pass({}) }, 'Version: 2.0 is not known here; only 1.0 is'],
    [
      'a time-out of the whole that is none',
      { TimeoutSeconds: 0, ...pass({}) },
      'TimeoutSeconds: must be a positive integer',
    ],
    ['an unknown type', machine({ A: { Type: 'Loop' } }), 'A.Type: Loop is not known here; there are Choice, Fail'],
    ['a type that objects inherit', machine({ A: { Type: 'constructor' } }), 'A.Type: constructor is not known here'],
    ['no StartAt', { States: { A: { Type: 'Succeed' } } }, 'StartAt: undefined is no state of this machine'],
    ['a Next to nowhere', pass({ End: undefined, Next: 'Z' }), 'A: must have either Next or "End": true'],
    [
      'a Next to nowhere alone',
      machine({ A: { Type: 'Pass', Next: 'Z' } }),
      'A: goes on to Z, which is no state of the same machine',
    ],
    [
      'a Default to nowhere',
      machine({ A: { ...WHOLE['Choice'], Default: 'Z' }, B: { Type: 'Succeed' } }),
      'A: goes on to Z',
    ],
    ['a Catch to nowhere', machine({ A: task({ Catch: [{ ErrorEquals: ['A'], Next: 'Z' }] }) }), 'A: goes on to Z'],
    [
      'Next and End',
      machine({ A: { Type: 'Pass', Next: 'B', End: true }, B: { Type: 'Succeed' } }),
      'A: must have either',
    ],
    ['neither Next nor End', machine({ A: { Type: 'Pass' } }), 'A: must have either Next or "End": true'],
    [
      'a state that nothing leads to',
      machine({ A: { Type: 'Succeed' }, B: { Type: 'Succeed' } }),
      'B: nothing leads to it',
    ],
    ['a name twice', map({}, machine({ A: { Type: 'Succeed' } })), 'A: there is another state of this name'],
    [
      'a name that is too long',
      machine({ ['x'.repeat(81)]: { Type: 'Succeed' } }),
      'its name is longer than 80 letters',
    ],
    ['a Next out of an iteration', map({}, machine({ B: { Type: 'Pass', Next: 'A' } })), 'B: goes on to A'],
    [
      'a fault in an iteration',
      map({}, machine({ B: { Type: 'Pass', Assign: {}, End: true } })),
      'B.Assign: is not known',
    ],
    [
      'a fault in a branch',
      machine({ A: { Type: 'Parallel', Branches: [pass({}), pass({ Assign: 1 })], End: true } }),
      'A.Assign',
    ],
    [
      'no branch',
      machine({ A: { Type: 'Parallel', Branches: [], End: true } }),
      'A.Branches: must be a list with at least one machine',
    ],
    ['Result beside Parameters', pass({ Result: 1, Parameters: {} }), 'A: has Result and Parameters'],

    [
      'another resource',
      inTask({ Resource: 'arn:aws:states:::dynamodb:getItem' }),
      'A.Resource: arn:aws:states:::dynamodb:getItem is not known here; there are arn:aws:states:::lambda:invoke',
    ],
    ['a resource that waits', inTask({ Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken' }), 'A.Resource'],
    [
      'a function by its ARN',
      inTask({ Parameters: { FunctionName: 'arn:aws:lambda:x' } }),
      'A.Parameters: FunctionName must be a placeholder',
    ],
    [
      'an unknown parameter',
      inTask({ Parameters: { FunctionName: '${XArn}', InvocationType: 'Event' } }),
      'A.Parameters: InvocationType is not known here',
    ],
    [
      'an unknown parameter of SNS',
      inTask({ Resource: 'arn:aws:states:::sns:publish', Parameters: { 'PhoneNumber.$': '$.p' } }),
      'A.Parameters: PhoneNumber is not known here',
    ],
    [
      'no time-out',
      machine({ A: JSON.parse(JSON.stringify(task({ TimeoutSeconds: undefined }))) }),
      'A: must have either TimeoutSeconds or TimeoutSecondsPath',
    ],
    [
      'two time-outs',
      inTask({ TimeoutSecondsPath: '$.t' }),
      'A: must have either TimeoutSeconds or TimeoutSecondsPath',
    ],
    ['a time-out of 0', inTask({ TimeoutSeconds: 0 }), 'A.TimeoutSeconds: must be an integer from 1 on, not 0'],

    ['a path that is none', pass({ InputPath: 'a' }), 'A.InputPath: "a" is not a path that is known here'],
    ['a path that is a number', pass({ InputPath: 1 }), 'A.InputPath: 1 is not a path'],
    ['a filter', pass({ InputPath: '$.a[?(@.b)]' }), 'A.InputPath: "$.a[?(@.b)]" is not a path'],
    ['a descent', pass({ OutputPath: '$..a' }), 'A.OutputPath: "$..a" is not a path'],
    ['a slice', pass({ OutputPath: '$.a[0:2]' }), 'A.OutputPath: "$.a[0:2]" is not a path'],
    ['a negative index', pass({ OutputPath: '$.a[-1]' }), 'A.OutputPath: "$.a[-1]" is not a path'],
    ['an escape in a path', pass({ OutputPath: '$.a\\.b' }), 'A.OutputPath'],
    ['a variable', pass({ InputPath: '$a' }), 'A.InputPath: "$a" is not a path'],
    ['an intrinsic as InputPath', pass({ InputPath: 'States.UUID()' }), 'A.InputPath'],
    ['the whole context', pass({ InputPath: '$$' }), 'A.InputPath: $$ is not in the context object here'],
    [
      'a role in the context',
      call('$$.Execution.RoleArn'),
      'A.Parameters.v.$: $$.Execution.RoleArn is not in the context',
    ],
    ['a token in the context', call('$$.Task.Token'), 'A.Parameters.v.$: $$.Task.Token is not in the context'],
    [
      'an item out of a Map',
      call('$$.Map.Item.Value'),
      'A.Parameters.v.$: $$.Map.Item.Value is only there in a Map state',
    ],
    ['several results', pass({ ResultPath: '$.a[*]' }), 'A.ResultPath: $.a[*] can lead to several values'],
    ['a result in an array', pass({ ResultPath: '$.a[0]' }), 'A.ResultPath: $.a[0] places a result in an array'],
    ['a result in the context', pass({ ResultPath: '$$.State.Name' }), 'A.ResultPath: must not begin with $$'],
    ['several items', map({ ItemsPath: '$.a[*]' }), 'A.ItemsPath: $.a[*] can lead to several values'],
    ['a template that is none', pass({ Parameters: 5 }), 'A.Parameters: must be an object'],
    ['a template with a number for a path', call(5), 'A.Parameters.v.$: 5 is not a path'],
    ['a name twice in a template', pass({ Parameters: { a: 1, 'a.$': '$' } }), 'A.Parameters: has a twice'],
    ['a fault deep in a template', pass({ Parameters: { a: [{ 'b.$': '$.c[' }] } }), 'A.Parameters.a[0].b.$'],

    [
      'an unknown intrinsic',
      call("States.Hash($.a, 'MD5')"),
      'A.Parameters.v.$: States.Hash is not known here; there are States.Array,',
    ],
    ['random numbers', call('States.MathRandom(1, 2)'), 'States.MathRandom is not known here'],
    ['Base64', call('States.Base64Encode($.a)'), 'States.Base64Encode is not known here'],
    ['a merge', call('States.JsonMerge($.a, $.b, false)'), 'States.JsonMerge is not known here'],
    ['a split', call("States.StringSplit($.a, ',')"), 'States.StringSplit is not known here'],
    ['an intrinsic that objects inherit', call('States.constructor()'), 'States.constructor is not known here'],
    ['an unknown one in a known one', call('States.Array(States.Hash($.a))'), 'States.Hash is not known here'],
    ['text that is neither', call('hello'), 'A.Parameters.v.$: hello is neither a path nor a call'],
    ['a call that does not end', call('States.Array(1'), 'is neither a path nor a call'],
    ['more after a call', call('States.Array(1) + 1'), 'is neither a path nor a call'],
    ['true as an argument', call('States.Array(true)'), 'is not known here'],
    ['too few arguments', call('States.ArrayGetItem($.a)'), 'States.ArrayGetItem takes 2 arguments, not 1'],
    ['too many arguments', call('States.UUID(1)'), 'States.UUID takes no argument'],
    ['text for JsonToString', call("States.JsonToString('a')"), 'States.JsonToString takes one path'],
    ['a template by a path', call('States.Format($.t, 1)'), 'States.Format takes its template as text in quotes here'],
    [
      'too few values',
      call("States.Format('{} {}', 1)"),
      "States.Format has 2 times {} in '{} {}', and 1 values for them",
    ],
    ['a brace alone', call("States.Format('{a}', 1)"), 'has a { or } in'],
    ['an unknown escape', call("States.Format('\\n')"), "has \\n; only \\', \\{, \\} and \\\\ are escapes"],
    ['an open escape', call("States.Format('\\\\\\n')"), 'are escapes'],
    ['eleven calls in one another', call(`${'States.Array('.repeat(11)}${')'.repeat(11)}`), 'nests more than 10 calls'],
    ['a bad path in a call', call('States.Array($..a)'), '"$..a" is not a path'],

    ['no rule', machine({ A: { Type: 'Choice', Choices: [] } }), 'A.Choices: must be a list with at least one rule'],
    [
      'a rule without Next',
      machine({
        A: { Type: 'Choice', Choices: [{ Variable: '$', IsNull: true }], Default: 'B' },
        B: { Type: 'Succeed' },
      }),
      'A.Choices[0]: must have a Next',
    ],
    [
      'an unknown operator',
      choice({ Variable: '$.a', StringContains: 'a' }),
      'A.Choices[0].StringContains: is not a comparison operator',
    ],
    [
      'an operator that objects inherit',
      choice({ Variable: '$.a', constructor: 1 }),
      'A.Choices[0].constructor: is not a comparison operator',
    ],
    [
      'an operator without a path form',
      choice({ Variable: '$.a', StringMatchesPath: '$.b' }),
      'A.Choices[0].StringMatchesPath: is not a comparison operator',
    ],
    [
      'two operators',
      choice({ Variable: '$.a', IsNull: true, IsString: true }),
      'A.Choices[0]: must have one comparison operator, and has IsNull and IsString',
    ],
    ['no operator', choice({ Variable: '$.a' }), 'A.Choices[0]: must have one comparison operator, and has none'],
    ['And beside Or', choice({ And: [], Or: [] }), 'A.Choices[0]: must have one of And, Or, Not and Variable'],
    [
      'JSONata’s Condition',
      choice({ Condition: '{% true %}' }),
      'A.Choices[0]: must have one of And, Or, Not and Variable',
    ],
    ['an empty And', choice({ And: [] }), 'A.Choices[0].And: must be a list with at least one rule'],
    [
      'a Next in And',
      choice({ And: [{ Variable: '$.a', IsNull: true, Next: 'B' }] }),
      'A.Choices[0].And[0]: must have one comparison operator',
    ],
    [
      'more beside Not',
      choice({ Not: { Variable: '$.a', IsNull: true }, Assign: {} }),
      'A.Choices[0].Assign: is not known in this rule',
    ],
    [
      'several values as Variable',
      choice({ Variable: '$.a[*]', IsNull: true }),
      'A.Choices[0].Variable: $.a[*] can lead to several',
    ],
    [
      'text for a number',
      choice({ Variable: '$.a', NumericEquals: '1' }),
      'A.Choices[0].NumericEquals: "1" is not of the operator',
    ],
    [
      'a day for a timestamp',
      choice({ Variable: '$.a', TimestampEquals: '2026-01-31' }),
      'A.Choices[0].TimestampEquals: "2026-01-31"',
    ],
    [
      'text for a truth value',
      choice({ Variable: '$.a', IsNull: 'true' }),
      'A.Choices[0].IsNull: must be true or false',
    ],
    [
      'an open escape in a pattern',
      choice({ Variable: '$.a', StringMatches: 'a\\b' }),
      'A.Choices[0].StringMatches: must be text',
    ],
    ['a fault under Not', choice({ Not: { Variable: '$.a', Is: 1 } }), 'A.Choices[0].Not.Is'],

    ['no wait', wait({}), 'A: must have one of Seconds, SecondsPath, Timestamp, TimestampPath, and has none'],
    ['two waits', wait({ Seconds: 1, SecondsPath: '$.s' }), 'and has Seconds and SecondsPath'],
    ['half a second', wait({ Seconds: 0.5 }), 'A.Seconds: must be an integer from 0 on, not 0.5'],
    ['four years', wait({ Seconds: 126_230_400 }), 'A.Seconds: must be at most 99999999'],
    ['a wait until a day', wait({ Timestamp: '2026-01-31' }), 'A.Timestamp: must be a timestamp'],

    [
      'a distributed map',
      map({}, { ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'EXPRESS' } }),
      'A.ItemProcessor.ProcessorConfig.Mode: only INLINE is known here',
    ],
    [
      'an execution type',
      map({}, { ProcessorConfig: { Mode: 'INLINE', ExecutionType: 'EXPRESS' } }),
      'A.ItemProcessor.ProcessorConfig.ExecutionType',
    ],
    ['a concurrency below 0', map({ MaxConcurrency: -1 }), 'A.MaxConcurrency: must be an integer from 0 on, not -1'],
    [
      'two concurrencies',
      map({ MaxConcurrency: 1, MaxConcurrencyPath: '$.m' }),
      'A: has MaxConcurrency and MaxConcurrencyPath',
    ],

    ['a Retry that is no list', inTask({ Retry: {} }), 'A.Retry: must be a list'],
    ['a rule that is no object', inTask({ Retry: [5] }), 'A.Retry[0]: must be an object'],
    ['an unknown field of Retry', retry({ Interval: 1 }), 'A.Retry[0].Interval: is not known here'],
    ['no error', inTask({ Retry: [{}] }), 'A.Retry[0].ErrorEquals: must be a list with at least one name'],
    [
      'an interval of 0',
      retry({ IntervalSeconds: 0 }),
      'A.Retry[0].IntervalSeconds: must be an integer from 1 on, not 0',
    ],
    ['attempts below 0', retry({ MaxAttempts: -1 }), 'A.Retry[0].MaxAttempts: must be an integer from 0 on'],
    ['a rate below 1', retry({ BackoffRate: 0.5 }), 'A.Retry[0].BackoffRate: must be a number from 1 on'],
    [
      'a delay below the interval',
      retry({ IntervalSeconds: 5, MaxDelaySeconds: 5 }),
      'A.Retry[0].MaxDelaySeconds: must be more than IntervalSeconds',
    ],
    ['half a jitter', retry({ JitterStrategy: 'HALF' }), 'A.Retry[0].JitterStrategy: must be FULL or NONE'],
    ['a Catch without Next', inTask({ Catch: [{ ErrorEquals: ['A'] }] }), 'A.Catch[0]: must have a Next'],
    [
      'Assign in Catch',
      machine({ A: task({ Catch: [{ ErrorEquals: ['A'], Next: 'B', Assign: {} }] }), B: { Type: 'Succeed' } }),
      'A.Catch[0].Assign: is not known here',
    ],
    [
      'States.Runtime to catch',
      catching(['States.Runtime']),
      'A.Catch[0].ErrorEquals: States.Runtime ends the execution whatever catches it',
    ],
    [
      'States.DataLimitExceeded to catch',
      catching(['States.DataLimitExceeded']),
      'States.DataLimitExceeded ends the execution',
    ],
    [
      'a name of the language that is none',
      catching(['States.Timeuot']),
      'A.Catch[0].ErrorEquals: States.Timeuot is not known here',
    ],
    ['States.HeartbeatTimeout', catching(['States.HeartbeatTimeout']), 'States.HeartbeatTimeout is not known here'],
    ['States.ALL beside a name', catching(['States.ALL', 'A']), 'A.Catch[0].ErrorEquals: States.ALL must stand alone'],
    [
      'States.ALL before others',
      catching(['States.ALL'], ['A']),
      'A.Catch[0].ErrorEquals: States.ALL must stand alone, and in the last rule',
    ],

    [
      'a Fail of the language',
      machine({ A: { Type: 'Fail', Error: 'States.Timeout' } }),
      'A.Error: must not begin with States.',
    ],
    [
      'a Fail with both forms',
      machine({ A: { Type: 'Fail', Error: 'A', ErrorPath: '$.a' } }),
      'A: has Error and ErrorPath',
    ],
    ['a Cause that is no text', machine({ A: { Type: 'Fail', Cause: 5 } }), 'A.Cause: must be text'],
    ['a Cause by an intrinsic', machine({ A: { Type: 'Fail', CausePath: "States.Format('a')" } }), 'A.CausePath'],
  ])('with %s is refused', (_, definition, expected) => {
    expect(faultsOf(definition).join('\n')).toContain(expected);
  });

  it('is refused with every fault at once, each with its state', () => {
    const definition = machine({
      A: { Type: 'Pass', Assign: {}, InputPath: '$..a', Next: 'B' },
      B: { Type: 'Map', ItemProcessor: machine({ C: { Type: 'Loop' } }), Label: 'l', End: true },
    });
    expect(() => readMachine(definition, RESOURCES)).toThrow(DefinitionFault);
    expect(faultsOf(definition).map((fault) => fault.slice(0, fault.indexOf(':')))).toEqual([
      'A.Assign',
      'A.InputPath',
      'B.Label',
      'C.Type',
    ]);
  });
});
