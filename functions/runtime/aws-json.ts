import { awsUrl, endpointIn } from './aws-url.ts';
import { requireEnv } from './env.ts';
import { ownClient } from './own-client.ts';

/** Services that are asked by their wire protocol, without their clients: these are 40 times as large. */
const SERVICES = {
  dynamodb: { target: 'DynamoDB_20120810', version: '1.0', endpoint: 'AWS_ENDPOINT_URL_DYNAMODB' },
  secretsmanager: { target: 'secretsmanager', version: '1.1', endpoint: 'AWS_ENDPOINT_URL_SECRETS_MANAGER' },
} as const;

type Service = keyof typeof SERVICES;

/** One call of a service: resolves to its answer. Throws AwsError for what the service refuses, and when it does not answer. */
export type AwsJson = (service: Service, action: string, body: object) => Promise<Record<string, unknown>>;

const TIMEOUT_MS = 2_000;
const RETRIES = 2;

/** What a service refused. `code` is its name for that, such as `ConditionalCheckFailedException`. */
export class AwsError extends Error {
  override readonly name = 'AwsError' as const;
  readonly code: string;

  constructor(action: string, status: number, code: string) {
    super(`${action} was refused: ${code} (${status})`);
    this.code = code;
  }
}

/** Calls with the credentials and in the Region of the function that it runs in. */
export function awsJson(): AwsJson {
  const region = requireEnv('AWS_REGION');
  return async (service, action, body) => {
    const { target, version, endpoint } = SERVICES[service];
    const url = endpointIn(endpoint, process.env) ?? awsUrl(service, region);
    const answer = await ownClient(service, RETRIES).fetch(`${url}/`, {
      method: 'POST',
      headers: { 'Content-Type': `application/x-amz-json-${version}`, 'X-Amz-Target': `${target}.${action}` },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const text = await answer.text();
    if (!answer.ok) throw new AwsError(action, answer.status, codeIn(text));
    return JSON.parse(text) as Record<string, unknown>;
  };
}

/** The last part of `com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException`. */
function codeIn(text: string): string {
  try {
    const { __type } = JSON.parse(text) as { __type?: unknown };
    return typeof __type === 'string' ? (__type.split('#').at(-1) ?? __type) : 'no code';
  } catch {
    return 'no code';
  }
}
