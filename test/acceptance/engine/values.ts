import fc from 'fast-check';

const TEXTS = ['', 'a', 'b', 'ab', 'A', '10', '*', 'a*b', 'quote " and \\ and {}', 'ü'] as const;
const TIMES = [
  '2026-01-31T09:05:00Z',
  '2026-01-31T09:05:01Z',
  '2026-01-31T09:05:00.5Z',
  '2026-01-31T10:05:00+01:00',
  '2026-02-30T00:00:00Z',
] as const;

export const text = fc.constantFrom<string>(...TEXTS);
export const number = fc.constantFrom(0, 1, 2, -1, 1.5, 10);
export const time = fc.constantFrom<string>(...TIMES);
export const truth = fc.boolean();
const scalar = fc.oneof(text, number, truth, time, fc.constant(null));

export type Item = { readonly id: number; readonly text: string; readonly steps: readonly (string | null)[] };

const item: fc.Arbitrary<Item> = fc.record({
  id: fc.nat(3),
  text,
  steps: fc.constantFrom<readonly (string | null)[]>([null], [null], [null], ['Boom'], ['Boom', null]),
});

/** The execution's input: an object in which some fields may be missing, and one may be of any type. */
export const input = fc
  .tuple(
    fc.record({
      text,
      other: scalar,
      n: number,
      flag: truth,
      none: fc.constant(null),
      when: time,
      list: fc.array(item, { maxLength: 4 }),
      most: fc.constantFrom(0, 1, 2, 3),
      seconds: fc.constantFrom(0, 0, 1),
      past: fc.constantFrom('2020-01-01T00:00:00Z', '2024-02-29T23:59:59Z'),
      deep: fc.record({ text, n: number, list: fc.array(scalar, { maxLength: 3 }) }),
      json: fc.constantFrom('{"x":[1,2]}', '[]', 'null', '"a"', '{"x"', '1e2'),
    }),
    fc.subarray(['other', 'n', 'flag', 'when', 'most', 'seconds', 'deep', 'json'], { maxLength: 1 }),
  )
  .map(([whole, missing]) => Object.fromEntries(Object.entries(whole).filter(([key]) => !missing.includes(key))));

const LEADING = [
  '$',
  '$.text',
  '$.other',
  '$.n',
  '$.flag',
  '$.none',
  '$.when',
  '$.list',
  '$.deep',
  '$.deep.n',
  "$['deep']['text']",
  '$.json',
];
const PERHAPS = ['$.list[0]', '$.list[1].text', '$.deep.list[1]', '$.gone', '$.text.gone', '$.none.gone'];

/** Paths that lead to a value of the input or, now and then, to nothing. */
export const path = fc.oneof(
  { weight: 19, arbitrary: fc.constantFrom(...LEADING) },
  { weight: 1, arbitrary: fc.constantFrom(...PERHAPS) },
);
/** Paths that are always there, whatever the states before have made of the input. */
export const contextPath = fc.constantFrom('$$.Execution.Input.text', '$$.Execution.Input.list', '$$.State.Name');
export const resultPath = fc.oneof(
  {
    weight: 24,
    arbitrary: fc.constantFrom<string | null | undefined>(null, '$.made', '$.deep.made', '$.new.made', "$['made']"),
  },
  { weight: 2, arbitrary: fc.constantFrom<string | undefined>(undefined, '$') },
  { weight: 1, arbitrary: fc.constant<string>('$.text.made') },
);
