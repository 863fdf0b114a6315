import * as z from 'zod';
import { once } from '#core/once.ts';
import type { Draft } from '#core/settings/draft.ts';
import type { PathFault } from '#core/settings/fault.ts';
import {
  choice,
  count,
  filledText,
  flag,
  limitOf,
  list,
  millisecondsOf,
  settings,
  someSettings,
  text,
} from '#core/settings/setting.ts';
import { latency } from '#core/settings/shared-settings.ts';
import { formatDuration, parseDuration } from '#core/text/duration.ts';
import { quoted } from '#core/text/shown.ts';
import { regex, WRITE_REGEX } from '../http/settings/expect-values.ts';
import { type DnsExpect, type DnsType, RCODES, type TtlLimit } from './check.ts';
import { FORMS } from './records/forms.ts';
import { writtenRecord } from './records/written.ts';

/** What a dns check expects, as it is written. */

const MOST_RECORDS = 100;
const MOST_COUNT = 10_000;
const MOST_LAG = 2 ** 31 - 1;
const MOST_TTL_S = 2 ** 31 - 1;
const WRITE_RECORDS = 'write a list of records as dig +short shows them, such as ["10 mx1.example.com."]';
const WRITE_COUNT = 'write a whole number, or a map such as {less: 5}';
const TTL = /^(>=|<=|>|<)\s*(\d{1,9}(?:\.\d{1,3})?(?:ms|s|m|h))$/;
const WRITE_TTL = 'write a limit such as ">= 60s" or "<= 24h"';
const WRITE_AGREE = 'write true, or a map such as {lag: 1}';

const records = () => list(filledText(WRITE_RECORDS), MOST_RECORDS, WRITE_RECORDS);

/** The settings of `expect`. */
export const expectShape = once(() => ({
  rcode: choice(RCODES).optional().describe('The response code. NOERROR when left out.'),
  records: records().optional().describe('All records that there are, in any order.'),
  includes: records().optional().describe('Records that there are, beside others.'),
  excludes: records().optional().describe('Records that there are not.'),
  matches: z
    .union([regex, z.array(regex, { error: WRITE_REGEX }).min(1, { error: WRITE_REGEX })], { error: WRITE_REGEX })
    .optional()
    .describe('Regex that one of the records matches somewhere, or a list of which each is matched by one.'),
  ttl: text(TTL, WRITE_TTL)
    .refine((value) => isSeconds(value), { error: 'write whole seconds' })
    .optional()
    .describe('What the TTL of every record must be, such as ">= 60s".'),
  count: z
    .union(
      [
        count(0, MOST_COUNT),
        someSettings(
          {
            less: count(1, MOST_COUNT).optional().describe('There are fewer records than this.'),
            greater: count(0, MOST_COUNT).optional().describe('There are more records than this.'),
          },
          WRITE_COUNT,
        ),
      ],
      { error: WRITE_COUNT },
    )
    .optional()
    .describe('How many records there are. One or more when left out; 0 is written to expect none.'),
  authoritative: flag().optional().describe('Whether the server answers for the zone itself (AA).'),
  authentic: flag().optional().describe('Whether the resolver says that it has validated the answer by DNSSEC (AD).'),
  agree: z
    .union(
      [
        flag(),
        settings({ lag: count(0, MOST_LAG).describe('How far serials may be apart, in numbers.') }, WRITE_AGREE),
      ],
      { error: WRITE_AGREE },
    )
    .optional()
    .describe('true: all servers of the zone have the same serial; a map says how far they may be apart.'),
  latency: latency.optional().describe('The longest the slowest answer may take, such as 200ms.'),
}));

function isSeconds(value: string): boolean {
  const ms = parseDuration(TTL.exec(value)?.[2] ?? '');
  return ms !== null && ms % 1000 === 0 && ms / 1000 <= MOST_TTL_S;
}

type AuthoredExpect = {
  readonly [K in keyof ReturnType<typeof expectShape>]?: z.infer<ReturnType<typeof expectShape>[K]>;
};

const OF_RECORDS = ['records', 'includes', 'excludes', 'matches', 'ttl'] as const;
const LISTS = ['records', 'includes', 'excludes'] as const;

/** What cannot hold together, and records that are none of the type. */
export function expectFaults(expect: Draft<AuthoredExpect>, type: DnsType | undefined): PathFault[] {
  const { rcode = 'NOERROR', count: wanted } = expect;
  const there = OF_RECORDS.filter((key) => expect[key] !== undefined);
  const fault = (key: string, message: string): PathFault => ({ path: ['expect', key], message, at: 'key' });
  if (rcode !== 'NOERROR') {
    const idle = [...there, ...(wanted === undefined ? [] : ['count'])];
    return idle.map((key) =>
      fault(key, `says something of records, which an answer of ${rcode} has not; leave one of them out`),
    );
  }
  if (wanted === 0)
    return there.map((key) =>
      fault(key, 'says something of records, of which count expects none; leave one of them out'),
    );
  return [...(type === undefined ? [] : recordFaults(expect, type)), ...countFaults(expect)];
}

function recordFaults(expect: Draft<AuthoredExpect>, type: DnsType): PathFault[] {
  return LISTS.flatMap((key) => {
    const written = (expect[key] ?? []).map((one) => writtenRecord(type, one));
    return written.flatMap((record, index): PathFault[] => {
      const path = ['expect', key, index];
      const is = `is ${quoted(expect[key]?.[index] ?? '')}`;
      if (record === null)
        return [{ path, message: `${is}; write a record of type ${type}, such as ${FORMS[type].sample}` }];
      if (written.indexOf(record) < index) return [{ path, message: `${is}, which is there already; leave it out` }];
      const isBoth = key === 'excludes' && listOf(expect, type).includes(record);
      return isBoth ? [{ path, message: `${is}, which is expected too; leave one of them out` }] : [];
    });
  });
}

function listOf(
  { records: all = [], includes = [] }: Draft<AuthoredExpect>,
  type: DnsType,
): readonly (string | null)[] {
  return [...all, ...includes].map((one) => writtenRecord(type, one));
}

function countFaults({ records: all, count: wanted }: Draft<AuthoredExpect>): PathFault[] {
  const path = ['expect', 'count'];
  if (all !== undefined && wanted !== undefined) {
    return [{ path, at: 'key', message: 'is said by records already; leave one of them out' }];
  }
  if (typeof wanted !== 'object' || wanted.less === undefined) return [];
  const least = (wanted.greater ?? 0) + 1;
  if (wanted.less > least) return [];
  return [
    {
      path,
      message: `leaves no number of records, as there must be ${least} or more; write less: ${least + 1} or a larger number`,
    },
  ];
}

/** What is expected, as it travels. */
export function expectOf(expect: AuthoredExpect, type: DnsType): DnsExpect {
  const { matches = [], agree = false } = expect;
  const recordsOf = (written: readonly string[] = []): string[] =>
    written.map((one) => writtenRecord(type, one) ?? one);
  return {
    rcode: RCODES.indexOf(expect.rcode ?? 'NOERROR'),
    records: expect.records === undefined ? null : recordsOf(expect.records),
    includes: recordsOf(expect.includes),
    excludes: recordsOf(expect.excludes),
    matches: typeof matches === 'string' ? [matches] : matches,
    ttl: expect.ttl === undefined ? null : ttlOf(expect.ttl),
    count: expect.count ?? null,
    authoritative: expect.authoritative ?? null,
    authentic: expect.authentic ?? null,
    agree: agree === false ? null : { lag: agree === true ? 0 : agree.lag },
    latencyMs: limitOf(expect.latency),
  };
}

function ttlOf(written: string): TtlLimit {
  const [, is = '>=', limit = formatDuration(0)] = TTL.exec(written) ?? [];
  return { is: is as TtlLimit['is'], seconds: millisecondsOf(limit) / 1000 };
}
