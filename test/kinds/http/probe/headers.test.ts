import { expect, it } from 'vitest';
import { runHttp } from '../../checks.ts';
import { rawServer, tcpServer } from '../../servers.ts';

const answer = (status: string, name: string, value = Buffer.of()): Buffer =>
  Buffer.concat([Buffer.from(`HTTP/1.1 ${status}\r\n${name}: `), value, Buffer.from('\r\nContent-Length: 0\r\n\r\n')]);

it.each([
  ['UTF-8', 'café 日本', Buffer.from('café 日本')],
  ['latin1, where they are no UTF-8', 'café', Buffer.from('café', 'latin1')],
])('bytes of a header are read as %s', async (_, value, bytes) => {
  const url = await rawServer(answer('200 OK', 'X-Name', bytes));
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
  const port = await tcpServer((socket) => {
    socket.once('data', (request: Buffer) => {
      seen.push(request.toString('latin1').split(' ')[1] ?? '');
      socket.end(seen.length === 1 ? answer('302 Found', 'Location', location) : answer('200 OK', 'X-Name'));
    });
  });
  expect((await runHttp(`http://127.0.0.1:${port}/`, { http: { follow: 1 } })).outcome).toBe('OK');
  expect(seen).toEqual(['/', target]);
});
