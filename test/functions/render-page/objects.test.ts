import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { objectsOf } from '#functions/render-page/objects.ts';

type Seen = {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  body: string;
};

let server: Server;
let seen: Seen[] = [];
let answer: (request: Seen, response: ServerResponse) => void;

beforeEach(async () => {
  seen = [];
  server = createServer(async (request, response) => {
    const { method = '', url = '', headers } = request;
    const one = { method, url, headers, body: await text(request) };
    seen.push(one);
    answer(one, response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  vi.stubEnv('AWS_ENDPOINT_URL_S3', `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  vi.stubEnv('AWS_REGION', 'eu-west-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKID');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
  vi.stubEnv('AWS_SESSION_TOKEN', 'session');
});

afterEach(() => {
  vi.unstubAllEnvs();
  server.close();
});

const entry = (key: string) =>
  `<Contents><Key>${key}</Key><LastModified>2026-11-26T10:00:00.000Z</LastModified><ETag>&quot;abc&quot;</ETag></Contents>`;

it('lists all pages of a bucket, signed, with the etag as it is asked for again', async () => {
  answer = ({ url }, response) => {
    const isSecond = url.includes('continuation-token=next%2Fpage%3D');
    const next = isSecond ? '' : '<NextContinuationToken>next/page=</NextContinuationToken>';
    const keys = isSecond ? entry('c&amp;d.html') : `${entry('a.html')}${entry('2026')}`;
    response.end(`<?xml version="1.0"?><ListBucketResult>${next}${keys}</ListBucketResult>`);
  };
  const modifiedAt = Date.parse('2026-11-26T10:00:00Z');
  expect(await objectsOf('pages').list()).toEqual(
    ['a.html', '2026', 'c&d.html'].map((key) => ({ key, etag: '"abc"', modifiedAt })),
  );
  expect(seen.map(({ method, url }) => `${method} ${url.split('&')[0]}`)).toEqual(
    Array.from({ length: 2 }, () => 'GET /pages/?list-type=2'),
  );
  expect(seen[0]?.headers.authorization).toContain('/eu-west-1/s3/aws4_request');
  expect(seen[0]?.headers['x-amz-security-token']).toBe('session');
});

it('reads an empty bucket', async () => {
  answer = (_, response) => response.end('<ListBucketResult><KeyCount>0</KeyCount></ListBucketResult>');
  expect(await objectsOf('pages').list()).toEqual([]);
});

it('reads what is there, and has nothing for what is not', async () => {
  answer = ({ url }, response) => {
    if (url === '/pages/none.gz') response.writeHead(404).end('<Error><Code>NoSuchKey</Code></Error>');
    else response.setHeader('etag', '"e"').end(Buffer.from([1, 2, 255]));
  };
  expect(await objectsOf('pages').get('one.gz')).toEqual({ body: Buffer.from([1, 2, 255]), etag: '"e"' });
  expect(await objectsOf('pages').get('none.gz')).toBeNull();
});

it('writes a body with its type, to be asked for again after a minute', async () => {
  answer = (_, response) => response.end();
  const body = 'pages 在庫';
  expect(await objectsOf('pages').put('checks/~e5.html', { body, contentType: 'text/html; charset=utf-8' })).toBe(true);
  const [put] = seen;
  expect(put).toMatchObject({ method: 'PUT', url: '/pages/checks/~e5.html', body });
  expect(put?.headers).toMatchObject({
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'public, max-age=60',
    'x-amz-content-sha256': expect.stringMatching(/^(?:UNSIGNED-PAYLOAD|[0-9a-f]{64})$/),
  });
  const hash = put?.headers['x-amz-content-sha256'];
  if (hash !== 'UNSIGNED-PAYLOAD') expect(hash).toBe(createHash('sha256').update(body).digest('hex'));
});

it.each([
  [{ ifMatch: '"e"' }, { 'if-match': '"e"' }],
  [{ ifNone: true } as const, { 'if-none-match': '*' }],
])('writes on condition %j, and says when it does not hold', async (condition, headers) => {
  answer = (_, response) => response.writeHead(412).end();
  expect(await objectsOf('pages').put('a', { body: '', contentType: 'text/plain' }, condition)).toBe(false);
  expect(seen[0]?.headers).toMatchObject(headers);
});

it('says what S3 refused, and does not take it for an answer', async () => {
  answer = (_, response) => response.writeHead(403).end('<Error><Code>AccessDenied</Code></Error>');
  await expect(objectsOf('pages').get('a')).rejects.toThrow('S3 answered 403 to GET a: <Error><Code>AccessDenied');
  await expect(objectsOf('pages').put('a', { body: '', contentType: 'text/plain' })).rejects.toThrow('403 to PUT a');
  await expect(objectsOf('pages').remove('a')).rejects.toThrow('403 to DELETE a');
});
