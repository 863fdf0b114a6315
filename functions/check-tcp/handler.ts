import type { TcpCheck } from '#core/checks/check.ts';
import type { CheckerEvent, Verdict } from '#core/verdict/verdict.ts';
import { LAMBDA_EFFECTS } from '#functions/runtime/lambda-effects.ts';
import { checkTcp } from './check-tcp.ts';

export const handler = (event: CheckerEvent<TcpCheck>): Promise<Verdict> => checkTcp(event, LAMBDA_EFFECTS);
