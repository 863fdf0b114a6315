import { ENV } from '#core/contract.ts';
import { awsJson } from '#functions/runtime/aws-json.ts';
import { requireEnv } from '#functions/runtime/env.ts';
import { LAMBDA_EFFECTS } from '#functions/runtime/lambda-effects.ts';
import { heartbeatProbe } from '#kinds/heartbeat/probe.ts';
import { checker } from '#kinds/probing/checker.ts';
import { readBeats } from './read-beats.ts';

const check = checker(heartbeatProbe);
const effects = {
  ...LAMBDA_EFFECTS,
  readHeartbeat: (name: string, at: number) => readBeats(awsJson(), requireEnv(ENV.incidentTable), name, at),
};

export const handler = (event: Parameters<typeof check>[0]): ReturnType<typeof check> => check(event, effects);
