import type { TcpCheck } from '#core/check/check.ts';
import type { CheckerEvent, Verdict } from '#core/verdict/verdict.ts';
import { LAMBDA_EFFECTS } from '#functions/runtime/lambda-effects.ts';
import { checkTcp } from '#kinds/tcp/probe.ts';

export const handler = (event: CheckerEvent<TcpCheck>): Promise<Verdict> => checkTcp(event, LAMBDA_EFFECTS);
