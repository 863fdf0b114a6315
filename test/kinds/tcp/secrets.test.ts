import { expect, it, vi } from 'vitest';
import { commandOf } from '#kinds/tcp/evidence.ts';
import { literalSecrets, mapSecrets } from '#kinds/tcp/secrets.ts';
import { traced } from '../traced.ts';
import { type Asked, answering, talkCheck } from './talk.ts';

it.each<[sent: string, secrets: readonly string[]]>([
  ['AUTH opensesame\r\n', ['opensesame']],
  ['AUTH probe opensesame\r\n', ['opensesame']],
  ['HELLO 3 AUTH probe opensesame SETNAME rollcall\r\n', ['opensesame']],
  ['*2\r\n$4\r\nAUTH\r\n$10\r\nopensesame\r\n', ['opensesame']],
  ['*3\r\n$4\r\nAUTH\r\n$5\r\nprobe\r\n$10\r\nopensesame\r\n', ['opensesame']],
  ['AUTH PLAIN AHByb2JlAG9wZW5zZXNhbWU=\r\n', ['AHByb2JlAG9wZW5zZXNhbWU=']],
  ['AUTH LOGIN\r\n', []],
  ['AUTH TLS\r\n', []],
  ['USER probe\r\nPASS opensesame\r\n', ['opensesame']],
  ['PASS :open sesame\r\nNICK probe\r\n', ['open sesame']],
  ['a1 LOGIN probe "open sesame"\r\n', ['open sesame']],
  ['a1 LOGIN probe opensesame\r\n', ['opensesame']],
  ['CONNECT {"user":"probe","pass":"opensesame"}\r\n', ['opensesame']],
  ['GET / HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer opensesame\r\n\r\n', ['Bearer opensesame']],
  ['CONNECT\nlogin:probe\npasscode:opensesame\n\n', ['opensesame']],
  ['user=probe&password=opensesame', ['opensesame']],
  ['AUTH ${env:REDIS_PASSWORD}\r\n', []],
  ['PING\r\n', []],
  ['EHLO rollcall\r\n', []],
])('finds in %j the credentials %j', (text, secrets) => {
  const { target } = talkCheck({ exchange: [{ send: text }] });

  expect(literalSecrets(target).map(({ secret }) => secret)).toEqual(secrets);
  const hidden = JSON.stringify(mapSecrets(target, () => '***').exchange);
  for (const secret of secrets) expect(hidden).not.toContain(secret);
});

const KEY = '-----BEGIN PRIVATE KEY-----\nhush\n-----END PRIVATE KEY-----\n';

it('finds the key that a check shows itself with', () => {
  const target = { host: 'h', port: 1, tls: { key: KEY, passphrase: 'opensesame' } };
  expect(literalSecrets(target).map(({ place }) => place)).toEqual(['private key', 'passphrase']);
});

it.each<[what: string, send: string, secret: string]>([
  ['a reference', 'AUTH ${env:ROLLCALL_TCP_SECRET}\r\n', 'hush-hush-Ünd-more'],
  ['a literal password', 'AUTH probe open-sesame\r\n', 'open-sesame'],
])('hides %s that a server says back, in text and in bytes', async (_, send, secret) => {
  vi.stubEnv('ROLLCALL_TCP_SECRET', secret);
  const said: string[] = [];
  for (const around of ['no, not ', '\0\x01']) {
    const port = await answering((heard) => {
      said.push(Buffer.from(heard, 'latin1').toString());
      return Buffer.from(`${around}${said.at(-1)}`);
    });
    const { verdict, trace } = await traced(talkCheck({ port, timeout: '300ms', exchange: [{ send, expect: '+OK' }] }));

    expect(verdict.reason?.code).toBe('answer');
    expect(verdict.excerpt).toContain('AUTH');
    expect(JSON.stringify([verdict, trace])).not.toContain(secret);
    expect(JSON.stringify([verdict, trace])).not.toContain('nd-more');
  }
  expect(said.every((words) => words.includes(secret))).toBe(true);
});

it.each<[asked: Asked, command: string]>([
  [{}, 'nc -vz -w 5 127.0.0.1 7'],
  [{ host: '::1' }, 'nc -vz -w 5 ::1 7'],
  [{ exchange: [{ send: 'PING\r\n', expect: '+PONG' }] }, "printf 'PING\\r\\n' | nc -w 5 127.0.0.1 7"],
  [{ exchange: [{ expect: 'SSH' }] }, 'nc -w 5 127.0.0.1 7 </dev/null'],
  [
    { exchange: [{ expect: '220' }, { send: "EHLO it's\r\n" }, { send: '100%\\\r\n' }], end: true },
    "{ sleep 1; printf 'EHLO it'\\''s\\r\\n'; sleep 1; printf '100%%\\\\\\r\\n'; sleep 1; } | nc -N -w 5 127.0.0.1 7",
  ],
  [{ exchange: [{ send: '-v' }] }, "printf '\\055v' | nc -w 5 127.0.0.1 7"],
  [{ exchange: [{ hex: '10 00 ff' }] }, "printf '\\020\\000\\377' | nc -w 5 127.0.0.1 7"],
  [{ exchange: [{ send: 'AUTH hunter22\r\n' }] }, "printf 'AUTH ***\\r\\n' | nc -w 5 127.0.0.1 7"],
  [
    { tls: { serverName: 'mail.example', insecure: true }, starttls: 'smtp' },
    'openssl s_client -quiet -connect 127.0.0.1:7 -servername mail.example -verify_hostname mail.example -starttls smtp </dev/null',
  ],
  [
    { host: '::1', tls: true, exchange: [{ send: 'PING' }] },
    "printf PING | openssl s_client -quiet -connect '[::1]:7' -verify_ip ::1",
  ],
])('%j is asked again by hand', (asked, command) => {
  expect(commandOf(talkCheck({ port: 7, ...asked }).target)).toBe(command);
});
