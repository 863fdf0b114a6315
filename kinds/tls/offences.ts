import { sharedTrials } from '#core/prove/shared-trials.ts';
import type { Trial } from '#core/prove/trial.ts';
import type { Failure } from '#core/verdict/observation.ts';
import type { Reason } from '#core/verdict/reason.ts';
import type { KindOffences } from '../kind.ts';
import type { TlsCheck, TlsExpect } from './check.ts';
import { leastBits } from './judge/judge.ts';
import type { LinkFacts, Secured, TlsObservation } from './observation.ts';

const PHASES = { dns: 0, connect: 0, tls: 0, firstByte: null, download: null };
const DAY_MS = 24 * 60 * 60 * 1000;
const OURS = 'this is a fault of Rollcall: no setting can mend it';
const ANY_FINGERPRINT = 'a'.repeat(64);

/** What `rollcall prove` breaks of a tls check. */
export const tlsOffences: KindOffences<TlsCheck, TlsObservation> = {
  madeUp: ({ expect }, at) => madeUp(expect, at),
  trials: (check, healthy, at) =>
    healthy.outcome === 'failure'
      ? []
      : [...sharedTrials(check, healthy, 'a handshake', 'tls'), ...ownTrials(check, healthy, at)],
};

/** A chain of one certificate, which lasts longer than anybody asks for. */
function madeUp(
  { protocol, keyBits, fingerprints: [fingerprint], issuer, ocsp, refuses, days }: TlsExpect,
  at: Date,
): Secured {
  const from = at.getTime() - DAY_MS;
  const until = at.getTime() + (Math.max(days.warn ?? 0, days.fail ?? 0) + 365) * DAY_MS;
  const named = {
    validTo: new Date(until).toISOString(),
    issuer: issuer ?? '',
    fingerprint: fingerprint ?? ANY_FINGERPRINT,
  };
  return {
    outcome: 'secured',
    phases: PHASES,
    latencyMs: 0,
    protocol: protocol.orNewer ? '1.3' : protocol.version,
    cipher: 'TLS_AES_256_GCM_SHA384',
    links: [
      { authority: null, subject: '', from, until, key: { type: 'rsa', bits: keyBits.rsa }, weakSignature: null },
    ],
    distrust: null,
    misnamed: null,
    isComplete: true,
    untidy: [],
    staple: ocsp === null ? null : { status: 'good', isOurs: true, isSigned: true, from, until, revokedAt: null },
    tried: refuses.map((version) => ({ version, outcome: 'refused' })),
    certificate: named,
  };
}

type Own = Trial<TlsCheck, Secured | Failure>;

function ownTrials(check: TlsCheck, healthy: Secured, at: Date): Own[] {
  const trial = (name: string, what: string, advice: string, ...changes: readonly Partial<Secured>[]): Own => ({
    name,
    what,
    answers: changes.map((change) => ({ ...healthy, ...change })),
    checks: [check],
    advice,
  });
  const distrust = (message: string) => ({ distrust: { reason: tls(message), isSelfSigned: false } });
  const ended = { until: at.getTime() - DAY_MS };
  return [
    trial('expired-certificate', 'a certificate that ended yesterday', OURS, {
      ...distrust('expired'),
      links: firstLink(healthy, ended),
    }),
    trial('untrusted-certificate', 'a certificate of an authority that nobody knows', OURS, distrust('unknown')),
    trial('wrong-name', 'a certificate for another name', OURS, { misnamed: tls('other') }),
    trial('weak-signature', 'a certificate that is signed with SHA-1', OURS, {
      links: firstLink(healthy, { weakSignature: 'sha1' }),
    }),
    ...expectedTrials(check, healthy, at, trial),
  ];
}

type Make = (name: string, what: string, advice: string, ...changes: readonly Partial<Secured>[]) => Own;

/** One for each expectation, by its name. */
function expectedTrials({ expect }: TlsCheck, healthy: Secured, at: Date, trial: Make): Own[] {
  const unseen = (name: string): string => `expect.${name} is not evaluated: this is a fault of Rollcall`;
  const older = ['1.0', '1.1', '1.2', '1.3'].filter((version) => version < expect.protocol.version).at(-1);
  const [own] = healthy.links;
  const least = own === undefined ? null : leastBits(own.key, expect.keyBits);
  const when = (isAsked: boolean, make: () => Own): Own[] => (isAsked ? [make()] : []);
  return [
    ...when(expect.days.fail !== 0, () =>
      trial('days', 'a certificate that ends in an hour', unseen('days'), {
        links: firstLink(healthy, { until: at.getTime() + DAY_MS / 24 }),
      }),
    ),
    ...when(older !== undefined, () =>
      trial('protocol', `TLS ${older}`, unseen('protocol'), { protocol: older ?? '' }),
    ),
    ...when(least !== null, () =>
      trial('keyBits', `a key of ${(least ?? 1) - 1} bits`, unseen('keyBits'), {
        links: firstLink(healthy, { key: { type: own?.key.type ?? 'rsa', bits: (least ?? 1) - 1 } }),
      }),
    ),
    ...when(expect.chainComplete, () =>
      trial('chain', 'a chain without its authority', unseen('chain'), { isComplete: false }),
    ),
    ...when(expect.refuses.length > 0, () =>
      trial('refuses', `TLS ${expect.refuses.join(' or ')} spoken`, unseen('refuses'), {
        tried: expect.refuses.map((version) => ({ version, outcome: 'spoken' })),
      }),
    ),
    ...when(expect.issuer !== null, () =>
      trial('issuer', 'a certificate of another issuer', unseen('issuer'), {
        certificate: { ...healthy.certificate, issuer: '' },
      }),
    ),
    ...when(expect.fingerprints.length > 0, () =>
      trial('fingerprint', 'another certificate', unseen('fingerprint'), {
        certificate: { ...healthy.certificate, fingerprint: '' },
      }),
    ),
    ...when(expect.ocsp !== null, () =>
      trial('ocsp', 'no status, and one that says revoked', unseen('ocsp'), { staple: null }, { staple: revoked(at) }),
    ),
  ];
}

function revoked(at: Date): Secured['staple'] {
  const from = at.getTime() - DAY_MS;
  return { status: 'revoked', isOurs: true, isSigned: true, from, until: null, revokedAt: from };
}

function firstLink({ links: [first, ...others] }: Secured, change: Partial<LinkFacts>): readonly LinkFacts[] {
  return first === undefined ? [] : [{ ...first, ...change }, ...others];
}

function tls(message: string): Reason {
  return { code: 'tls', message };
}
