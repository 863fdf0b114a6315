import type { DnsType } from '../check.ts';
import { TYPES } from '../check.ts';
import { nameBytes } from './name.ts';

/**
 * A question as it is sent. `name` as `nameText` makes it. `wantsAuthentic` asks a resolver to say whether it has
 * validated the answer (AD, RFC 6840, 5.7).
 */
export type Question = {
  readonly name: string;
  readonly type: DnsType;
  readonly recursion: boolean;
  readonly wantsAuthentic: boolean;
};

/** How long a datagram may be without being cut into fragments on the way (DNS flag day 2020). */
const UDP_BYTES = 1232;
const RECURSION_DESIRED = 0x0100;
const AUTHENTIC_DATA = 0x0020;
const OPT = 41;

/** The message that asks a question, with EDNS (RFC 6891). Throws RangeError for what is no name. */
export function queryBytes({ name, type, recursion, wantsAuthentic }: Question, id: number): Buffer {
  const asked = nameBytes(name);
  if (asked === null) throw new RangeError(`${name} is no name`);
  const bytes = Buffer.alloc(12 + asked.length + 4 + 11);
  bytes.writeUInt16BE(id, 0);
  bytes.writeUInt16BE((recursion ? RECURSION_DESIRED : 0) | (wantsAuthentic ? AUTHENTIC_DATA : 0), 2);
  bytes.writeUInt16BE(1, 4);
  bytes.writeUInt16BE(1, 10);
  asked.copy(bytes, 12);
  const end = 12 + asked.length;
  bytes.writeUInt16BE(TYPES[type], end);
  bytes.writeUInt16BE(1, end + 2);
  // An empty name, the type, and in the place of a class the size.
  bytes.writeUInt16BE(OPT, end + 5);
  bytes.writeUInt16BE(UDP_BYTES, end + 7);
  return bytes;
}
