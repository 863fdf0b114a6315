import { AwsClient } from 'aws4fetch';
import type { Remembered } from '#core/status/remembered.ts';
import { requireEnv } from '../runtime/env.ts';

const TIMEOUT_MS = 60_000;

/** Asks TrackIncidents what is open now, as `rollcall status` does. Throws when it does not answer, or fails. */
export async function askTracker(functionName: string): Promise<Remembered> {
  const region = requireEnv('AWS_REGION');
  const sessionToken = process.env['AWS_SESSION_TOKEN'];
  const client = new AwsClient({
    accessKeyId: requireEnv('AWS_ACCESS_KEY_ID'),
    secretAccessKey: requireEnv('AWS_SECRET_ACCESS_KEY'),
    ...(sessionToken !== undefined && { sessionToken }),
    service: 'lambda',
    region,
    retries: 2,
  });
  const endpoint =
    process.env['AWS_ENDPOINT_URL_LAMBDA'] ??
    process.env['AWS_ENDPOINT_URL'] ??
    `https://lambda.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`;
  const answer = await client.fetch(`${endpoint.replace(/\/$/, '')}/2015-03-31/functions/${functionName}/invocations`, {
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
