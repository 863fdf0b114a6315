import { expect, it } from 'vitest';
import { maskMessage } from '#core/redact/mask-message.ts';

it.each([
  ['Authorization: Basic bWU6eA==', 'Authorization: Basic ***'],
  ['authorization: plain-key', 'authorization: ***'],
  ['Proxy-Authorization: Digest username="me", response="abc"', 'Proxy-Authorization: Digest ***'],
  ['X-Api-Key: k1', 'X-Api-Key: ***'],
  ['Cookie: a=1; sid=abc', 'Cookie: a=***; sid=***'],
  ['Set-Cookie: sid=abc; Path=/; HttpOnly', 'Set-Cookie: sid=***; Path=/; HttpOnly'],
  ['Content-Type: application/json', 'Content-Type: application/json'],
  ['WWW-Authenticate: Bearer realm="x"', 'WWW-Authenticate: Bearer realm="x"'],
  ['Location: https://h/p?access_token=abc&page=2', 'Location: https://h/p?access_token=***&page=2'],
  ['Location: https://me:pw@h/', 'Location: https://me:***@h/'],
  ['Location: https://tok@h/', 'Location: https://***@h/'],
  ['GET /p?api_key=abc&q=1 HTTP/1.1', 'GET /p?api_key=***&q=1 HTTP/1.1'],
  [':path: /p?api_key=abc', ':path: /p?api_key=***'],
  ['redirect 1, to http://u:p@h/?token=t', 'redirect 1, to http://u:***@h/?token=***'],
  ['POST / HTTP/1.1\r\n\r\npassword=abc&a=b', 'POST / HTTP/1.1\r\n\r\npassword=***&a=b'],
  ['POST / HTTP/1.1\nHost: h\n\n{"token":"abc","a":"b"}', 'POST / HTTP/1.1\nHost: h\n\n{"token":"***","a":"b"}'],
  ['{"token":"abc","a":"b"}', '{"token":"***","a":"b"}'],
  ['HTTP/1.1 200 OK\n\ngo to /p?token=abc&page=2 now', 'HTTP/1.1 200 OK\n\ngo to /p?token=***&page=2 now'],
  ['{"next":"https://me:pw@h/?api_key=abc"}', '{"next":"https://me:***@h/?api_key=***"}'],
  ['<a href="/p?a=1&amp;token=abc">next</a>', '<a href="/p?a=1&amp;token=***">next</a>'],
  ['no message: at all', 'no message: at all'],
])('%j becomes %j', (text, masked) => {
  expect(maskMessage(text)).toBe(masked);
});

it('takes time in proportion to the text', () => {
  for (const text of [
    '://'.repeat(5_000),
    '?a='.repeat(5_000),
    `{${'://a@;b='.repeat(3_000)}`,
    `Cookie: ${'a='.repeat(8_000)}`,
    ': '.repeat(8_000),
  ]) {
    expect(maskMessage(text).length).toBeGreaterThan(0);
  }
}, 2_000);
