import { quote, told } from '#core/text/safe-text.ts';
import { tooSlow } from '#core/verdict/latency.ts';
import { joined, type Reason } from '#core/verdict/reason.ts';
import type { KindProbe } from '../kind.ts';
import type { DomainCheck } from './check.ts';
import type { DomainObservation, Registration } from './observation.ts';
import { observe } from './observe.ts';

const DAY_MS = 24 * 3_600_000;

/** A check of kind domain: how long it is registered, and whether the registry has taken it out of service. */
export const domainProbe: KindProbe<DomainCheck, DomainObservation> = {
  observe,
  judge: (observed, { expect }, { date }) => {
    if (observed.outcome === 'failure') return observed.reason;
    return expectationsOf(observed, expect, date())
      .map(({ reason }) => reason)
      .reduce<Reason | null>(joined, null);
  },
  warn: (observed, { expect }, { date }) => {
    if (observed.outcome === 'failure') return null;
    const { registration, missed } = observed;
    const days = daysLeft(registration, date());
    const ends = days < expect.warnDays ? `expires in ${daysText(days)}, wanted ${expect.warnDays} or more` : null;
    const old = missed === undefined ? null : `${told(missed, 200)}; what is known is ${ageText(registration, date())}`;
    return [ends, old].filter((words) => words !== null).join('; ') || null;
  },
  seen: (observed) => {
    if (observed.outcome === 'failure') return null;
    const { expires, registrar } = observed.registration;
    return { expires: expires.slice(0, 10), ...(registrar !== '' && { registrar: told(registrar, 80) }) };
  },
  evidence: async () => (await import('./evidence.ts')).domainEvidence,
};

type Registered = Exclude<DomainObservation, { readonly outcome: 'failure' }>;

/** Everything that is expected, in words, and why it does not hold; null where it does. */
export function expectationsOf(
  { registration, latencyMs }: Registered,
  expect: DomainCheck['expect'],
  at: Date,
): readonly { readonly what: string; readonly reason: Reason | null }[] {
  const days = daysText(daysLeft(registration, at));
  return [
    {
      what: `registered for ${days} more, wanted ${expect.failDays} or more`,
      reason: tooFewDays(registration, expect.failDays, at),
    },
    { what: 'in service', reason: outOfService(registration) },
    { what: 'the nameservers that are wanted', reason: otherServers(registration, expect.nameservers) },
    { what: 'the registrar that is wanted', reason: otherRegistrar(registration, expect.registrar) },
    { what: `latency ${latencyMs} ms`, reason: tooSlow(latencyMs, expect.latencyMs) },
  ];
}

function daysLeft({ expires }: Registration, now: Date): number {
  return Math.floor((Date.parse(expires) - now.getTime()) / DAY_MS);
}

function daysText(days: number): string {
  return days === 1 ? '1 day' : `${days} days`;
}

function ageText({ at }: Registration, now: Date): string {
  const days = Math.floor((now.getTime() - Date.parse(at)) / DAY_MS);
  return days < 1 ? 'of less than a day ago' : `of ${daysText(days)} ago`;
}

function tooFewDays(registration: Registration, least: number, now: Date): Reason | null {
  const days = daysLeft(registration, now);
  if (days >= least) return null;
  const day = registration.expires.slice(0, 10);
  const ends = days < 0 ? `expired on ${day}` : `expires on ${day}, in ${daysText(days)}`;
  return { code: 'expiry', message: `registration ${ends}, wanted ${daysText(least)} or more` };
}

/** What takes a name out of DNS or on its way out of the registry (ICANN's EPP status codes). */
const BAD_STATUS = /^(?:client|server) ?hold$|redemption|pending ?delete|^suspended|deleted/i;

function outOfService({ status }: Registration): Reason | null {
  const bad = status.filter((one) => BAD_STATUS.test(one));
  if (bad.length === 0) return null;
  return { code: 'answer', message: `the registry says ${bad.map((one) => quote(one)).join(', ')}` };
}

function otherServers({ nameservers }: Registration, wanted: readonly string[] | null): Reason | null {
  if (wanted === null) return null;
  const [real, due] = [[...new Set(nameservers)].toSorted(), [...new Set(wanted)].toSorted()];
  if (real.join(' ') === due.join(' ')) return null;
  const list = (names: readonly string[]): string =>
    names.length === 0
      ? 'none'
      : names
          .slice(0, 8)
          .map((one) => told(one, 100))
          .join(', ');
  return { code: 'answer', message: `nameservers are ${list(real)}, wanted ${list(due)}` };
}

function otherRegistrar({ registrar }: Registration, wanted: string | null): Reason | null {
  if (wanted === null || registrar.toLowerCase().includes(wanted.toLowerCase())) return null;
  const real = registrar === '' ? 'is not said' : `is ${quote(registrar)}`;
  return { code: 'answer', message: `registrar ${real}, wanted ${quote(wanted)}` };
}
