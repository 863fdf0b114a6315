import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, it, onTestFinished } from 'vitest';
import { check } from '../checks.ts';
import { ask, serve, TOKEN } from './serving.ts';

const list = { checks: [check('orders-api')] };

describe('the server', () => {
  it('says at each answer what browsers may do with it', async () => {
    const { url } = await serve(list);
    const { headers } = await ask(`${url}/healthz`);
    expect(headers).toMatchObject({
      'content-security-policy':
        "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
      'cache-control': 'no-store',
    });
  });

  it.each([
    ['GET', '/nothing-here', 404, undefined],
    ['POST', '/healthz', 405, 'GET, HEAD'],
    ['DELETE', '/ping/a/b', 405, 'GET, HEAD, POST'],
    ['GET', '/%zz', 400, undefined],
    ['GET', `/${'a'.repeat(4001)}`, 400, undefined],
  ])('answers %s %.20s by %i', async (method, path, status, allow) => {
    const { url } = await serve(list);
    const answer = await ask(url + path, { method });
    expect([answer.status, answer.headers['allow']]).toEqual([status, allow]);
  });

  it('answers HEAD as GET, without the body', async () => {
    const { url } = await serve(list);
    const [head, get] = [await ask(`${url}/healthz`, { method: 'HEAD' }), await ask(`${url}/healthz`)];
    expect(head.headers['content-length']).toBe(get.headers['content-length']);
    expect(head.body.length).toBe(0);
  });

  it.each([
    ['127.0.0.1:1', 200],
    ['localhost', 200],
    ['[::1]:8080', 200],
    ['LOCALHOST.:80', 200],
    ['rebound.example', 421],
    ['127.0.0.1.evil.example', 421],
    ['localhost@evil.example', 421],
  ])('on loopback, asked as %s, answers %i', async (host, status) => {
    const { url } = await serve(list);
    expect((await ask(`${url}/healthz`, { headers: { host } })).status).toBe(status);
  });

  it('has the names of its base URLs too', async () => {
    const { url } = await serve(list, { baseUrls: ['https://status.example.com'] });
    const as = async (host: string) => (await ask(`${url}/healthz`, { headers: { host } })).status;
    expect([await as('status.example.com'), await as('other.example.com')]).toEqual([200, 421]);
  });

  it('refuses to start where others could ask and nobody could see anything', async () => {
    await expect(serve(list, { host: '0.0.0.0' })).rejects.toThrow(
      'at 0.0.0.0 others can ask, and nobody would see anything: name what is public under page.public.tags',
    );
    await expect(serve(list, { host: '0.0.0.0', token: TOKEN })).resolves.toBeDefined();
  });

  it('says so where the port is taken', async () => {
    const { url } = await serve(list);
    const port = Number(new URL(url).port);
    await expect(serve(list, { port })).rejects.toThrow(
      `port ${port} of 127.0.0.1 cannot be taken: something else listens there; end it, or take another with --port`,
    );
  });

  it('takes no header that is longer than any of ours', async () => {
    const { url } = await serve(list);
    expect((await ask(`${url}/healthz`, { headers: { cookie: 'a'.repeat(9_000) } })).status).toBe(431);
  });

  it('goes on to answer beside hundreds that send their request byte by byte, and ends those', async () => {
    const { url } = await serve(list);
    const slow = await Promise.all(Array.from({ length: 300 }, () => opened(url, 'GET / HTTP/1.1\r\nHost: loc')));
    expect((await ask(`${url}/healthz`)).status).toBe(200);
    expect(await Promise.all(slow.map((socket) => text(socket)))).toEqual(
      slow.map(() => expect.stringContaining('408 Request Timeout')),
    );
  });

  it('ends at once, though a page is open', async () => {
    const served = await serve(list);
    const socket = await opened(served.url, 'GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n');
    await once(socket, 'data');
    await served.close();
    await expect(ask(`${served.url}/healthz`)).rejects.toThrow('ECONNREFUSED');
  });
});

describe('healthz', () => {
  it('is 503 with what is wrong', async () => {
    const { url, watch } = await serve(list);
    watch.healthNow = { ...watch.healthNow, troubles: ['the store cannot be written: no space left'] };
    const { status, body } = await ask(`${url}/healthz`);
    expect([status, JSON.parse(String(body))]).toEqual([503, { status: 'failing', ...watch.healthNow }]);
  });

  it('says to strangers that something is wrong, and no more', async () => {
    const { url, watch } = await serve(list, { token: TOKEN, baseUrls: ['https://status.example.com'] });
    watch.healthNow = { ...watch.healthNow, troubles: ['the store /srv/x cannot be written'] };
    const headers = { host: 'status.example.com' };
    expect(String((await ask(`${url}/healthz`, { headers })).body)).toBe('{"status":"failing"}\n');
  });
});

async function opened(url: string, begin: string): Promise<Socket> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  await once(socket, 'connect');
  socket.write(begin);
  return socket;
}
