import { describe, expect, it } from 'vitest';
import { type Piece, piecesOf, type Reference } from '#core/check/references.ts';
import { ENV } from '#core/contract.ts';
import { referenceReader } from '#kinds/probing/secrets/reference-reader.ts';
import type { RemoteValues } from '#kinds/probing/secrets/remote-values.ts';

function reference(text: string): Reference {
  const [piece] = piecesOf(text) as readonly [Piece];
  if (piece.kind !== 'reference') throw new Error(`${text} is no reference`);
  return piece.reference;
}

const MINUTE = 60_000;

/** A reader with a store of its own, whose clock stands still until it is set. */
function reader(env: Record<string, string> = {}, store: Record<string, string> = {}) {
  const at = { now: 0 };
  const asked: string[] = [];
  const get = async (name: string) => {
    asked.push(name);
    return store[name] ?? ({ code: 'config', message: `${name} does not exist` } as const);
  };
  const values: RemoteValues = { parameter: get, secret: get };
  const read = referenceReader({ env, now: () => at.now, remote: async () => values });
  return { read: (text: string) => read(reference(text)), at, asked, store };
}

const config = (message: string) => ({ code: 'config', message });

describe('an environment variable', () => {
  it('is read', async () => {
    expect(await reader({ KEY: 'v' }).read('${env:KEY}')).toBe('v');
  });

  it.each([
    [{}, 'environment variable KEY is not set'],
    [{ KEY: '' }, 'environment variable KEY is empty'],
    [
      { KEY: 'v', AWS_LAMBDA_FUNCTION_NAME: 'f' },
      'environment variable KEY is not given to this function; deploy it with a check that names it',
    ],
  ])('of %o is a setting that is missing', async (env, message) => {
    expect(await reader(env).read('${env:KEY}')).toEqual(config(message));
  });

  it('is read on Lambda when the stack gave it for checks, and the credentials of the role never are', async () => {
    const { read } = reader({
      AWS_LAMBDA_FUNCTION_NAME: 'f',
      AWS_SECRET_ACCESS_KEY: 'role',
      [ENV.readable]: 'A,B',
      A: '1',
      B: '2',
    });
    expect([await read('${env:A}'), await read('${env:B}')]).toEqual(['1', '2']);
    expect(await read('${env:AWS_SECRET_ACCESS_KEY}')).toMatchObject({ code: 'config' });
  });
});

describe('a value that AWS keeps', () => {
  it('is asked for once by all that want it at the same time, and again when it is old', async () => {
    const { read, at, asked, store } = reader({}, { '/k': 'one' });
    expect(await Promise.all([read('${ssm:/k}'), read('${ssm:/k}')])).toEqual(['one', 'one']);
    store['/k'] = 'two';
    at.now = 5 * MINUTE - 1;
    expect(await read('${ssm:/k}')).toBe('one');
    at.now = 5 * MINUTE;
    expect(await read('${ssm:/k}')).toBe('two');
    expect(asked).toEqual(['/k', '/k']);
  });

  it('is asked for again at once when it was not there', async () => {
    const { read, store } = reader();
    expect(await read('${ssm:/k}')).toEqual(config('/k does not exist'));
    store['/k'] = 'now';
    expect(await read('${ssm:/k}')).toBe('now');
  });

  it('is one look-up for all keys of a secret', async () => {
    const { read, asked } = reader({}, { s: '{"a":"1","b":{"c":2,"d.e":"x"},"b.c":"dotted"}' });
    expect(await read('${secret:s#a}')).toBe('1');
    expect(await read('${secret:s#b.c}')).toBe('dotted');
    expect(await read('${secret:s}')).toContain('"a":"1"');
    expect(asked).toEqual(['s']);
  });

  it.each([
    ['{"b":{"c":2}}', 'b.c', '2'],
    ['{"b":1}', 'c', config('secret s has no key c')],
    ['{"b":{}}', 'b', config('secret s has no key b with text or a number')],
    ['{"b":""}', 'b', config('key b of secret s is empty')],
    ['{"b":1}', 'constructor', config('secret s has no key constructor')],
    ['hunter2', 'b', config('secret s is not JSON, so it has no key b')],
  ])('%s has under %s: %o', async (text, key, wanted) => {
    expect(await reader({}, { s: text }).read(`\${secret:s#${key}}`)).toEqual(wanted);
  });
});
