import { setTimeout as sleep } from 'node:timers/promises';
import { parseCurl } from '#checks-file/curl/parse-curl.ts';
import { curlGrammar } from '#checks-file/reader/curl-grammar.ts';
import { LAMBDA_EFFECTS } from '#functions/runtime/lambda-effects.ts';
import { healthCheckByCurl, type RecipeAnswer } from './health-check-by-curl.ts';

type Context = { readonly getRemainingTimeInMillis: () => number };

const grammar = await curlGrammar();

export const handler = (event: unknown, context: Context): Promise<RecipeAnswer> =>
  healthCheckByCurl(event, {
    checker: LAMBDA_EFFECTS,
    readCurl: (command, files) => parseCurl(command, grammar, files),
    log: (line) => void process.stdout.write(`${line}\n`),
    sleep,
    remainingMs: () => context.getRemainingTimeInMillis(),
  });
