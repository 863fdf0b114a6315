import { setTimeout as sleep } from 'node:timers/promises';
import '#functions/runtime/load-tls.ts';
import { LAMBDA_EFFECTS } from '#functions/runtime/lambda-effects.ts';
import { healthCheckByCurl, type RecipeAnswer } from './health-check-by-curl.ts';

type Context = { readonly getRemainingTimeInMillis: () => number };

export const handler = (event: unknown, context: Context): Promise<RecipeAnswer> =>
  healthCheckByCurl(event, {
    checker: LAMBDA_EFFECTS,
    log: (line) => void process.stdout.write(`${line}\n`),
    sleep,
    remainingMs: () => context.getRemainingTimeInMillis(),
  });
