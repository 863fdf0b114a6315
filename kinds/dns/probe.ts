import { tooSlow } from '#core/verdict/latency.ts';
import { joined } from '#core/verdict/reason.ts';
import type { Seen } from '#core/verdict/verdict.ts';
import type { KindProbe } from '../kind.ts';
import type { DnsCheck } from './check.ts';
import { codeText, disagreement, judgeReplies } from './judge.ts';
import type { DnsObservation } from './observation.ts';
import { observe } from './observe.ts';

/** A check of kind dns: one question, to every server that it names. */
export const dnsProbe: KindProbe<DnsCheck, DnsObservation> = {
  observe,
  judge: async (observed, check, effects) => {
    if (observed.outcome === 'failure') return observed.reason;
    const { agree, latencyMs } = check.expect;
    const answered = await judgeReplies(observed.replies, check, effects);
    const agreed = agree === null ? null : disagreement(observed.serials ?? [], agree.lag);
    return joined(joined(answered, agreed), tooSlow(observed.latencyMs, latencyMs));
  },
  seen: (observed, { target }) => (observed.outcome === 'failure' ? null : seenOf(observed, target.type)),
  evidence: async () => (await import('./evidence.ts')).dnsEvidence,
};

/** Of several servers the first. */
function seenOf({ replies }: Extract<DnsObservation, { readonly outcome: 'answered' }>, type: string): Seen | null {
  const [reply] = replies;
  if (reply === undefined) return null;
  const { rcode, records, truncated, tries, aliases } = reply;
  const serial = type === 'SOA' ? records[0]?.text.split(' ')[2] : undefined;
  return {
    rcode: codeText(rcode),
    records: records.length,
    ...(serial !== undefined && { serial: Number(serial) }),
    ...(aliases.length > 0 && { aliases: aliases.length }),
    ...(replies.length > 1 && { servers: replies.length }),
    ...(truncated && { truncated }),
    ...(tries > 1 && { tries }),
  };
}
