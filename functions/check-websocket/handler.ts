import { LAMBDA_EFFECTS } from '#functions/runtime/lambda-effects.ts';
import { checker } from '#kinds/probing/checker.ts';
import { websocketProbe } from '#kinds/websocket/probe.ts';

const check = checker(websocketProbe);

export const handler = (event: Parameters<typeof check>[0]): ReturnType<typeof check> => check(event, LAMBDA_EFFECTS);
