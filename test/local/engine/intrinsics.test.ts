import { describe, expect, it } from 'vitest';
import { machine, play } from './machine.ts';

const call = (expression: string, input: unknown = {}) =>
  play(machine({ P: { Type: 'Pass', Parameters: { 'v.$': expression }, OutputPath: '$.v', End: true } }), { input });

const input = {
  text: 'say "hi" \\ {}',
  n: 3,
  list: [1, { a: 1 }, 1, { a: 1 }, 'x'],
  o: { b: [true, null] },
  json: '{"a":[1,null]}',
};

describe('an intrinsic', () => {
  it.each<[string, unknown]>([
    ['States.Array()', []],
    ["States.Array('Foo', 2020, $.o, null, -1.5)", ['Foo', 2020, { b: [true, null] }, null, -1.5]],
    ['States.ArrayContains($.list, $.list[1])', true],
    ["States.ArrayContains($.list, 'y')", false],
    ['States.ArrayContains($.list, 1)', true],
    ['States.ArrayGetItem($.list, 4)', 'x'],
    ['States.ArrayLength($.list)', 5],
    ['States.ArrayPartition(States.ArrayRange(1, 5, 1), 2)', [[1, 2], [3, 4], [5]]],
    ['States.ArrayRange(1, 9, 2)', [1, 3, 5, 7, 9]],
    ['States.ArrayRange(1, 8, 3)', [1, 4, 7]],
    ['States.ArrayRange(5, 1, -2)', [5, 3, 1]],
    ['States.ArrayRange(5, 1, 1)', []],
    ['States.ArrayUnique($.list)', [1, { a: 1 }, 'x']],
    [
      "States.Format('Your name is {}, we are in the year {}', $.text, 2020)",
      'Your name is say "hi" \\ {}, we are in the year 2020',
    ],
    ["States.Format('it\\'s \\{{}\\} \\\\', true_is_text)".replace('true_is_text', '$.n'), "it's {3} \\"],
    ["States.Format('{}{}', $.o.b[0], $.o.b[1])", 'truenull'],
    ["States.Format('none')", 'none'],
    ['States.JsonToString($.o)', '{"b":[true,null]}'],
    ['States.JsonToString($.text)', '"say \\"hi\\" \\\\ {}"'],
    ['States.StringToJson($.json)', { a: [1, null] }],
    ['States.StringToJson(\'[1,"a"]\')', [1, 'a']],
    ['States.MathAdd($.n, -1)', 2],
    ['States.MathAdd(1.5, 1)', 3],
    ['States.UUID()', 'an-id'],
    ['States.ArrayGetItem( States.Array( 1 , 2 ) , States.MathAdd(0, 1) )', 2],
    ['States.Array($$.State.Name)', ['P']],
  ])('%s', async (expression, output) => {
    expect(await call(expression, input)).toMatchObject({ output });
  });

  it.each([
    'States.ArrayGetItem($.list, 5)',
    'States.ArrayGetItem($.list, -1)',
    "States.ArrayGetItem($.list, 'a')",
    'States.ArrayGetItem($.o, 0)',
    'States.ArrayLength($.text)',
    'States.ArrayPartition($.list, 0)',
    'States.ArrayRange(0, 1000, 1)',
    'States.ArrayRange(1, 9, 0)',
    "States.Format('{}', $.list)",
    "States.Format('{}', $.o)",
    'States.StringToJson($.text)',
    'States.StringToJson($.n)',
    "States.StringToJson('')",
    "States.MathAdd($.n, 'a')",
    'States.MathAdd(2147483647, 1)',
  ])('%s fails with States.IntrinsicFailure', async (expression) => {
    expect(await call(expression, input)).toMatchObject({ error: 'States.IntrinsicFailure' });
  });

  it('fails with States.Runtime where a path in it leads to nothing', async () => {
    expect(await call("States.Format('{}', $.gone)", input)).toMatchObject({ error: 'States.Runtime' });
  });
});
