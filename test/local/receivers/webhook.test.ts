import { createServer, type IncomingHttpHeaders, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Receiver } from '#core/check/alerting.ts';
import { bodiesOf } from '#core/report/bodies.ts';
import { deliverTo, sample } from './notification.ts';

type Got = { readonly path: string; readonly headers: IncomingHttpHeaders; readonly body: string };

/** A server that keeps what it gets; `statuses` are its answers in turn, 200 from then on. */
async function serve(statuses: readonly number[] = [], answer?: RequestListener) {
  const got: Got[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (text) => {
      body += text;
    });
    request.on('end', () => {
      got.push({ path: request.url ?? '', headers: request.headers, body });
      if (answer) answer(request, response);
      else response.writeHead(statuses[got.length - 1] ?? 200).end('thanks');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, got };
}

const hook = (url: string, more: Partial<Extract<Receiver, { kind: 'webhook' }>> = {}): Receiver => ({
  kind: 'webhook',
  url,
  format: 'json',
  headers: [],
  ...more,
});

describe('a webhook', () => {
  it('gets the document as JSON, with its headers, references resolved', async () => {
    const { url, got } = await serve();
    const receiver = hook('${env:HOOK}/x', { headers: [['authorization', 'Bearer ${env:TOKEN}']] });
    expect(await deliverTo(receiver, { HOOK: url, TOKEN: 'secret' })).toEqual([]);
    expect(got.map(({ path, headers }) => [path, headers.authorization, headers['content-type']])).toEqual([
      ['/x', 'Bearer secret', 'application/json'],
    ]);
    expect(got[0]?.body).toBe(bodiesOf(sample()).default);
    expect(JSON.parse(got[0]?.body ?? '')).toMatchObject({ test: true, source: 'rollcall' });
  });

  it.each(['full', 'chat'] as const)('gets a message as Slack takes it of a %s topic', async (format) => {
    const { url, got } = await serve();
    const notification = sample(format);
    const evil = { ...notification, message: notification.message.replaceAll('503', '<!channel> ``` &') };
    expect(await deliverTo(hook(url, { format: 'slack' }), {}, evil)).toEqual([]);
    const { text, ...others } = JSON.parse(got[0]?.body ?? '{}');
    expect(others).toEqual({});
    expect(text).toMatch(/^\*\[TEST\] NG 1 of 1: sample-check\*\n```\n\[TEST\] This is a sample/);
    expect(text).not.toContain('<!channel>');
    expect(text.match(/```/g)).toHaveLength(2);
  });

  it('gets a long text cut, and no half of what stands for a character', async () => {
    const { url, got } = await serve();
    for (const shift of ['', 'x', 'xx', 'xxx']) {
      const long = { ...sample(), message: JSON.stringify({ email: `${shift}${'<&>'.repeat(5000)}` }) };
      expect(await deliverTo(hook(url, { format: 'slack' }), {}, long)).toEqual([]);
    }
    for (const { body } of got) {
      const { text } = JSON.parse(body) as { text: string };
      expect(text).toMatch(/\n…\n```$/);
      expect(text).not.toMatch(/&(?!(?:amp|lt|gt);)/);
    }
  });

  it.each([
    ['it is busy', [503, 429], 3],
    ['it refuses', [404], 1],
  ])('is tried again when %s, as far as that can help', async (_, statuses, tries) => {
    const { url, got } = await serve(statuses);
    const faults = await deliverTo(hook(url));
    expect(got).toHaveLength(tries);
    expect(faults).toEqual(tries === 1 ? [`it: ${new URL(url).host} answered 404`] : []);
  });

  it('that is down for good is told, with no more of its URL than the host', async () => {
    const { url, got } = await serve([500, 500, 500, 500]);
    expect(await deliverTo(hook(`${url}/services/T0/secret`))).toEqual([`it: ${new URL(url).host} answered 500`]);
    expect(got).toHaveLength(3);
    const nobody = await deliverTo(hook('http://127.0.0.1:1/secret'));
    expect(nobody).toEqual([expect.stringMatching(/^it: 127\.0\.0\.1:1 could not be reached/)]);
  });

  it('is not followed elsewhere: a redirect could take the alert to somebody else', async () => {
    const elsewhere = await serve();
    const { url } = await serve([], (_, response) => response.writeHead(307, { location: elsewhere.url }).end());
    expect(await deliverTo(hook(url))).toEqual([
      `it: ${new URL(url).host} answered 307, which sends to ${elsewhere.url}; a redirect is not followed, so write the URL that it leads to`,
    ]);
    expect(elsewhere.got).toEqual([]);
  });

  it.each([
    ['me:p%40ss', 'Basic bWU6cEBzcw=='],
    ['me', 'Basic bWU6'],
  ])('with %s@ in its URL logs in as that', async (user, header) => {
    const { url, got } = await serve();
    expect(await deliverTo(hook(url.replace('://', `://${user}@`)))).toEqual([]);
    expect(got.map(({ headers }) => headers.authorization)).toEqual([header]);
  });

  it('that never ends its answer has taken it', async () => {
    const { url } = await serve([], (_, response) => void response.writeHead(200).write('thanks, and '));
    expect(await deliverTo(hook(url))).toEqual([]);
  });

  it('names what the environment does not have', async () => {
    expect(await deliverTo(hook('${env:HOOK}'))).toEqual(['it: the environment has no HOOK; set it']);
  });
});
