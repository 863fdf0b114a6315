import { describe, expect, it } from 'vitest';
import definition from '../../statemachines/health-check.asl.json' with { type: 'json' };
import { engineHazards } from './engine-hazards.ts';

const LAMBDA = 'arn:aws:states:::lambda:invoke';
const machine = (state: object) => ({ StartAt: 'A', States: { A: state } });
const pass = (fields: object) => machine({ Type: 'Pass', ...fields, End: true });
const task = (fields: object) => machine({ Type: 'Task', Resource: LAMBDA, TimeoutSeconds: 5, ...fields, End: true });
const choice = (rule: object) => machine({ Type: 'Choice', Choices: [{ ...rule, Next: 'A' }] });
const map = (state: object, fields: object = {}) =>
  machine({ Type: 'Map', ItemProcessor: { StartAt: 'B', States: { B: state } }, ...fields, End: true });
const mode = (Mode: string) => ({ ProcessorConfig: { Mode }, StartAt: 'B', States: { B: { Type: 'Succeed' } } });

const ordered = { Variable: '$.n', NumericLessThan: 3 };
const isNumeric = (Variable: string) => ({ Variable, IsNumeric: true });
const inPass = (expression: string) => pass({ Parameters: { 'a.$': expression } });
const inItem = (expression: string) => map({ Type: 'Pass', Parameters: { 'a.$': expression }, End: true });

describe('engineHazards', () => {
  it('finds none in the definition', () => {
    expect(engineHazards(definition)).toEqual([]);
  });

  it.each<[string, object, string]>([
    ['a negated presence test', choice({ Variable: '$.a', IsPresent: false }), 'IsPresent false'],
    ['a negated null test', choice({ Variable: '$.a', IsNull: false }), 'IsNull false'],
    ['an unguarded order of numbers', choice(ordered), 'NumericLessThan without IsNumeric'],
    ['a guard that comes too late', choice({ And: [ordered, isNumeric('$.n')] }), 'without IsNumeric'],
    ['a guard of another variable', choice({ And: [isNumeric('$.m'), ordered] }), 'without IsNumeric'],
    ['a guard in an Or', choice({ Or: [isNumeric('$.n'), ordered] }), 'without IsNumeric'],
    ['an unguarded order under Not', choice({ Not: ordered }), 'without IsNumeric'],
    ['an unguarded order of text', choice({ Variable: '$.a', StringGreaterThanPath: '$.b' }), 'without IsString'],
    ['an equality of instants', choice({ Variable: '$.a', TimestampEquals: '2026-01-31' }), 'TimestampEquals is not'],
    ['a wildcard match', choice({ Variable: '$.a', StringMatches: 'a*' }), 'StringMatches is not'],
    ['a filter in a Variable', choice({ Variable: '$.a[?(@.b)]', IsPresent: true }), 'is no plain path'],
    ['a filter on the other side', choice({ Variable: '$.a', StringEqualsPath: '$.b[*]' }), 'is no plain path'],
    ['JsonToString', inPass('States.JsonToString($)'), 'is no plain path'],
    ['a string intrinsic', inPass("States.Format('{}', $.a)"), 'is no plain path'],
    ['an intrinsic deep in a template', pass({ Parameters: { a: [{ 'b.$': 'States.UUID()' }] } }), 'is no plain path'],
    ['an intrinsic in a safe one', inPass('States.ArrayGetItem(States.Array(1), 0)'), 'is no plain path'],
    ['an intrinsic in a ResultSelector', task({ ResultSelector: { 'a.$': 'States.UUID()' } }), 'is no plain path'],
    ['a wildcard path', pass({ InputPath: '$.a[*]' }), 'is no plain path'],
    ['a descent', pass({ OutputPath: '$..a' }), 'is no plain path'],
    ['a slice', map({ Type: 'Succeed' }, { ItemsPath: '$.a[0:2]' }), 'is no plain path'],
    ['a result at the root', task({ ResultPath: '$' }), 'ResultPath $'],
    ['a result path in brackets', task({ ResultPath: "$['a']" }), "ResultPath $['a']"],
    ['a caught error at the root', task({ Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$' }] }), 'ResultPath $'],
    ['Result false', pass({ Result: false }), 'falsy Result'],
    ['Result 0', pass({ Result: 0 }), 'falsy Result'],
    ['Result null', pass({ Result: null }), 'falsy Result'],
    ['Result ""', pass({ Result: '' }), 'falsy Result'],
    ['the execution’s input', inPass('$$.Execution.Input'), '$$.Execution.Input'],
    ['a part of the execution’s input', inPass('$$.Execution.Input.a'), '$$.Execution.Input.a'],
    ['the start time in an iteration', inItem('$$.Execution.StartTime'), 'in an iteration'],
    ['the item outside ItemSelector', inItem('$$.Map.Item.Value'), 'outside ItemSelector'],
    ['an ItemSelector of everything', map({ Type: 'Succeed' }, { ItemSelector: { 'all.$': '$' } }), 'copies all of $'],
    ['JSONata', { QueryLanguage: 'JSONata', ...pass({}) }, 'definition: QueryLanguage'],
    ['JSONata in one state', pass({ QueryLanguage: 'JSONata', Output: '{% 1 %}' }), 'A: QueryLanguage'],
    ['a variable', pass({ Assign: { a: 1 } }), 'Assign'],
    ['a distributed map', machine({ Type: 'Map', ItemProcessor: mode('DISTRIBUTED'), End: true }), 'Mode DISTRIBUTED'],
    ['batches', map({ Type: 'Succeed' }, { ItemBatcher: { MaxItemsPerBatch: 2 } }), 'ItemBatcher'],
    ['tolerated failures', map({ Type: 'Succeed' }, { ToleratedFailurePercentage: 5 }), 'ToleratedFailurePercentage'],
    ['a heartbeat', task({ HeartbeatSeconds: 5 }), 'HeartbeatSeconds'],
    ['a Task with no time-out', machine({ Type: 'Task', Resource: LAMBDA, End: true }), 'Task without TimeoutSeconds'],
    ['a task token', task({ Resource: `${LAMBDA}.waitForTaskToken` }), 'that waits'],
    ['a time-out of the whole', { TimeoutSeconds: 60, ...pass({}) }, 'definition: TimeoutSeconds'],
    ['a fault in a branch', machine({ Type: 'Parallel', Branches: [pass({ Result: 0 })] }), 'A/A: falsy Result'],
    ['a fault in an iteration', map({ Type: 'Pass', Result: 0 }), 'A/B: falsy Result'],
  ])('finds %s', (_, bad, found) => {
    expect(engineHazards(bad).join('\n')).toContain(found);
  });

  it.each<[string, object]>([
    ['a guarded order', choice({ And: [isNumeric('$.n'), ordered] })],
    ['a presence test under Not', choice({ Not: { Variable: '$.a[0]', IsPresent: true } })],
    ['the item in an ItemSelector', map({ Type: 'Succeed' }, { ItemSelector: { 'a.$': '$$.Map.Item.Value' } })],
    ['an item by its index', inPass('States.ArrayGetItem($.b, 0)')],
    ['an inline map', machine({ Type: 'Map', ItemProcessor: mode('INLINE'), End: true })],
  ])('lets %s be', (_, good) => {
    expect(engineHazards(good)).toEqual([]);
  });
});
