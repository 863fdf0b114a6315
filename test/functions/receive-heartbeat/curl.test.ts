import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { whenOver } from '../../kinds/when-over.ts';
import { receiver, tokenFor } from './receiver.ts';

const run = promisify(execFile);

/** The receiver behind a server of its own, which makes of a request what Lambda makes of it. */
async function served(failures = 0) {
  const { known, take } = receiver();
  let left = failures;
  const seen: string[] = [];
  const server = createServer(async (request, response) => {
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece as Buffer);
    seen.push(`${request.method} ${request.url?.split('/').slice(3).join('/')}`);
    if (left > 0) {
      left -= 1;
      response.writeHead(502).end();
      return;
    }
    const [rawPath = '', rawQueryString = ''] = (request.url ?? '').split('?');
    const headers = request.headers as Record<string, string>;
    const event = { rawPath, rawQueryString, headers, requestContext: { http: { method: request.method ?? '' } } };
    const body = Buffer.concat(pieces).toString('base64');
    const answer = await take({ ...event, body, isBase64Encoded: true });
    response.writeHead(answer.statusCode, answer.headers).end(request.method === 'HEAD' ? '' : answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  whenOver(() => server.close());
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  return { known, seen, url: `http://127.0.0.1:${port}/nightly/${tokenFor('nightly')}` };
}

/** As the pages of healthchecks.io say it. */
const curl = (...args: readonly string[]) =>
  run('curl', ['-fsS', '-m', '10', '--retry', '5', '--retry-delay', '0', ...args]);

it('takes what curl sends by the pages of healthchecks.io', async () => {
  const { known, url } = await served();
  const rid = '123e4567-e89b-12d3-a456-426614174000';
  await curl(`${url}/start?rid=${rid}`);
  await curl('--data-raw', 'disk full', `${url}/1?rid=${rid}`);
  expect(known.get('nightly')).toMatchObject({ fail: { exit: 1, rid, text: 'disk full' }, runs: [], ok: null });
  expect((await curl(url)).stdout).toBe('OK');
  await curl('-I', url);
  await curl('-F', 'log=@/etc/hostname', `${url}/log`);
  await curl('-H', `Authorization: Bearer ${url.slice(-22)}`, `${url.slice(0, -23)}/0`);
  expect(known.get('nightly')).toMatchObject({
    ok: { rid: null },
    log: { text: expect.stringContaining('form-data') },
  });
});

it('is tried again by curl when it cannot answer, and is not when a token is wrong', async () => {
  const { known, seen, url } = await served(2);
  await curl(url);
  expect(seen).toHaveLength(3);
  expect(known.get('nightly')?.ok).not.toBeNull();
  await expect(curl(`${url.slice(0, -2)}xx`)).rejects.toMatchObject({ code: 22 });
  expect(seen).toHaveLength(4);
});
