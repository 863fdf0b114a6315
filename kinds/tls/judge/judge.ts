import { quote } from '#core/text/safe-text.ts';
import { tooSlow } from '#core/verdict/latency.ts';
import { joined, type Reason } from '#core/verdict/reason.ts';
import type { TlsExpect } from '../check.ts';
import type { KeyFacts, Secured } from '../observation.ts';
import { tooFewDays, whose } from './days.ts';
import { statusReasons } from './status.ts';

/** Something that is expected, in words, and why it does not hold; no reasons where it does. */
type Held = { readonly what: string; readonly reasons: readonly Reason[] };

/**
 * Everything that is expected, what matters most first. What only the certificate's owner can mend by renewing it comes last,
 * so that its code is the reason's only where nothing else is wrong.
 */
export function expectationsOf(secured: Secured, expect: TlsExpect, at: Date): readonly Held[] {
  const distrust = distrustReasons(secured, expect);
  const slow = tooSlow(secured.latencyMs, expect.latencyMs);
  return [
    { what: 'the certificate is trusted', reasons: distrust },
    { what: 'it is for this name', reasons: secured.misnamed === null ? [] : [secured.misnamed] },
    { what: 'the chain is complete', reasons: chainReasons(secured, expect) },
    { what: 'keys and signatures are strong enough', reasons: strengthReasons(secured, expect) },
    { what: `TLS ${secured.protocol} is agreed upon`, reasons: protocolReasons(secured, expect) },
    { what: 'the status is not revoked, as far as it was asked for', reasons: statusReasons(secured, expect, at) },
    { what: `latency ${secured.latencyMs} ms`, reasons: slow === null ? [] : [slow] },
    { what: `issued by ${quote(secured.certificate.issuer)}`, reasons: ownerReasons(secured, expect) },
    {
      what: 'every certificate has days enough left',
      reasons: distrust.length > 0 && hasEnded(secured, at) ? [] : daysReasons(secured, expect, at),
    },
  ];
}

/** Everything that is not as it should be, the worst first; null when nothing is. */
export function judgeSecured(secured: Secured, expect: TlsExpect, at: Date): Reason | null {
  return expectationsOf(secured, expect, at)
    .flatMap(({ reasons }) => reasons)
    .reduce<Reason | null>(joined, null);
}

/** What does no harm yet, or none to clients that put it right: in words, or null. */
export function warnOf(secured: Secured, { days, chainComplete }: TlsExpect, at: Date): string | null {
  const few = tooFewDays('warn', secured, days, at);
  return [...(few === null ? [] : [few]), ...(chainComplete ? secured.untidy : [])].join(', ') || null;
}

const tls = (message: string): Reason => ({ code: 'tls', message });
const certificate = (message: string): Reason => ({ code: 'certificate', message });

function distrustReasons({ distrust, certificate: own }: Secured, { selfSigned, fingerprints }: TlsExpect): Reason[] {
  if (distrust === null) return [];
  const isPinned = selfSigned && distrust.isSelfSigned && fingerprints.includes(own.fingerprint);
  return isPinned ? [] : [distrust.reason];
}

/** Of a chain that nobody trusts it was said already. */
function chainReasons({ isComplete, distrust, links }: Secured, { chainComplete }: TlsExpect): Reason[] {
  if (!chainComplete || isComplete || distrust !== null) return [];
  const last = links.find(({ authority }) => authority !== null)?.authority ?? 'its authority';
  return [tls(`chain is incomplete: the server does not send the certificate of ${quote(last)}`)];
}

function strengthReasons({ links }: Secured, { keyBits }: TlsExpect): Reason[] {
  return links.flatMap((link) => {
    const least = leastBits(link.key, keyBits);
    const { bits } = link.key;
    const isShort = bits !== null && least !== null && bits < least;
    return [
      ...(isShort ? [tls(`key of the ${whose(link)} is ${keyText(link.key)}, wanted ${least} bits or more`)] : []),
      ...(link.weakSignature === null ? [] : [tls(`${whose(link)} has a weak signature (${link.weakSignature})`)]),
    ];
  });
}

/** What is asked of a key of this type; null of one whose strength is no matter of bits. */
export function leastBits({ type }: KeyFacts, { rsa, ec }: TlsExpect['keyBits']): number | null {
  if (type === 'rsa' || type === 'dsa' || type === 'dh') return rsa;
  return type === 'ec' || type.startsWith('ed') ? ec : null;
}

/** A key in two words, as `RSA 2048`. */
export function keyText({ type, bits }: KeyFacts): string {
  return bits === null ? type.toUpperCase() : `${type.toUpperCase()} ${bits}`;
}

function protocolReasons({ protocol, tried }: Secured, { protocol: wanted }: TlsExpect): Reason[] {
  const fits = wanted.orNewer ? protocol >= wanted.version : protocol === wanted.version;
  const words = wanted.orNewer ? `${wanted.version} or newer` : wanted.version;
  return [
    ...(fits ? [] : [tls(`TLS ${quote(protocol)} was agreed upon, wanted ${words}`)]),
    ...tried.flatMap((one): Reason[] => {
      if (one.outcome !== 'unknown')
        return one.outcome === 'refused' ? [] : [tls(`TLS ${one.version} is spoken too, wanted a refusal`)];
      const { code, message } = one.reason;
      return [{ code, message: `whether TLS ${one.version} is refused is not known: ${message}` }];
    }),
  ];
}

function ownerReasons({ certificate: own }: Secured, { issuer, fingerprints }: TlsExpect): Reason[] {
  const isOther = issuer !== null && !own.issuer.includes(issuer);
  const isUnknown = fingerprints.length > 0 && !fingerprints.includes(own.fingerprint);
  return [
    ...(isOther ? [certificate(`certificate issuer ${quote(own.issuer)}, wanted ${quote(issuer)}`)] : []),
    ...(isUnknown ? [certificate(`certificate fingerprint ${own.fingerprint}, wanted ${oneOf(fingerprints)}`)] : []),
  ];
}

function oneOf([first = '', ...others]: readonly string[]): string {
  return others.length === 0 ? first : `${first} or one of ${others.length} more`;
}

/** Then it is distrusted for that, and nobody has to read it twice. */
function hasEnded({ links }: Secured, at: Date): boolean {
  return links.some(({ until }) => until < at.getTime());
}

function daysReasons(secured: Secured, { days }: TlsExpect, at: Date): Reason[] {
  const few = tooFewDays('fail', secured, days, at);
  return few === null ? [] : [certificate(few)];
}
