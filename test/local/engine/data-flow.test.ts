import { describe, expect, it } from 'vitest';
import { machine, play, task } from './machine.ts';

const pass = (fields: object) => machine({ P: { Type: 'Pass', ...fields, End: true } });

describe('a path', () => {
  const input = { a: { b: [10, { c: null }], 'd-e': 1, length: 5 }, text: 'abc', list: [[1, 2], [3], []], ü: 'u' };

  it.each<[string, unknown]>([
    ['$', input],
    ['$.a.b[0]', 10],
    ['$.a.b[1].c', null],
    ["$['a']['d-e']", 1],
    ['$.a.d-e', 1],
    ['$.a.length', 5],
    ['$.ü', 'u'],
    ['$.list[*]', [[1, 2], [3], []]],
    ['$.list[*][*]', [1, 2, 3]],
    ['$.list[*][0]', [1, 3]],
    ['$.a.b[*].c', [null]],
    ['$.text[*]', []],
    ['$.a.b[1][*]', [null]],
  ])('%s leads to a value', async (path, output) => {
    expect(await play(pass({ OutputPath: path }), { input })).toEqual({ output, waited: [] });
  });

  it.each([
    '$.gone',
    '$.text.length',
    '$.text[0]',
    '$.a.b.length',
    '$.a.b[2]',
    '$.a[0]',
    '$.constructor',
    '$.gone[*]',
  ])('%s leads to nothing, which is States.Runtime', async (path) => {
    expect(await play(pass({ OutputPath: path }), { input })).toMatchObject({ error: 'States.Runtime' });
  });

  it.each<[unknown]>([[0], [''], [false], [null], [[]]])('$ is the input, %j too', async (value) => {
    expect(await play(pass({ OutputPath: '$' }), { input: value })).toMatchObject({ output: value });
  });
});

describe('the context object', () => {
  it('has what AWS documents', async () => {
    const Parameters = Object.fromEntries(
      [
        'Execution.Id',
        'Execution.Name',
        'Execution.Input.a',
        'Execution.StartTime',
        'Execution.RedriveCount',
        'State.Name',
        'State.EnteredTime',
        'StateMachine.Name',
      ].map((path) => [`${path}.$`, `$$.${path}`]),
    );
    expect(await play(pass({ InputPath: null, Parameters }), { input: { a: 'in' }, now: 1000 })).toMatchObject({
      output: {
        'Execution.Id': 'arn:run:1',
        'Execution.Name': '1',
        'Execution.Input.a': 'in',
        'Execution.StartTime': '1970-01-01T00:00:01.000Z',
        'Execution.RedriveCount': 0,
        'State.Name': 'P',
        'State.EnteredTime': '1970-01-01T00:00:01.000Z',
        'StateMachine.Name': 'rollcall',
      },
    });
  });
});

describe('a Pass state', () => {
  const input = { a: 1, b: { c: 2 } };

  it.each<[string, object, unknown]>([
    ['gives its input', {}, input],
    ['gives what InputPath selects', { InputPath: '$.b' }, { c: 2 }],
    ['reads InputPath null as an empty object', { InputPath: null }, {}],
    ['gives nothing by OutputPath null', { OutputPath: null }, {}],
    ['gives Result', { Result: { 'x.$': '$.a' } }, { 'x.$': '$.a' }],
    ['gives Result false', { Result: false }, false],
    ['gives Result null', { Result: null }, null],
    ['gives Result 0', { Result: 0 }, 0],
    ['drops Result by ResultPath null', { Result: 5, ResultPath: null }, input],
    ['puts Result over all by ResultPath $', { Result: 5, ResultPath: '$' }, 5],
    ['puts Result into a field', { Result: 5, ResultPath: '$.n' }, { ...input, n: 5 }],
    ['puts Result over a field', { Result: 5, ResultPath: '$.b' }, { a: 1, b: 5 }],
    ['puts Result beside fields', { Result: 5, ResultPath: '$.b.d' }, { a: 1, b: { c: 2, d: 5 } }],
    ['makes the fields on the way', { Result: 5, ResultPath: "$.x['y z'].w" }, { ...input, x: { 'y z': { w: 5 } } }],
    ['puts its result into the raw input', { InputPath: '$.b', ResultPath: '$.n' }, { ...input, n: { c: 2 } }],
    ['selects its output last', { Result: 5, ResultPath: '$.b.d', OutputPath: '$.b' }, { c: 2, d: 5 }],
    [
      'fills Parameters',
      { Parameters: { 'x.$': '$.b', y: [{ 'z.$': '$.a' }, '$.a'], 'k.$': "States.Format('{}', $.a)" } },
      { x: { c: 2 }, y: [{ z: 1 }, '$.a'], k: '1' },
    ],
  ])('%s', async (_, fields, output) => {
    expect(await play(pass(fields), { input })).toMatchObject({ output });
  });

  it.each<[string, object, unknown, string]>([
    ['cannot put a field into text', { Result: 5, ResultPath: '$.a' }, 'text', 'States.ResultPathMatchFailure'],
    ['cannot put a field into null', { Result: 5, ResultPath: '$.a' }, null, 'States.ResultPathMatchFailure'],
    ['cannot put a field into a number', { Result: 5, ResultPath: '$.a.b' }, { a: 1 }, 'States.ResultPathMatchFailure'],
    [
      'cannot put a field into an array',
      { Result: 5, ResultPath: '$.a.b' },
      { a: [] },
      'States.ResultPathMatchFailure',
    ],
    ['cannot select what is not there', { InputPath: '$.gone' }, {}, 'States.Runtime'],
    ['cannot fill in what is not there', { Parameters: { 'a.$': '$.gone' } }, {}, 'States.Runtime'],
  ])('%s', async (_, fields, given, error) => {
    expect(await play(pass(fields), { input: given })).toMatchObject({ error });
  });
});

describe('a Task state', () => {
  it('selects of its input, fills in, selects of its result, and puts that into its raw input', async () => {
    const definition = machine({
      T: task({
        InputPath: '$.in',
        Parameters: { FunctionName: '${WorkArn}', Payload: { 'got.$': '$.x', 'is.$': '$$.State.Name' } },
        ResultSelector: { 'said.$': '$.Payload.got', 'code.$': '$.StatusCode' },
        ResultPath: '$.made',
        OutputPath: '$.made',
      }),
    });
    const played = await play(definition, { input: { in: { x: 7 } }, work: (event: object) => event });
    expect(played).toMatchObject({ output: { said: 7, code: 200 } });
  });

  it('fails with States.Runtime, which nothing catches, where its result has no such path', async () => {
    const definition = machine({
      T: task({
        ResultSelector: { 'a.$': '$.Payload.gone' },
        Retry: [{ ErrorEquals: ['States.ALL'] }],
        Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Caught' }],
      }),
      Caught: { Type: 'Succeed' },
    });
    expect(await play(definition, { work: () => ({}) })).toMatchObject({ error: 'States.Runtime', waited: [] });
  });
});

describe('the payload limit', () => {
  const KIB = 1024;
  const big = (bytes: number) => 'x'.repeat(bytes);
  const caught = { Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Caught' }] };
  const withCatch = (fields: object) => machine({ T: task({ ...fields, ...caught }), Caught: { Type: 'Succeed' } });

  it.each<[string, unknown, object]>([
    ["a Task's result", withCatch({}), { work: () => big(256 * KIB) }],
    ["a Task's input", withCatch({}), { input: big(256 * KIB) }],
    ["a Task's output", withCatch({ ResultPath: '$.b' }), { input: { a: big(200 * KIB) }, work: () => big(100 * KIB) }],
    ["a Pass state's output", pass({ Parameters: { 'a.$': '$', 'b.$': '$' } }), { input: big(140 * KIB) }],
    ['text that is long only as UTF-8', pass({ Parameters: { 'a.$': '$' } }), { input: 'あ'.repeat(90 * KIB) }],
    [
      'text that is long only when it is escaped',
      pass({ Parameters: { 'a.$': '$' } }),
      { input: '"'.repeat(140 * KIB) },
    ],
    [
      "an iteration's input",
      machine({
        M: {
          Type: 'Map',
          ItemSelector: { 'a.$': '$', 'b.$': '$' },
          ItemProcessor: machine({ I: { Type: 'Succeed' } }),
          End: true,
        },
      }),
      { input: [big(140 * KIB)] },
    ],
    [
      "a branch's input",
      machine({
        B: {
          Type: 'Parallel',
          Parameters: { 'a.$': '$', 'b.$': '$' },
          Branches: [machine({ I: { Type: 'Succeed' } })],
          End: true,
        },
      }),
      { input: big(140 * KIB) },
    ],
    [
      'outputs together',
      machine({
        B: {
          Type: 'Parallel',
          Branches: [machine({ I: { Type: 'Succeed' } }), machine({ J: { Type: 'Succeed' } })],
          End: true,
        },
      }),
      { input: big(140 * KIB) },
    ],
  ])('is kept of %s, and nothing catches it', async (_, definition, options) => {
    expect(await play(definition, options)).toMatchObject({ error: 'States.DataLimitExceeded' });
  });

  it('lets what is just 256 KiB of JSON be', async () => {
    const input = 'あ"'.repeat(52_428); // each is three bytes and two
    expect(Buffer.byteLength(JSON.stringify(input))).toBe(256 * KIB - 2);
    expect(await play(pass({}), { input })).toMatchObject({ output: input });
    expect(await play(pass({}), { input: `${input}xxx` })).toMatchObject({ error: 'States.DataLimitExceeded' });
  });
});
