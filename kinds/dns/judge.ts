import { formatDuration } from '#core/text/duration.ts';
import { quote, told } from '#core/text/safe-text.ts';
import type { Reason } from '#core/verdict/reason.ts';
import type { CheckerEffects } from '../probing/effects.ts';
import { type DnsCheck, type DnsExpect, type DnsType, RCODES, type TtlLimit } from './check.ts';
import type { DnsRecord, DnsReply, ZoneSerial } from './observation.ts';

type Effects = Pick<CheckerEffects, 'date' | 'isAlone'>;

/** Why what servers answered is not what a check expects, the first of them; of several the server is named. Null when it is. */
export async function judgeReplies(
  replies: readonly DnsReply[],
  check: DnsCheck,
  effects: Effects,
): Promise<Reason | null> {
  const wrong: string[] = [];
  for (const reply of replies) {
    const words = await offence(reply, check, effects);
    if (words !== null) wrong.push(replies.length === 1 ? words : `${reply.server}: ${words}`);
  }
  const [first] = wrong;
  if (first === undefined) return null;
  return {
    code: 'answer',
    message: wrong.length === 1 ? first : `${first}; ${wrong.length} of ${replies.length} servers answer wrong`,
  };
}

async function offence(reply: DnsReply, check: DnsCheck, effects: Effects): Promise<string | null> {
  const { type } = check.target;
  const { expect } = check;
  if (reply.rcode !== expect.rcode) return otherCode(reply, expect.rcode);
  if (reply.isLoop) return `the aliases go round in a circle: ${listed(reply.aliases)}`;
  const flags = otherFlags(reply, expect);
  if (expect.rcode !== 0) return flags;
  if (reply.records.length === 0 && expect.count !== 0) return [noRecords(reply, check), flags ?? []].flat().join('; ');
  const rest = otherRecords(reply.records, expect, type) ?? otherCount(reply.records.length, expect.count, type);
  const found = rest ?? (await unmatched(reply.records, expect, type, effects)) ?? otherTtl(reply.records, expect.ttl);
  return [found ?? [], flags ?? []].flat().join('; ') || null;
}

function otherCode({ rcode, why }: DnsReply, wanted: number): string {
  return `${codeText(rcode)}${why === '' ? '' : ` (${told(why, 100)})`}, wanted ${codeText(wanted)}`;
}

/** The name of a response code; of one without a name its number. */
export function codeText(rcode: number): string {
  return RCODES[rcode] ?? `response code ${rcode}`;
}

function noRecords({ aliases, others }: DnsReply, { target }: DnsCheck): string {
  const { type, name } = target;
  const end = aliases.at(-1);
  const where = end === undefined ? name : `${name}, which is an alias of ${end}`;
  const beside = others.length === 0 ? '' : `; those in the answer are of ${listed(others)}`;
  return `no records of type ${type} for ${told(where, 200)} (NOERROR)${beside}`;
}

function otherRecords(records: readonly DnsRecord[], expect: DnsExpect, type: DnsType): string | null {
  const texts = records.map(({ text }) => text);
  if (expect.records !== null) {
    const missing = expect.records.filter((wanted) => !texts.includes(wanted));
    const unwanted = texts.filter((text) => !expect.records?.includes(text));
    if (missing.length + unwanted.length > 0) return `${type} is ${listed(texts)}, wanted ${listed(expect.records)}`;
  }
  const missing = expect.includes.filter((wanted) => !texts.includes(wanted));
  if (missing.length > 0) return `${type} is ${listed(texts)}, wanted ${listed(missing)} among them`;
  const unwanted = expect.excludes.filter((text) => texts.includes(text));
  return unwanted.length > 0 ? `${type} is ${listed(texts)}, wanted without ${listed(unwanted)}` : null;
}

async function unmatched(
  records: readonly DnsRecord[],
  { matches }: DnsExpect,
  type: DnsType,
  effects: Effects,
): Promise<string | null> {
  if (matches.length === 0) return null;
  const { unmatchedBy } = await import('./matches.ts');
  const texts = records.map(({ text }) => text);
  const pattern = await unmatchedBy(texts, matches, effects);
  return pattern === null ? null : `${type} is ${listed(texts)}, none matches ${quote(pattern)}`;
}

function otherCount(count: number, wanted: DnsExpect['count'], type: DnsType): string | null {
  if (wanted === null) return null;
  const is = `${count} record${count === 1 ? '' : 's'} of type ${type}, wanted`;
  if (typeof wanted === 'number') return count === wanted ? null : `${is} ${wanted}`;
  const { less, greater } = wanted;
  if (less !== undefined && count >= less) return `${is} less than ${less}`;
  return greater !== undefined && count <= greater ? `${is} more than ${greater}` : null;
}

const HOLDS = {
  '>=': (ttl: number, limit: number) => ttl >= limit,
  '<=': (ttl: number, limit: number) => ttl <= limit,
  '>': (ttl: number, limit: number) => ttl > limit,
  '<': (ttl: number, limit: number) => ttl < limit,
} as const;

function otherTtl(records: readonly DnsRecord[], limit: TtlLimit | null): string | null {
  if (limit === null) return null;
  const beyond = records.find(({ ttl }) => !HOLDS[limit.is](ttl, limit.seconds));
  if (beyond === undefined) return null;
  return `TTL ${beyond.ttl}s of ${quote(beyond.text)}, wanted ${limit.is} ${formatDuration(limit.seconds * 1000)}`;
}

function otherFlags({ authoritative, authentic }: DnsReply, expect: DnsExpect): string | null {
  const said = (is: boolean): string => (is ? 'set' : 'not set');
  const flags = [
    ...(expect.authoritative === null || expect.authoritative === authoritative
      ? []
      : [`authoritative answer (AA) is ${said(authoritative)}, wanted ${said(expect.authoritative)}`]),
    ...(expect.authentic === null || expect.authentic === authentic
      ? []
      : [`authentic data (AD) is ${said(authentic)}, wanted ${said(expect.authentic)}`]),
  ];
  return flags.join('; ') || null;
}

/** Why a zone's servers do not agree; null when they do. Serials are compared as RFC 1982 has them: they may wrap. */
export function disagreement(serials: readonly ZoneSerial[], lag: number): Reason | null {
  const silent = serials.find((one) => 'why' in one);
  if (silent !== undefined) {
    const message = silent.server === '' ? silent.why : `${silent.server} ${silent.why}`;
    return { code: 'answer', message: `no serial of the zone: ${told(message, 300)}` };
  }
  const known = serials.flatMap((one) => ('serial' in one ? one : []));
  const apart = Math.max(0, ...known.flatMap((a) => known.map((b) => Math.abs((a.serial - b.serial) | 0))));
  if (apart <= lag) return null;
  const wanted = lag === 0 ? 'the same' : `at most ${lag} apart`;
  const said = known.map(({ server, serial }) => `${serial} at ${server}`);
  return { code: 'answer', message: `serials of the zone are ${told(said.join(', '), 300)}, wanted ${wanted}` };
}

const MOST_LISTED = 5;
const MOST_LISTED_BYTES = 80;

/** Records or names inside a sentence; they are printable ASCII by the way that they are read. */
export function listed(texts: readonly string[]): string {
  if (texts.length === 0) return 'nothing';
  const shown = texts.slice(0, MOST_LISTED).map((text) => quote(text, MOST_LISTED_BYTES));
  return shown.join(', ') + (texts.length > MOST_LISTED ? ` and ${texts.length - MOST_LISTED} more` : '');
}
