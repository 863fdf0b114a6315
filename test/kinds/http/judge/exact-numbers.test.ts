import { describe, expect, it } from 'vitest';
import type { JsonExpect } from '#kinds/http/check.ts';
import { runHttp } from '../../checks.ts';
import { httpServer } from '../../servers.ts';

const BODY =
  '{"id": 9007199254740993, "at": [{"id": 9007199254740992}, {"id": 5}], "value": [1, "217.2"], "inf": "+Inf"}';

async function reasonFor(one: JsonExpect): Promise<string | null> {
  const url = await httpServer((_, response) => response.end(BODY));
  const { reason } = await runHttp(url, { expect: { more: { json: [one] } } });
  return reason?.message ?? null;
}

describe('a whole number beyond 2^53 keeps its digits', () => {
  it.each<[JsonExpect, string | null]>([
    [{ path: '$.id', equals: '9007199254740993' }, null],
    [{ path: '$.id', equals: '9007199254740992' }, '$.id is 9007199254740993, wanted "9007199254740992"'],
    [{ path: '$', equals: {} }, expect.stringContaining('9007199254740993')],
    [{ path: '$.at[?@.id == 9007199254740992].id', count: 1 }, null],
    [{ path: '$.at[?@.id == 9007199254740993].id', count: 0 }, null],
    [{ path: '$.at[?@.id < 9007199254740993].id', count: 2 }, null],
    [{ path: '$.at[?@.id > 9007199254740991].id', count: 1 }, null],
    [{ path: '$.at[?@.id >= 9007199254740993].id', count: 0 }, null],
    [{ path: '$.at[?@.id <= 5].id', count: 1 }, null],
    [{ path: '$.id', greater: '9007199254740992' }, null],
    [
      { path: '$.id', less: '9007199254740993' },
      '$.id is 9007199254740993, wanted a number less than 9007199254740993',
    ],
    [{ path: '$.id', greater: 5 }, null],
  ])('%o', async (one, message) => {
    expect(await reasonFor(one)).toEqual(message);
  });

  it('in what a schema finds', async () => {
    const url = await httpServer((_, response) => response.end(BODY));
    const schema = { properties: { id: { type: 'string' } } };
    const { reason } = await runHttp(url, { expect: { more: { schema } } });
    expect(reason?.message).toBe('by the schema /id is 9007199254740993, must be string');
  });
});

it('a number of so many digits that to read it would keep others waiting is one beyond every limit', async () => {
  const url = await httpServer((_, response) => response.end(`{"id": ${'9'.repeat(1001)}}`));
  const json = [
    { path: '$.id', greater: '9007199254740993' },
    { path: '$.id', less: 5 },
  ];
  const { reason } = await runHttp(url, { expect: { more: { json } } });
  expect(reason?.message).toBe('$.id is 1e999, wanted a number less than 5');
});

describe('text that says a number', () => {
  it.each<[JsonExpect, string | null]>([
    [{ path: '$.value[1]', as: 'number', greater: 200, less: 217.3 }, null],
    [{ path: '$.value[0]', as: 'number', less: 2 }, null],
    [{ path: '$.value[1]', as: 'number', less: 200 }, '$.value[1] is "217.2", wanted a number less than 200'],
    [{ path: '$.value[1]', greater: 200 }, '$.value[1] is "217.2", wanted a number more than 200'],
    [{ path: '$.inf', as: 'number', greater: 1 }, '$.inf is "+Inf", wanted a number more than 1'],
  ])('%o', async (one, message) => {
    expect(await reasonFor(one)).toBe(message);
  });
});
