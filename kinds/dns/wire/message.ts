import { TYPES } from '../check.ts';
import { BrokenMessage, numberAt } from './broken-message.ts';
import { nameAt } from './name.ts';
import type { Question } from './query.ts';

/** A record as it lies in a message: its data from `from` to `to`, not read yet. */
export type Entry = {
  readonly name: string;
  readonly type: number;
  readonly isInternet: boolean;
  readonly ttl: number;
  readonly from: number;
  readonly to: number;
};

/**
 * A message whose every record lies within it. `rcode` with the upper bits that EDNS adds, `why` what the server says of
 * an error (RFC 8914), '' when nothing. `excess`: bytes behind the last record. Of one that is truncated no record is read: it may
 * be cut within one.
 */
export type Message = {
  readonly bytes: Buffer;
  readonly id: number;
  readonly isResponse: boolean;
  readonly isAuthoritative: boolean;
  readonly isTruncated: boolean;
  readonly isAuthentic: boolean;
  readonly rcode: number;
  readonly why: string;
  readonly question: { readonly name: string; readonly type: number; readonly isInternet: boolean } | null;
  readonly answers: readonly Entry[];
  readonly authorities: readonly Entry[];
  readonly excess: number;
};

const HEADER_BYTES = 12;
const INTERNET = 1;
const OPT = 41;

/** Reads a message from its first byte to its last. Throws BrokenMessage. */
export function readMessage(bytes: Buffer): Message {
  if (bytes.length < HEADER_BYTES)
    throw new BrokenMessage(`it has ${bytes.length} bytes, and its header alone takes 12`);
  const flags = bytes.readUInt16BE(2);
  const [questions = 0, answers = 0, authorities = 0, additionals = 0] = [4, 6, 8, 10].map((at) =>
    bytes.readUInt16BE(at),
  );
  if (questions > 1) throw new BrokenMessage(`it repeats ${questions} questions, where one was asked`);
  let at = HEADER_BYTES;
  let question: Message['question'] = null;
  if (questions === 1) {
    const { name, next } = nameAt(bytes, at);
    question = { name, type: numberAt(bytes, next, 2), isInternet: numberAt(bytes, next + 2, 2) === INTERNET };
    at = next + 4;
  }
  const isTruncated = (flags & 0x0200) !== 0;
  const section = (count: number): Entry[] => {
    const entries: Entry[] = [];
    while (entries.length < count && !isTruncated) {
      const entry = entryAt(bytes, at);
      entries.push(entry);
      at = entry.to;
    }
    return entries;
  };
  const sections = [section(answers), section(authorities), section(additionals)] as const;
  const opt = sections[2].find(({ type }) => type === OPT);
  return {
    bytes,
    id: bytes.readUInt16BE(0),
    isResponse: (flags & 0x8000) !== 0,
    isAuthoritative: (flags & 0x0400) !== 0,
    isTruncated,
    isAuthentic: (flags & 0x0020) !== 0,
    rcode: (flags & 0xf) | (opt === undefined ? 0 : (opt.ttl >>> 24) << 4),
    why: opt === undefined ? '' : errorIn(bytes, opt),
    question,
    answers: sections[0],
    authorities: sections[1],
    excess: isTruncated ? 0 : bytes.length - at,
  };
}

function entryAt(bytes: Buffer, at: number): Entry {
  const { name, next } = nameAt(bytes, at);
  const from = next + 10;
  const to = from + numberAt(bytes, next + 8, 2);
  if (to > bytes.length)
    throw new BrokenMessage(`a record in it says that it goes on to byte ${to}, of ${bytes.length}`);
  const type = numberAt(bytes, next, 2);
  const isInternet = numberAt(bytes, next + 2, 2) === INTERNET;
  return { name, type, isInternet, ttl: numberAt(bytes, next + 4, 4), from, to };
}

const EXTENDED_ERROR = 15;
const ERRORS: Readonly<Record<number, string>> = {
  3: 'stale answer',
  4: 'forged answer',
  6: 'DNSSEC bogus',
  7: 'signature expired',
  8: 'signature not yet valid',
  9: 'DNSKEY missing',
  10: 'RRSIGs missing',
  12: 'NSEC missing',
  14: 'not ready',
  15: 'blocked',
  16: 'censored',
  17: 'filtered',
  18: 'prohibited',
  20: 'not authoritative',
  22: 'no reachable authority',
  23: 'network error',
  24: 'invalid data',
};

/** The first extended error among the options, in words. */
function errorIn(bytes: Buffer, { from, to }: Entry): string {
  for (let at = from; at + 4 <= to; ) {
    const end = at + 4 + numberAt(bytes, at + 2, 2);
    if (end > to) throw new BrokenMessage('an option of EDNS in it ends too late');
    if (numberAt(bytes, at, 2) === EXTENDED_ERROR && end >= at + 6) {
      const code = numberAt(bytes, at + 4, 2);
      const words = bytes.toString('utf8', at + 6, end);
      return [ERRORS[code] ?? `extended error ${code}`, ...(words === '' ? [] : [words])].join(': ');
    }
    at = end;
  }
  return '';
}

/** Who cannot read a question does not always repeat it: FORMERR, SERVFAIL, NOTIMP, REFUSED. */
const WITHOUT_QUESTION = new Set([1, 2, 4, 5]);

/** Whether a message answers the question that was asked under this id. */
export function answersTo({ isResponse, id, question, rcode }: Message, asked: Question, askedId: number): boolean {
  if (!isResponse || id !== askedId) return false;
  if (question === null) return WITHOUT_QUESTION.has(rcode);
  return question.isInternet && question.type === TYPES[asked.type] && question.name === asked.name;
}

/** Whether a message claims to, by the id in its header. */
export function hasId(bytes: Buffer, id: number): boolean {
  return bytes.length >= 3 && bytes.readUInt16BE(0) === id && (numberAt(bytes, 2, 1) & 0x80) !== 0;
}
