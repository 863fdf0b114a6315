import type { Remembered } from '#core/status/remembered.ts';
import { awsUrl, endpointIn } from '../runtime/aws-url.ts';
import { requireEnv } from '../runtime/env.ts';
import { ownClient } from '../runtime/own-client.ts';

const TIMEOUT_MS = 60_000;
const RETRIES = 2;

/** Asks TrackIncidents what is open now, as `rollcall status` does. Throws when it does not answer, or fails. */
export async function askTracker(functionName: string): Promise<Remembered> {
  const endpoint = endpointIn('AWS_ENDPOINT_URL_LAMBDA', process.env) ?? awsUrl('lambda', requireEnv('AWS_REGION'));
  const url = `${endpoint}/2015-03-31/functions/${functionName}/invocations`;
  const answer = await ownClient('lambda', RETRIES).fetch(url, {
    method: 'POST',
    body: JSON.stringify({ mode: 'status' }),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  const text = await answer.text();
  if (!answer.ok || answer.headers.has('x-amz-function-error')) {
    throw new Error(`TrackIncidents answered ${answer.status}: ${text.slice(0, 300)}`);
  }
  return JSON.parse(text) as Remembered;
}
