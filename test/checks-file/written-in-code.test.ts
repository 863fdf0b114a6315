import { expect, it } from 'vitest';
import { checkList } from '#checks-file/written-in-code.ts';

it('takes a list as a value, whose settings the compiler knows', () => {
  const list = checkList({
    defaults: { timeout: '3s' },
    checks: [
      { name: 'a', http: { url: 'http://h/' }, expect: { status: 200 } },
      { name: 'b', tcp: { host: 'h', port: 1 } },
    ],
  });

  expect(list.checks.map(({ name, timeoutMs }) => [name, timeoutMs])).toEqual([
    ['a', 3000],
    ['b', 3000],
  ]);
});

it.each([
  // @ts-expect-error a misspelt setting of a kind
  () => checkList({ checks: [{ name: 'a', http: { urll: 'http://h/' } }] }),
  // @ts-expect-error a misspelt setting of a check
  () => checkList({ checks: [{ name: 'a', http: { url: 'http://h/' }, expekt: {} }] }),
  // @ts-expect-error a misspelt section
  () => checkList({ checks: [{ name: 'a', http: { url: 'http://h/' } }], maintenanc: [] }),
  // @ts-expect-error a misspelt setting of a section
  () => checkList({ checks: [{ name: 'a', http: { url: 'http://h/' } }], deploy: { workfloww: 'standard' } }),
])('throws what is wrong with it, and does not compile: %s', (make) => {
  expect(make).toThrow(/is not a setting; did you mean/);
});
