import { AwsClient } from 'aws4fetch';
import { requireEnv } from './env.ts';

/**
 * Signs for a service, with the credentials and in the Region of the function that it runs in, and tries so often again where
 * that has to be waited for. Throws where it runs in none.
 */
export function ownClient(service: string, retries: number): AwsClient {
  const sessionToken = process.env['AWS_SESSION_TOKEN'];
  return new AwsClient({
    accessKeyId: requireEnv('AWS_ACCESS_KEY_ID'),
    secretAccessKey: requireEnv('AWS_SECRET_ACCESS_KEY'),
    ...(sessionToken !== undefined && { sessionToken }),
    service,
    region: requireEnv('AWS_REGION'),
    retries,
  });
}
