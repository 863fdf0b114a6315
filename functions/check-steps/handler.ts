import '#functions/runtime/load-tls.ts';
import { LAMBDA_EFFECTS } from '#functions/runtime/lambda-effects.ts';
import { checker } from '#kinds/probing/checker.ts';
import { stepsProbe } from '#kinds/steps/probe.ts';

const check = checker(stepsProbe);

export const handler = (event: Parameters<typeof check>[0]): ReturnType<typeof check> => check(event, LAMBDA_EFFECTS);
