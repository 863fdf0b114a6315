import { sharedTrials } from '#core/prove/shared-trials.ts';
import type { Trial } from '#core/prove/trial.ts';
import type { Failure } from '#core/verdict/observation.ts';
import { literalOf } from '../http/offences/made-up-json.ts';
import type { KindOffences } from '../kind.ts';
import type { DnsCheck, DnsExpect, TtlLimit } from './check.ts';
import type { DnsObservation, DnsRecord, DnsReply } from './observation.ts';

type Answered = Exclude<DnsObservation, Failure>;
type DnsTrial = Trial<DnsCheck, Answered>;

const PHASES = { dns: 0, connect: null, tls: null, firstByte: 0, download: 0 };
const OTHER = 'other.invalid.';

/** What `rollcall prove` breaks of a dns check. */
export const dnsOffences: KindOffences<DnsCheck, DnsObservation> = {
  madeUp: (check) => ({
    outcome: 'answered',
    replies: [madeUpReply(check)],
    ...(check.expect.agree !== null && { serials: [1, 1].map((serial) => ({ server: 'made-up.', serial })) }),
    phases: PHASES,
    latencyMs: 0,
  }),
  trials: (check, healthy) =>
    healthy.outcome === 'failure'
      ? []
      : [
          ...sharedTrials(check, healthy, 'an answer', 'firstByte'),
          ...otherCodes(check, healthy),
          ...(check.expect.rcode === 0 && check.expect.count !== 0
            ? [...otherRecords(check, healthy), ...otherCounts(check, healthy), ...otherTtls(check, healthy)]
            : []),
          ...otherFlags(check, healthy),
          ...otherSerials(check, healthy),
        ],
};

function madeUpReply(check: DnsCheck): DnsReply {
  const { expect, target } = check;
  const ttl = ttlWithin(expect.ttl);
  const texts = expect.rcode !== 0 || expect.count === 0 ? [] : (expect.records ?? madeUpTexts(check));
  return {
    server: target.servers[0] ?? 'made-up',
    rcode: expect.rcode,
    why: '',
    records: texts.map((text) => ({ text, ttl })),
    aliases: [],
    isLoop: false,
    others: [],
    authoritative: expect.authoritative ?? false,
    authentic: expect.authentic ?? false,
    truncated: false,
    tries: 1,
  };
}

function madeUpTexts(check: DnsCheck): readonly string[] {
  const { includes, matches, count } = check.expect;
  const texts = [...includes, ...matches.map(literalOf)];
  const least = typeof count === 'number' ? count : (count?.greater ?? 0) + 1;
  const more = Array.from({ length: Math.max(0, least - texts.length) }, (_, index) => `made-up-${index}.invalid.`);
  return [...texts, ...more];
}

function ttlWithin(limit: TtlLimit | null): number {
  if (limit === null) return 300;
  const { is, seconds } = limit;
  return is === '>' ? seconds + 1 : is === '<' ? Math.max(seconds - 1, 0) : seconds;
}

/** Every server answers so. */
function changed(healthy: Answered, change: (reply: DnsReply) => Partial<DnsReply>): Answered {
  return { ...healthy, replies: healthy.replies.map((reply) => ({ ...reply, ...change(reply) })) };
}

function trial(name: string, what: string, answers: readonly Answered[], check: DnsCheck): DnsTrial {
  return { name, what, answers, checks: [check], advice: 'this is a fault of Rollcall: no setting can mend it' };
}

function otherCodes(check: DnsCheck, healthy: Answered): DnsTrial[] {
  const { rcode, count } = check.expect;
  const codes = [0, 1, 2, 3, 5].filter((other) => other !== rcode);
  const answers = codes.map((other) => changed(healthy, () => ({ rcode: other, records: [], aliases: [] })));
  const empty = rcode === 0 && count !== 0 ? [changed(healthy, () => ({ records: [] }))] : [];
  return [
    trial('other-rcode', 'an answer with another response code', answers, check),
    ...(empty.length === 0 ? [] : [trial('no-records', 'an answer without records', empty, check)]),
  ];
}

/** The records of every server put in place of those it gave. */
function withRecords(healthy: Answered, change: (records: readonly DnsRecord[]) => readonly DnsRecord[]): Answered {
  return changed(healthy, ({ records }) => ({ records: change(records) }));
}

function otherRecords(check: DnsCheck, healthy: Answered): DnsTrial[] {
  const { records, includes, excludes, matches } = check.expect;
  const other = { text: OTHER, ttl: ttlWithin(check.expect.ttl) };
  const without = (text: string) => withRecords(healthy, (all) => [...all.filter((one) => one.text !== text), other]);
  const exact =
    records === null
      ? []
      : [
          trial('records', 'an answer with one record more', [withRecords(healthy, (all) => [...all, other])], check),
          trial('records', 'an answer with one record replaced', records.map(without), check),
        ];
  const isNamed = records !== null || includes.length > 0 || matches.length > 0;
  return [
    ...exact,
    ...(isNamed
      ? [trial('other-records', 'an answer with other records', [withRecords(healthy, () => [other])], check)]
      : []),
    ...(includes.length > 0
      ? [trial('includes', 'an answer without one of includes', includes.map(without), check)]
      : []),
    ...(excludes.length > 0
      ? [
          trial(
            'excludes',
            'an answer with one of excludes',
            excludes.map((text) => withRecords(healthy, (all) => [...all, { ...other, text }])),
            check,
          ),
        ]
      : []),
  ];
}

function otherCounts(check: DnsCheck, healthy: Answered): DnsTrial[] {
  const numbers = countsBeyond(check.expect.count);
  if (numbers.length === 0) return [];
  const ttl = ttlWithin(check.expect.ttl);
  const answers = numbers.map((length) =>
    withRecords(healthy, (all) =>
      Array.from({ length }, (_, index) => all[index] ?? { text: `${index}.${OTHER}`, ttl }),
    ),
  );
  return [trial('count', 'an answer with another number of records', answers, check)];
}

function countsBeyond(count: DnsExpect['count']): readonly number[] {
  if (count === null) return [];
  const numbers = typeof count === 'number' ? [count - 1, count + 1] : [count.less ?? [], count.greater ?? []].flat();
  return numbers.filter((number) => number >= 0);
}

function otherTtls(check: DnsCheck, healthy: Answered): DnsTrial[] {
  const { ttl: limit } = check.expect;
  if (limit === null) return [];
  const { is, seconds } = limit;
  const beyond = { '>=': seconds - 1, '>': seconds, '<=': seconds + 1, '<': seconds }[is];
  const answers = beyond < 0 ? [] : [withRecords(healthy, (all) => all.map((one) => ({ ...one, ttl: beyond })))];
  return [trial('ttl', `an answer with a TTL of ${beyond}s`, answers, check)];
}

function otherFlags(check: DnsCheck, healthy: Answered): DnsTrial[] {
  const flags = (['authoritative', 'authentic'] as const).filter((flag) => check.expect[flag] !== null);
  return flags.map((flag) => {
    const answers = [changed(healthy, (reply) => ({ [flag]: !reply[flag] }))];
    return trial(flag, `an answer that is ${check.expect[flag] === true ? 'not ' : ''}${flag}`, answers, check);
  });
}

function otherSerials(check: DnsCheck, healthy: Answered): DnsTrial[] {
  const { agree } = check.expect;
  if (agree === null) return [];
  const serials = [0, agree.lag + 1].map((serial) => ({ server: 'made-up.', serial }));
  const silent = [{ server: 'made-up.', why: 'no answer' }];
  const answers = [serials, silent].map((other) => ({ ...healthy, serials: other }));
  return [trial('agree', 'a server of the zone with another serial, or none', answers, check)];
}
