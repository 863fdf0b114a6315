import { LAMBDA_EFFECTS } from '#functions/runtime/lambda-effects.ts';
import { grpcProbe } from '#kinds/grpc/probe.ts';
import { checker } from '#kinds/probing/checker.ts';

const check = checker(grpcProbe);

export const handler = (event: Parameters<typeof check>[0]): ReturnType<typeof check> => check(event, LAMBDA_EFFECTS);
