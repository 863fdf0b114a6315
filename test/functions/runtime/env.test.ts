import { expect, it } from 'vitest';
import { requireEnv } from '#functions/runtime/env.ts';

it('names the variable that is not set', () => {
  expect(() => requireEnv('ROLLCALL_NOT_SET')).toThrow(
    'environment variable ROLLCALL_NOT_SET is not set; deploy the function with the Rollcall stack',
  );
});
