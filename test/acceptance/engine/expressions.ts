import fc from 'fast-check';
import { contextPath, path } from './values.ts';

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
/** What a field of a template whose name ends in `.$` can have. */
export const expression = fc.oneof(
  { weight: 4, arbitrary: path },
  { weight: 1, arbitrary: contextPath },
  { weight: 3, arbitrary: fc.constantFrom<string>(...CALLS) },
);
