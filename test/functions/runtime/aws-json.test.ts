import { createServer } from 'node:http';
import { afterEach, expect, it, vi } from 'vitest';
import { keyReader } from '#functions/receive-heartbeat/token-key.ts';
import { awsJson } from '#functions/runtime/aws-json.ts';
import { whenOver } from '../../kinds/when-over.ts';

type Seen = { readonly target: string; readonly type: string; readonly authorization: string; readonly body: string };

/** A service that answers each request by the next of these. */
async function service(...answers: readonly (readonly [status: number, body: string])[]) {
  const seen: Seen[] = [];
  const left = [...answers];
  const server = createServer(async (request, response) => {
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece as Buffer);
    const { 'x-amz-target': target, 'content-type': type = '', authorization = '' } = request.headers;
    seen.push({ target: String(target), type, authorization, body: Buffer.concat(pieces).toString() });
    const [status, body] = left.shift() ?? [500, ''];
    response.writeHead(status).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  whenOver(() => server.close());
  const address = server.address();
  vi.stubEnv('AWS_ENDPOINT_URL', `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/`);
  vi.stubEnv('AWS_REGION', 'eu-west-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKID');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'hidden');
  return seen;
}

afterEach(() => {
  vi.unstubAllEnvs();
});

it('signs a call and hands on the answer', async () => {
  const seen = await service([200, '{"Item":{}}']);
  expect(await awsJson()('dynamodb', 'GetItem', { a: 1 })).toEqual({ Item: {} });
  expect(seen).toEqual([
    {
      target: 'DynamoDB_20120810.GetItem',
      type: 'application/x-amz-json-1.0',
      authorization: expect.stringMatching(/^AWS4-HMAC-SHA256 Credential=AKID\/\d{8}\/eu-west-1\/dynamodb\//),
      body: '{"a":1}',
    },
  ]);
});

it.each([
  [
    '{"__type":"com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException","message":"secret words"}',
    'ConditionalCheckFailedException',
  ],
  ['{"__type":"AccessDeniedException"}', 'AccessDeniedException'],
  ['<html>', 'no code'],
])('says what was refused by its name, and nothing else of it: %s', async (body, code) => {
  await service([400, body]);
  await expect(awsJson()('dynamodb', 'UpdateItem', {})).rejects.toMatchObject({
    name: 'AwsError',
    code,
    message: `UpdateItem was refused: ${code} (400)`,
  });
});

it('tries again what a service could not answer', async () => {
  const seen = await service([500, ''], [200, '{}']);
  expect(await awsJson()('dynamodb', 'GetItem', {})).toEqual({});
  expect(seen).toHaveLength(2);
});

it('reads the key once in five minutes, and never keeps an empty one', async () => {
  const seen = await service(
    [200, '{"SecretString":""}'],
    [200, '{"SecretString":"one"}'],
    [200, '{"SecretString":"two"}'],
  );
  let now = 0;
  const key = keyReader(awsJson(), 'arn', () => now);
  await expect(key()).rejects.toThrow('is empty');
  expect([await key(), await key()]).toEqual(['one', 'one']);
  now = 5 * 60_000;
  expect(await key()).toBe('two');
  expect(seen.map(({ target }) => target)).toEqual(Array.from({ length: 3 }, () => 'secretsmanager.GetSecretValue'));
});
