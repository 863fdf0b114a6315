import { createServer as createHttp2Server } from 'node:http2';
import { describe, expect, it } from 'vitest';
import type { HttpRequest } from '#kinds/http/check.ts';
import { runHttp } from '../../checks.ts';
import { httpServer, listen } from '../../servers.ts';

const HEADERS = { 'content-type': 'text/event-stream' };

async function eventStream(version: '1.1' | '2'): Promise<[url: string, http: Partial<HttpRequest>]> {
  if (version === '1.1') {
    const url = await httpServer((_, response) => void response.writeHead(200, HEADERS).write('event: ready\n\n'));
    return [url, {}];
  }
  const server = createHttp2Server();
  server.on('sessionError', () => undefined);
  server.on('stream', (stream) => {
    stream.on('error', () => undefined);
    stream.respond(HEADERS);
    stream.write('event: ready\n\n');
  });
  return [`http://localhost:${await listen(server as never)}`, { httpVersion: '2' }];
}

describe.each(['1.1', '2'] as const)('a body without an end, over HTTP/%s', (version) => {
  it('is judged by its status, its headers and what came while it was read', async () => {
    const [url, http] = await eventStream(version);
    const expected = { keyword: 'ready', headers: [['content-type', 'text/event-stream']] } as const;
    const verdict = await runHttp(url, { http: { ...http, streamMs: 100 }, expect: expected });
    expect({ outcome: verdict.outcome, status: verdict.status }).toEqual({ outcome: 'OK', status: 200 });
    const missing = await runHttp(url, { http: { ...http, streamMs: 100 }, expect: { keyword: 'other' } });
    expect(missing.reason?.message).toBe('keyword "other" not in the first 14 bytes of the body (no more was read)');
    const absent = await runHttp(url, { http: { ...http, streamMs: 100 }, expect: { absent: 'other' } });
    expect(absent.reason?.message).toBe('"other" may be in the body, of which only the beginning was read');
  });

  it('that nobody said is one says what to write when its time is over', async () => {
    const [url, http] = await eventStream(version);
    const { reason } = await runHttp(url, { http, timeoutMs: 300, connectTimeoutMs: 300 });
    expect(reason).toEqual({
      code: 'timeout',
      message:
        'no answer within 300ms (reading the body, 14 bytes so far; an event stream has no end, write http.stream)',
    });
  });
});

it('a stream that ends is judged by all of it', async () => {
  const url = await httpServer((_, response) => response.writeHead(200, HEADERS).end('event: ready\n\n'));
  expect((await runHttp(url, { http: { streamMs: 3_000 }, expect: { absent: 'error' } })).outcome).toBe('OK');
});
