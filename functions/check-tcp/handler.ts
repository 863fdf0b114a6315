import type { TcpCheck } from '#core/checks/check.ts';
import type { CheckerEvent, Verdict } from '#core/verdict/verdict.ts';
import { SYSTEM_EFFECTS } from '#functions/runtime/effects.ts';
import { checkTcp } from './check-tcp.ts';

export const handler = (event: CheckerEvent<TcpCheck>): Promise<Verdict> => checkTcp(event, SYSTEM_EFFECTS);
