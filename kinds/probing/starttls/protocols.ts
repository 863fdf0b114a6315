import type { Socket } from 'node:net';
import type { Look } from '../read-until.ts';
import { ftpReply, imapReply, oneLine, postgresReply, smtpReply } from './replies.ts';

/** The protocols in which a client can ask for TLS on a connection that has none. */
export const START_TLS = ['smtp', 'imap', 'pop3', 'ftp', 'postgres'] as const;

/** One of them. */
export type StartTls = (typeof START_TLS)[number];

/**
 * One thing that is said, and the reply that goes on from it. `send` is null for the greeting. `name`: what it is called in a
 * sentence. `end`: where a reply ends. `shape`: how the last line of any reply of the protocol begins. `goesOn`: how the one
 * begins after which the next thing is said; `wanted` in words. `lacks`: what is missing in a reply that would go on.
 * `mayAdd`: more may come unasked behind the reply.
 */
export type Step = {
  readonly send: ((socket: Socket) => string) | null;
  readonly name: string;
  readonly end: Look;
  readonly shape: RegExp;
  readonly goesOn: RegExp;
  readonly wanted: string;
  readonly lacks?: (reply: string) => string | null;
  readonly mayAdd?: true;
};

const SMTP = { end: smtpReply, shape: /^\d{3}(?:[ -]|$)/ } as const;
const FTP = { end: ftpReply, shape: /^\d{3}(?:[ -]|$)/ } as const;
const IMAP = { shape: /^(?:\*|a1) /i } as const;
const POP3 = { end: oneLine, shape: /^(?:\+OK|-ERR)(?: |$)/i } as const;
const POSTGRES = { end: postgresReply, shape: /^[SNE]/ } as const;

/** SSLRequest: eight bytes, the last four of which are 80877103 (PostgreSQL, 55.7). */
const SSL_REQUEST = '\0\0\0\x08\x04\xd2\x16\x2f';

/** What is said in each of them until TLS begins. */
export const DIALOGUES: { readonly [K in StartTls]: readonly Step[] } = {
  smtp: [
    { ...SMTP, send: null, name: 'greeting', goesOn: /^220(?: |$)/, wanted: '220' },
    {
      ...SMTP,
      send: (socket) => `EHLO ${addressLiteral(socket)}\r\n`,
      name: 'EHLO',
      goesOn: /^250(?: |$)/,
      wanted: '250',
      lacks: (reply) => (/^250[ -]STARTTLS[ \t\r]*$/im.test(reply) ? null : 'STARTTLS'),
    },
    { ...SMTP, send: () => 'STARTTLS\r\n', name: 'STARTTLS', goesOn: /^220(?: |$)/, wanted: '220' },
  ],
  imap: [
    { ...IMAP, end: oneLine, send: null, name: 'greeting', goesOn: /^\* OK(?: |$)/i, wanted: '* OK', mayAdd: true },
    {
      ...IMAP,
      end: imapReply,
      send: () => 'a1 STARTTLS\r\n',
      name: 'STARTTLS',
      goesOn: /^a1 OK(?: |$)/i,
      wanted: 'a1 OK',
    },
  ],
  pop3: [
    { ...POP3, send: null, name: 'greeting', goesOn: /^\+OK/i, wanted: '+OK' },
    { ...POP3, send: () => 'STLS\r\n', name: 'STLS', goesOn: /^\+OK/i, wanted: '+OK' },
  ],
  ftp: [
    { ...FTP, send: null, name: 'greeting', goesOn: /^220(?: |$)/, wanted: '220' },
    { ...FTP, send: () => 'AUTH TLS\r\n', name: 'AUTH TLS', goesOn: /^234(?: |$)/, wanted: '234' },
  ],
  postgres: [{ ...POSTGRES, send: () => SSL_REQUEST, name: 'SSLRequest', goesOn: /^S$/, wanted: 'S' }],
};

/** How a client without a name says who it is (RFC 5321, 4.1.4). */
function addressLiteral({ localAddress = '127.0.0.1', localFamily }: Socket): string {
  return localFamily === 'IPv6' ? `[IPv6:${localAddress.replace(/%.*$/, '')}]` : `[${localAddress}]`;
}
