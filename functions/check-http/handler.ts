import '#functions/runtime/load-tls.ts';
import { LAMBDA_EFFECTS } from '#functions/runtime/lambda-effects.ts';
import { httpProbe } from '#kinds/http/probe.ts';
import { checker } from '#kinds/probing/checker.ts';

const check = checker(httpProbe);

export const handler = (event: Parameters<typeof check>[0]): ReturnType<typeof check> => check(event, LAMBDA_EFFECTS);
