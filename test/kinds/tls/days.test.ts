import { expect, it } from 'vitest';
import { limitOf, tooFewDays } from '#kinds/tls/judge/days.ts';
import type { LinkFacts } from '#kinds/tls/observation.ts';
import { tlsOffences } from '#kinds/tls/offences.ts';
import { tlsCheck } from './run-tls.ts';

const HOUR_MS = 3_600_000;
const AT = new Date('2029-06-01T00:00:00Z');
const USUAL = { warn: null, fail: null };

/** A certificate of so many days, of which so many hours are left. */
function link(lifetimeDays: number, hoursLeft: number, authority: string | null = null): LinkFacts {
  const until = AT.getTime() + hoursLeft * HOUR_MS;
  const from = until - lifetimeDays * 24 * HOUR_MS;
  return { authority, subject: '', from, until, key: { type: 'rsa', bits: 2048 }, weakSignature: null };
}

it.each([
  [398, 21, 7],
  [90, 21, 7],
  [47, 47 / 3, 4.7],
  [6, 2, 0.6],
  [Number.NaN, 21, 7],
])('of a lifetime of %s days %s and %s must be left', (lifetime, warn, fail) => {
  expect(limitOf('warn', USUAL, link(lifetime, 1))).toBeCloseTo(warn);
  expect(limitOf('fail', USUAL, link(lifetime, 1))).toBeCloseTo(fail);
});

it.each<
  [
    what: string,
    links: readonly LinkFacts[],
    limits: typeof USUAL | { warn: number; fail: number },
    words: string | null,
  ]
>([
  ['a certificate of six days with three left', [link(6, 72)], USUAL, null],
  [
    'one of six days with half a day left',
    [link(6, 12)],
    USUAL,
    'certificate ends in 12 hours (2029-06-01), wanted 0.6 days or more',
  ],
  ['exactly enough', [link(90, 7 * 24)], USUAL, null],
  ['an hour less', [link(90, 7 * 24 - 1)], USUAL, 'certificate ends in 6 days (2029-06-07), wanted 7 days or more'],
  ['one that ended', [link(90, -1)], USUAL, 'certificate ended 2029-05-31, wanted 7 days or more'],
  [
    'the first of several to end',
    [link(90, 60), link(900, 50, 'R3'), link(900, 55, 'X1')],
    USUAL,
    'certificate of its authority "R3" ends in 2 days (2029-06-03), wanted 7 days or more',
  ],
  [
    'an end that cannot be read',
    [link(90, Number.NaN)],
    USUAL,
    'certificate ends on a day that cannot be read, wanted 7 days or more',
  ],
  [
    'a limit of the check',
    [link(90, 30 * 24)],
    { warn: 60, fail: 40 },
    'certificate ends in 30 days (2029-07-01), wanted 40 days or more',
  ],
  ['a limit of none', [link(90, 1)], { warn: 60, fail: 0 }, null],
])('%s', (_, links, limits, words) => {
  const secured = tlsOffences.madeUp(tlsCheck({ port: 1 }), AT);
  if (secured.outcome !== 'secured') throw new Error('a handshake is made up');
  expect(tooFewDays('fail', { ...secured, links }, limits, AT)).toBe(words);
});
