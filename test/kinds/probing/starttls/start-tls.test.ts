import { once } from 'node:events';
import type { Socket } from 'node:net';
import { connect, TLSSocket } from 'node:tls';
import { expect, it } from 'vitest';
import { withCuts } from '#core/text/safe-text.ts';
import { endAttempt, startAttempt } from '#kinds/probing/attempt.ts';
import { connectTcp } from '#kinds/probing/connect-tcp.ts';
import { SYSTEM_EFFECTS } from '#kinds/probing/effects.ts';
import type { StartTls } from '#kinds/probing/starttls/protocols.ts';
import { startTls } from '#kinds/probing/starttls/start-tls.ts';
import { tcpServer, tlsFixture } from '../../servers.ts';

/** A server's side: what it says at once, and what it answers to whoever says something that begins so. */
type Script = { readonly greeting?: string; readonly answers?: Readonly<Record<string, string>>; readonly end?: true };

const SSL_REQUEST = '\0\0\0\x08\x04\xd2\x16\x2f';
const EHLO = '250-mx at your service\r\n250-SIZE 1000\r\n250 STARTTLS\r\n';
const SMTP = { greeting: '220 mx ESMTP\r\n', answers: { EHLO, STARTTLS: '220 go ahead\r\n' } };

/** `secures`: there is TLS on the same connection once the last answer was said. */
function serve({ greeting, answers = {}, end }: Script, secures = false) {
  return tcpServer((socket) => {
    const last = Object.keys(answers).at(-1);
    if (greeting !== undefined) end ? socket.end(greeting, 'latin1') : socket.write(greeting, 'latin1');
    socket.on('data', function listen(data) {
      const said = Object.keys(answers).find((words) => data.toString('latin1').startsWith(words));
      if (said === undefined) return;
      socket.write(answers[said] ?? '', 'latin1');
      if (!secures || said !== last) return;
      socket.off('data', listen);
      const secured = new TLSSocket(socket, {
        isServer: true,
        cert: tlsFixture('good'),
        key: tlsFixture('server-key'),
      });
      secured.on('error', () => undefined);
      secured.write('inside');
    });
  });
}

async function ask(protocol: StartTls, port: number, timeoutMs = 5000) {
  const attempt = startAttempt({ timeoutMs, connectTimeoutMs: 100 }, SYSTEM_EFFECTS);
  try {
    const socket = await connectTcp({ host: '127.0.0.1', port }, attempt);
    if ('code' in socket) throw new Error(socket.message);
    const reason = await startTls(socket, protocol, attempt);
    return reason === null
      ? await talk(socket)
      : `${reason.code}: ${withCuts(reason.message).replaceAll(`:${port}`, '')}`;
  } finally {
    endAttempt(attempt);
  }
}

async function talk(socket: Socket): Promise<string> {
  const secured = connect({ socket, ca: tlsFixture('root'), servername: 'localhost' });
  const [data] = await once(secured, 'data');
  return String(data);
}

it.each<[StartTls, string, Script]>([
  ['smtp', 'one line each', SMTP],
  ['smtp', 'greetings of several lines', { ...SMTP, greeting: '220-mx ESMTP\r\n220-no spam\r\n220 please\r\n' }],
  [
    'smtp',
    'lines without CR',
    { greeting: '220 mx\n', answers: { EHLO: '250-mx\n250 starttls\n', STARTTLS: '220\n' } },
  ],
  [
    'imap',
    'untagged lines first',
    { greeting: '* OK IMAP4\r\n', answers: { 'a1 STARTTLS': '* CAPABILITY IMAP4rev1\r\na1 OK go\r\n' } },
  ],
  ['imap', 'more behind the greeting', { greeting: '* OK a\r\n* OK b\r\n', answers: { 'a1 STARTTLS': 'A1 ok\r\n' } }],
  ['pop3', 'one line each', { greeting: '+OK POP3 <1@x>\r\n', answers: { STLS: '+OK begin\r\n' } }],
  [
    'ftp',
    'any text between first and last line',
    { greeting: '220-hello\r\n 230 no reply\r\n220x\r\n220 ready\r\n', answers: { 'AUTH TLS': '234 go\r\n' } },
  ],
  ['postgres', 'a letter', { answers: { [SSL_REQUEST]: 'S' } }],
])('asks by %s: %s', async (protocol, _, script) => {
  expect(await ask(protocol, await serve(script, true))).toBe('inside');
});

const PG_ERROR = `${'SFATAL\0CXX000\0Mno pg_hba.conf entry\0\0'}`;
const LENGTH = String.fromCharCode(0, 0, 0, PG_ERROR.length + 4);

it.each<[StartTls, string, Script, string]>([
  [
    'smtp',
    'no service',
    { greeting: '554 mx \u001b[31m not you\r\n' },
    'answer: 127.0.0.1 greets with "554 mx ␛[31m not you", wanted 220',
  ],
  [
    'smtp',
    'no STARTTLS offered',
    { ...SMTP, answers: { EHLO: '250-mx\r\n250 SIZE\r\n' } },
    'answer: 127.0.0.1 does not offer STARTTLS (it answered "250-mx␍␊250 SIZE␍␊")',
  ],
  [
    'smtp',
    'an offer in the words of another extension',
    { ...SMTP, answers: { EHLO: '250-XSTARTTLS\r\n250 NOSTARTTLS\r\n' } },
    'answer: 127.0.0.1 does not offer STARTTLS (it answered "250-XSTARTTLS␍␊250 NOSTARTTLS␍␊")',
  ],
  [
    'smtp',
    'a refusal',
    { ...SMTP, answers: { EHLO, STARTTLS: '454 4.7.0 TLS not available\r\n' } },
    'answer: 127.0.0.1 answered STARTTLS with "454 4.7.0 TLS not available", wanted 220',
  ],
  [
    'smtp',
    'a reply injected behind that to STARTTLS',
    { ...SMTP, answers: { EHLO, STARTTLS: '220 go\r\n250 injected\r\n' } },
    'protocol: 127.0.0.1 sent 14 bytes more behind its answer to STARTTLS, before TLS began: that may be injected (CVE-2011-0411)',
  ],
  [
    'smtp',
    'every reply at once',
    { greeting: `220 mx\r\n${EHLO}220 go\r\n` },
    'protocol: 127.0.0.1 sent 61 bytes more behind its greeting, before TLS began: that may be injected (CVE-2011-0411)',
  ],
  [
    'smtp',
    'another protocol',
    { greeting: 'SSH-2.0-OpenSSH_9.2\r\n' },
    'protocol: 127.0.0.1 does not speak smtp, it begins "SSH-2.0-OpenSSH_9.2␍␊"',
  ],
  [
    'smtp',
    'a closed door',
    { greeting: '', end: true },
    'reset: connection closed by 127.0.0.1 (waiting for the smtp greeting)',
  ],
  [
    'smtp',
    'half a greeting',
    { greeting: '220-mx\r\n220', end: true },
    'reset: connection closed by 127.0.0.1 (waiting for the smtp greeting, after "220")',
  ],
  [
    'imap',
    'PREAUTH',
    { greeting: '* PREAUTH welcome\r\n' },
    'answer: 127.0.0.1 greets with "* PREAUTH welcome", wanted * OK',
  ],
  ['imap', 'BYE', { greeting: '* BYE full\r\n' }, 'answer: 127.0.0.1 greets with "* BYE full", wanted * OK'],
  [
    'imap',
    'a refusal',
    { greeting: '* OK\r\n', answers: { a1: 'a1 BAD what\r\n' } },
    'answer: 127.0.0.1 answered STARTTLS with "a1 BAD what", wanted a1 OK',
  ],
  [
    'imap',
    'an injected reply',
    { greeting: '* OK\r\n', answers: { a1: 'a1 OK go\r\n* OK [ALERT] x\r\n' } },
    'protocol: 127.0.0.1 sent 16 bytes more behind its answer to STARTTLS, before TLS began: that may be injected (CVE-2011-0411)',
  ],
  [
    'pop3',
    'a refusal',
    { greeting: '+OK\r\n', answers: { STLS: '-ERR no TLS\r\n' } },
    'answer: 127.0.0.1 answered STLS with "-ERR no TLS", wanted +OK',
  ],
  [
    'ftp',
    'a refusal',
    { greeting: '220 x\r\n', answers: { AUTH: '500 what?\r\n' } },
    'answer: 127.0.0.1 answered AUTH TLS with "500 what?", wanted 234',
  ],
  ['postgres', 'no', { answers: { [SSL_REQUEST]: 'N' } }, 'answer: 127.0.0.1 answered SSLRequest with "N", wanted S'],
  [
    'postgres',
    'an error',
    { answers: { [SSL_REQUEST]: `E${LENGTH}${PG_ERROR}` } },
    'answer: 127.0.0.1 answered SSLRequest with "no pg_hba.conf entry", wanted S',
  ],
  [
    'postgres',
    'bytes behind the yes',
    { answers: { [SSL_REQUEST]: 'SR\0' } },
    'protocol: 127.0.0.1 sent 2 bytes more behind its answer to SSLRequest, before TLS began: that may be injected (CVE-2011-0411)',
  ],
  [
    'postgres',
    'HTTP',
    { answers: { [SSL_REQUEST]: 'HTTP/1.1 400\r\n' } },
    'protocol: 127.0.0.1 does not speak postgres, it begins "H"',
  ],
])('is refused by %s: %s', async (protocol, _, script, reason) => {
  expect(await ask(protocol, await serve(script))).toBe(reason);
});

it('ends at the deadline of a server that greets for ever', async () => {
  const port = await tcpServer((socket) => {
    const drip = setInterval(() => socket.write('220-mx\r\n'), 20);
    socket.once('close', () => clearInterval(drip));
  });
  expect(await ask('smtp', port, 200)).toBe('timeout: no answer within 200ms (waiting for the smtp greeting)');
});

it('gives a server that keeps robots waiting more than the connect timeout', async () => {
  const port = await tcpServer((socket) => setTimeout(() => socket.end('421 come back\r\n'), 150));
  expect(await ask('smtp', port)).toBe('answer: 127.0.0.1 greets with "421 come back", wanted 220');
});

it('hears no more than a greeting can be long', async () => {
  const port = await tcpServer((socket) => socket.write('220-'.repeat(20_000)));
  expect(await ask('smtp', port)).toMatch(/^protocol: 127\.0\.0\.1 does not speak smtp, it begins "220-220-/);
});
