import type { HttpCheck } from '#core/checks/check.ts';
import type { CheckerEvent, Verdict } from '#core/verdict/verdict.ts';
import { SYSTEM_EFFECTS } from '#functions/runtime/effects.ts';
import { checkHttp } from './check-http.ts';

export const handler = (event: CheckerEvent<HttpCheck>): Promise<Verdict> => checkHttp(event, SYSTEM_EFFECTS);
