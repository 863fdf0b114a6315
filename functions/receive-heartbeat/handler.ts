import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { ENV } from '#core/contract.ts';
import { awsJson } from '../runtime/aws-json.ts';
import { requireEnv } from '../runtime/env.ts';
import { dynamoBeats } from './dynamo-beats.ts';
import type { UrlEvent } from './read-request.ts';
import { receiveHeartbeat, type UrlAnswer } from './receive-heartbeat.ts';
import { keyReader } from './token-key.ts';

/** Written beside the bundle at deployment: the jobs of the list, each with the version of its token. */
const JOBS_FILE = new URL('./heartbeats.json', import.meta.url);

/** At most so long, growing with each try, at a random moment: those who were as late are not as late again. */
const STEP_MS = 20;

const aws = awsJson();
const receiving = {
  versions: new Map(JSON.parse(readFileSync(JOBS_FILE, 'utf8')) as [string, number][]),
  key: keyReader(aws, requireEnv(ENV.heartbeatKey), Date.now),
  store: dynamoBeats(aws, requireEnv(ENV.incidentTable), (tries) => delay(Math.random() * STEP_MS * tries)),
  now: Date.now,
};

export const handler = (event: UrlEvent): Promise<UrlAnswer> => receiveHeartbeat(event, receiving);
