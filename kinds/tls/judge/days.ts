import { quote } from '#core/text/safe-text.ts';
import type { DaysLimits } from '../check.ts';
import type { LinkFacts, Secured } from '../observation.ts';

/** How long certificates are good for yet, against how long they have to be. */

const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;

/**
 * Where the check does not say, limits follow from a certificate's lifetime, up to these: a certificate of six days cannot
 * have 21 left. Days that suit one year are wrong for the 47 days that public certificates will have in 2029.
 */
const USUAL = { warn: { days: 21, part: 1 / 3 }, fail: { days: 7, part: 1 / 10 } } as const;

/** The days that a certificate must have left, by what the check says or by its lifetime. */
export function limitOf(which: 'warn' | 'fail', limits: DaysLimits, { from, until }: LinkFacts): number {
  const { days, part } = USUAL[which];
  const lifetime = (until - from) / DAY_MS;
  return limits[which] ?? (Number.isNaN(lifetime) ? days : Math.min(days, lifetime * part));
}

/**
 * The first of the chain to end that has fewer days left than it must, in words; null when all have enough. One whose end
 * cannot be read has not.
 */
export function tooFewDays(which: 'warn' | 'fail', { links }: Secured, limits: DaysLimits, at: Date): string | null {
  const left = (link: LinkFacts): number => (link.until - at.getTime()) / DAY_MS;
  const short = links.filter((link) => !(left(link) >= limitOf(which, limits, link)));
  const first = short.reduce<LinkFacts | null>(
    (one, link) => (one === null || link.until < one.until ? link : one),
    null,
  );
  if (first === null) return null;
  const wanted = Number(limitOf(which, limits, first).toFixed(1));
  return `${whose(first)} ${endText(first.until, at)}, wanted ${wanted} ${wanted === 1 ? 'day' : 'days'} or more`;
}

/** Whose a certificate of the chain is, in words. */
export function whose({ authority }: LinkFacts): string {
  return authority === null ? 'certificate' : `certificate of its authority ${quote(authority)}`;
}

function endText(until: number, at: Date): string {
  if (Number.isNaN(until)) return 'ends on a day that cannot be read';
  const day = new Date(until).toISOString().slice(0, 10);
  const left = until - at.getTime();
  if (left < 0) return `ended ${day}`;
  // The last two days are counted in hours, by which a certificate of a few days is renewed.
  const [count, unit] = left < 2 * DAY_MS ? [Math.floor(left / HOUR_MS), 'hour'] : [Math.floor(left / DAY_MS), 'day'];
  return `ends in ${count} ${unit}${count === 1 ? '' : 's'} (${day})`;
}
