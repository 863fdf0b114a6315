import type { HttpCheck } from '#core/check/check.ts';
import type { CheckerEvent, Verdict } from '#core/verdict/verdict.ts';
import { LAMBDA_EFFECTS } from '#functions/runtime/lambda-effects.ts';
import { checkHttp } from '#kinds/http/probe/check-http.ts';

export const handler = (event: CheckerEvent<HttpCheck>): Promise<Verdict> => checkHttp(event, LAMBDA_EFFECTS);
