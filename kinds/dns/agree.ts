import type { CheckerEffects } from '../probing/effects.ts';
import { type Answer, ask } from './ask/ask.ts';
import type { Server } from './ask/server.ts';
import { type DnsCheck, TYPES } from './check.ts';
import { codeText } from './judge.ts';
import type { ZoneSerial } from './observation.ts';
import type { Question } from './wire/query.ts';

/** More servers no zone has (RFC 1034 wants two, the root has thirteen). */
const MOST_SERVERS = 13;
const DNS_PORT = 53;

/**
 * The serials that the zone's own servers have, each asked by itself. `server` says which they are. `left`: the milliseconds
 * that remain. In words why where there are none.
 */
export async function serialsOf(
  name: string,
  server: Server,
  check: DnsCheck,
  { asking, connecting, left }: { asking: CheckerEffects; connecting: CheckerEffects; left: () => number },
): Promise<readonly ZoneSerial[] | string> {
  const inTime = (other: DnsCheck): DnsCheck => {
    const timeoutMs = Math.max(1, Math.floor(left()));
    return { ...other, timeoutMs, connectTimeoutMs: Math.min(other.connectTimeoutMs, timeoutMs) };
  };
  const question = (zone: string): Question => ({
    name: zone,
    type: 'NS',
    recursion: check.target.recursion,
    wantsAuthentic: false,
  });
  let found = await ask(question(name), server, inTime(check), asking);
  // A name within a zone has no servers of its own; its zone is named beside the answer that says so.
  const zone = found.outcome === 'answered' && found.reply.records.length === 0 ? zoneIn(found) : null;
  if (zone !== null && zone !== name) found = await ask(question(zone), server, inTime(check), asking);
  if (found.outcome === 'failure') return `the zone's servers are not known: ${found.reason.message}`;
  const { rcode, records } = found.reply;
  if (rcode !== 0) return `the zone's servers are not known: ${codeText(rcode)}`;
  const names = records.map(({ text }) => text).slice(0, MOST_SERVERS);
  if (names.length === 0) return `${name} has no servers of its own, and is in no zone that has`;
  const port = check.target.over === 'udp' || check.target.over === 'tcp' ? (check.target.port ?? DNS_PORT) : DNS_PORT;
  const over = check.target.over === 'tcp' ? 'tcp' : 'udp';
  const direct = inTime({ ...check, target: { ...check.target, over } });
  const soa: Question = { ...question(zone ?? name), type: 'SOA', recursion: false };
  return Promise.all(
    names.map((host) => serialAt(soa, { name: host, host: host.slice(0, -1), port }, direct, connecting)),
  );
}

/** The name of the zone that an answer without records comes from (RFC 2308, 3). */
function zoneIn({ message }: Answer): string | null {
  return message.authorities.find(({ type }) => type === TYPES.SOA)?.name ?? null;
}

async function serialAt(
  question: Question,
  server: Server,
  check: DnsCheck,
  effects: CheckerEffects,
): Promise<ZoneSerial> {
  const { name } = server;
  const answer = await ask(question, server, check, effects);
  if (answer.outcome === 'failure') return { server: name, why: answer.reason.message };
  const [record] = answer.reply.records;
  if (record === undefined) return { server: name, why: 'it does not know the zone' };
  if (!answer.reply.authoritative) return { server: name, why: 'it is not authoritative for the zone' };
  return { server: name, serial: Number(record.text.split(' ')[2]) };
}
