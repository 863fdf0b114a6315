import { expect, it } from 'vitest';
import { runHttp } from '../../checks.ts';
import { rawServer } from '../../servers.ts';

const answer = (header: Buffer): Buffer =>
  Buffer.concat([Buffer.from('HTTP/1.1 200 OK\r\nX-Name: '), header, Buffer.from('\r\nContent-Length: 0\r\n\r\n')]);

it.each([
  ['UTF-8', Buffer.from('café 日本')],
  ['latin1, where they are no UTF-8', Buffer.from('café', 'latin1')],
])('bytes of a header are read as %s', async (_, bytes) => {
  const value = bytes.includes(0xe9) && !bytes.includes(0xc3) ? 'café' : 'café 日本';
  const url = await rawServer(answer(bytes));
  expect((await runHttp(url, { expect: { headers: [['x-name', value]] } })).outcome).toBe('OK');
  const matches = { more: { headers: [{ name: 'X-Name', matches: '^caf.( ..)?$' }] } };
  expect((await runHttp(url, { expect: matches })).outcome).toBe('OK');
  const { reason } = await runHttp(url, { expect: { headers: [['x-name', 'other']] } });
  expect(reason?.message).toBe(`header x-name is "${value}", wanted "other"`);
});

it.each([
  ['UTF-8', Buffer.from('/café?q=日'), '/caf%C3%A9?q=%E6%97%A5'],
  ['latin1', Buffer.from('/café', 'latin1'), '/caf%E9'],
  ['percent-encoded', Buffer.from('/caf%c3%a9'), '/caf%c3%a9'],
])('a Location in %s is followed with its bytes as they came', async (_, location, target) => {
  const seen: string[] = [];
  const { createServer } = await import('node:net');
  const { listen } = await import('../../servers.ts');
  const port = await listen(
    createServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', (request: Buffer) => {
        seen.push(request.toString('latin1').split(' ')[1] ?? '');
        const first = Buffer.concat([
          Buffer.from('HTTP/1.1 302 Found\r\nLocation: '),
          location,
          Buffer.from('\r\nContent-Length: 0\r\n\r\n'),
        ]);
        socket.end(seen.length === 1 ? first : 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
      });
    }),
  );
  expect((await runHttp(`http://127.0.0.1:${port}/`, { http: { follow: 1 } })).outcome).toBe('OK');
  expect(seen).toEqual(['/', target]);
});
