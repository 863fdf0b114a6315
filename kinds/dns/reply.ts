import { type DnsType, TYPES } from './check.ts';
import type { DnsRecord, DnsReply } from './observation.ts';
import { recordText } from './records/read-record.ts';
import type { Entry, Message } from './wire/message.ts';
import type { Question } from './wire/query.ts';

/** A longer chain of aliases no resolver follows. */
const MOST_ALIASES = 16;
const MOST_OTHERS = 3;

/** How a message was got. */
type Way = Pick<DnsReply, 'server' | 'truncated' | 'tries'>;

/**
 * What a message says of the question: of the records of the asked type those that belong to the name at the end of the
 * chain of aliases which begins at the question's name. Throws BrokenMessage where the data of one of these cannot be read.
 */
export function replyOf(message: Message, { name, type }: Question, way: Way): DnsReply {
  const { rcode, why, isAuthoritative, isAuthentic } = message;
  const answers = message.answers.filter(({ isInternet }) => isInternet);
  const { aliases, isLoop } = type === 'CNAME' ? { aliases: [], isLoop: false } : chainFrom(name, message, answers);
  const owner = aliases.at(-1) ?? name;
  const ofType = answers.filter((entry) => entry.type === TYPES[type]);
  const own = isLoop ? [] : ofType.filter((entry) => entry.name === owner);
  const others = ofType.filter((entry) => entry.name !== owner).map((entry) => entry.name);
  return {
    ...way,
    rcode,
    why,
    records: own.map((entry) => recordOf(message, entry, type)).filter(isFirst),
    aliases,
    isLoop,
    others: [...new Set(others)].slice(0, MOST_OTHERS),
    authoritative: isAuthoritative,
    authentic: isAuthentic,
  };
}

function chainFrom(name: string, message: Message, answers: readonly Entry[]) {
  const aliases: string[] = [];
  const seen = new Set([name]);
  let owner = name;
  for (;;) {
    const alias = answers.find((entry) => entry.type === TYPES.CNAME && entry.name === owner);
    if (alias === undefined) return { aliases, isLoop: false };
    owner = recordText(message.bytes, alias, 'CNAME');
    aliases.push(owner);
    if (seen.has(owner) || aliases.length > MOST_ALIASES) return { aliases, isLoop: true };
    seen.add(owner);
  }
}

/** Beyond 2^31 a TTL counts as 0 (RFC 2181, 8). */
function recordOf({ bytes }: Message, entry: Entry, type: DnsType): DnsRecord {
  return { text: recordText(bytes, entry, type), ttl: entry.ttl < 2 ** 31 ? entry.ttl : 0 };
}

/** A set of records holds none twice (RFC 2181, 5). */
function isFirst({ text }: DnsRecord, index: number, records: readonly DnsRecord[]): boolean {
  return records.findIndex((record) => record.text === text) === index;
}
