import type { Look } from '../read-until.ts';

/** Where one reply of a server ends. Lines end in LF, with or without the CR that belongs before it. */

const LF = 10;

/** One line. */
export const oneLine: Look = (held) => lengthTo(held, held.indexOf(LF));

/** SMTP: lines whose code has a hyphen behind it go on (RFC 5321, 4.2.1). */
export const smtpReply: Look = (held) => linesUntil(held, (line) => !/^\d{3}-/.test(line));

/** FTP: what begins with a code and a hyphen goes on until a line with that code and a space (RFC 959, 4.2). */
export const ftpReply: Look = (held) => {
  const code = /^(\d{3})-/.exec(held.toString('latin1', 0, 4))?.[1];
  return linesUntil(held, (line) => code === undefined || line === `${code} `);
};

/** IMAP: lines without a tag may come before the one that has the command's (RFC 9051, 2.2.2). */
export const imapReply: Look = (held) => linesUntil(held, (line) => !line.startsWith('* '));

/** The least that an error of PostgreSQL has: its kind and its length. */
const HEAD = 5;

/** PostgreSQL: one letter, and behind the E of an error its length and that much text. */
export const postgresReply: Look = (held) => {
  if (held.length === 0) return null;
  if (held.toString('latin1', 0, 1) !== 'E') return 1;
  if (held.length < HEAD) return null;
  return lengthTo(held, held.readUInt32BE(1));
};

/** `isLast` sees the first four characters of each line. */
function linesUntil(held: Buffer, isLast: (line: string) => boolean): number | null {
  for (let from = 0; ; ) {
    const end = held.indexOf(LF, from);
    if (end === -1) return null;
    if (isLast(held.toString('latin1', from, Math.min(end, from + 4)))) return end + 1;
    from = end + 1;
  }
}

function lengthTo(held: Buffer, last: number): number | null {
  return last === -1 || last >= held.length ? null : last + 1;
}
