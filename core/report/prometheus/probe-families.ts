import type { Verdict } from '../../verdict/verdict.ts';
import { blackboxMeasures } from './blackbox-measures.ts';
import type { Family } from './exposition.ts';
import { isHttp, type Measure, numberIn, seconds } from './measure.ts';

/**
 * One verdict as blackbox_exporter answers a probe of it: its names and values, without a label that says which check. What
 * did not happen took no time there, and so it is here.
 */
export function probeFamilies(verdict: Verdict): readonly Family[] {
  const { phases } = verdict;
  const begun = { ...verdict, phases: { ...phases, dns: phases.dns ?? 0 } };
  const asked = isHttp(verdict) ? { ...begun, phases: withoutGaps(phases) } : begun;
  return [...blackboxMeasures, ...PROBE_MEASURES].map(({ name, help, of }) => ({
    name,
    help,
    samples: of(asked).map(([value, labels = {}]) => ({ labels, value })),
  }));
}

function withoutGaps({ dns, connect, tls, firstByte, download }: Verdict['phases']): Verdict['phases'] {
  return { dns: dns ?? 0, connect: connect ?? 0, tls: tls ?? 0, firstByte: firstByte ?? 0, download: download ?? 0 };
}

/** Reasons that are about what the answer says. */
const BY_TEXT: readonly string[] = ['keyword', 'absent', 'header', 'body', 'answer'];

/** What blackbox_exporter says by its absence elsewhere, or in words of its own. */
const PROBE_MEASURES: readonly Measure[] = [
  {
    name: 'probe_http_ssl',
    help: 'Whether the last hop was made over TLS.',
    of: (verdict) => (isHttp(verdict) ? [[Number((verdict.phases.tls ?? 0) > 0)]] : []),
  },
  {
    name: 'probe_failed_due_to_regex',
    help: 'Whether the check is NG for what the answer says.',
    of: (verdict) =>
      isHttp(verdict) || verdict.kind === 'tcp' ? [[Number(BY_TEXT.includes(verdict.reason?.code ?? ''))]] : [],
  },
  {
    name: 'probe_dns_duration_seconds',
    help: 'How long each phase of the query took.',
    of: ({ kind, phases: { dns, connect, firstByte } }) =>
      kind === 'dns'
        ? [
            [seconds(dns ?? 0), { phase: 'resolve' }],
            [seconds(connect ?? 0), { phase: 'connect' }],
            [seconds(firstByte ?? 0), { phase: 'request' }],
          ]
        : [],
  },
  {
    name: 'probe_dns_query_succeeded',
    help: 'Whether the server answered at all.',
    of: ({ kind, seen }) => (kind === 'dns' ? [[Number(seen !== undefined)]] : []),
  },
  {
    name: 'probe_dns_answer_rrs',
    help: 'How many records the answer has, aliases among them.',
    of: ({ kind, seen }) =>
      kind === 'dns' ? [[(numberIn(seen, 'records') || 0) + (numberIn(seen, 'aliases') || 0)]] : [],
  },
];
