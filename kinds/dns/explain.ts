import type { KindExplanation } from '../kind.ts';
import { latencyExpectation } from '../probing/trace/latency-expectation.ts';
import type { Expectation } from '../probing/trace/trace.ts';
import type { DnsCheck, DnsExpect } from './check.ts';
import { codeText, disagreement, judgeReplies, listed } from './judge.ts';
import type { DnsObservation, DnsReply } from './observation.ts';

type Answered = Extract<DnsObservation, { readonly outcome: 'answered' }>;

/** What `run --verbose` says of an answer: the kind's judge is asked about each expectation by itself. */
export const dnsExplanation: KindExplanation<DnsCheck, DnsObservation> = {
  learnsSecrets: () => false,
  async expectations(observed, check, at) {
    const { expect } = check;
    const held = async (only: Partial<DnsExpect>, text: string): Promise<Expectation> => {
      const { rcode, count } = expect;
      const alone = { ...check, expect: { ...NOTHING, rcode, count: count === 0 ? 0 : null, ...only } };
      const reason = await judgeReplies(observed.replies, alone, { date: () => at });
      return { isHeld: reason === null, text: reason?.message ?? text };
    };
    const first = await held({}, codesText(observed.replies));
    const others = first.isHeld ? partsOf(expect).map((only) => held(only, textOf(only, observed, check))) : [];
    return [
      first,
      ...(await Promise.all(others)),
      ...agreement(observed, expect),
      ...latencyExpectation(observed.latencyMs, expect.latencyMs),
    ];
  },
  said: ({ replies }) => ({
    remark: `${replies.length} answer${replies.length === 1 ? '' : 's'}`,
    text: replies.flatMap(({ records }) => records.map(({ text, ttl }) => `${ttl} ${text}`)).join('\n'),
  }),
};

const NOTHING: DnsExpect = {
  rcode: 0,
  records: null,
  includes: [],
  excludes: [],
  matches: [],
  ttl: null,
  count: null,
  authoritative: null,
  authentic: null,
  agree: null,
  latencyMs: null,
};

/** What is expected of the records and the flags, one at a time. */
function partsOf(expect: DnsExpect): readonly Partial<DnsExpect>[] {
  const { records, includes, excludes, matches, ttl, count, authoritative, authentic } = expect;
  return [
    ...(records === null ? [] : [{ records }]),
    ...(includes.length === 0 ? [] : [{ includes }]),
    ...(excludes.length === 0 ? [] : [{ excludes }]),
    ...matches.map((pattern) => ({ matches: [pattern] })),
    ...(ttl === null ? [] : [{ ttl }]),
    ...(count === null || count === 0 ? [] : [{ count }]),
    ...(authoritative === null ? [] : [{ authoritative }]),
    ...(authentic === null ? [] : [{ authentic }]),
  ];
}

function codesText(replies: readonly DnsReply[]): string {
  return replies
    .map(({ server, rcode, records }) => `${codeText(rcode)} from ${server}, ${records.length} records`)
    .join(', ');
}

/** An expectation that holds, with what there is. */
function textOf(only: Partial<DnsExpect>, { replies }: Answered, { target }: DnsCheck): string {
  const [reply] = replies;
  const records = reply?.records ?? [];
  if (only.ttl != null)
    return `TTL ${Math.min(...records.map(({ ttl }) => ttl))}s and more, wanted ${only.ttl.is} ${only.ttl.seconds}s`;
  if (only.count != null)
    return `${records.length} records of type ${target.type}, wanted ${JSON.stringify(only.count)}`;
  if (only.authoritative != null) return `authoritative answer (AA) is ${only.authoritative ? 'set' : 'not set'}`;
  if (only.authentic != null) return `authentic data (AD) is ${only.authentic ? 'set' : 'not set'}`;
  const is = `${target.type} is ${listed(records.map(({ text }) => text))}, wanted`;
  if (only.records != null) return `${is} ${listed(only.records)}`;
  if (only.includes !== undefined) return `${is} ${listed(only.includes)} among them`;
  if (only.excludes !== undefined) return `${is} without ${listed(only.excludes)}`;
  return `${is} one that matches ${listed(only.matches ?? [])}`;
}

function agreement({ serials = [] }: Answered, { agree }: DnsExpect): readonly Expectation[] {
  if (agree === null) return [];
  const other = disagreement(serials, agree.lag);
  const said = serials.map((one) => `${'serial' in one ? one.serial : one.why} at ${one.server}`);
  return [{ isHeld: other === null, text: other?.message ?? `serials of the zone agree: ${said.join(', ')}` }];
}
