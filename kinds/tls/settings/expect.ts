import * as z from 'zod';
import type { TlsVersion } from '#core/check/tls.ts';
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
  settings,
  someSettings,
  text,
} from '#core/settings/setting.ts';
import { latency } from '#core/settings/shared-settings.ts';
import type { ProtocolWanted, TlsExpect } from '../check.ts';

/** What must hold, as people write it, and as it travels. */

const VERSIONS = ['1.0', '1.1', '1.2', '1.3'] as const;
const PROTOCOL = /^(>= ?)?(1\.[0-3])$/;
const PROTOCOL_RULE = 'write ">= 1.2" for the oldest version, or "1.3" for the only one';
const VERSION_RULE = 'write versions in quotes, such as ["1.0", "1.1"]';
const DAYS_RULE = 'write the days left at least, such as 14, or {warn: 21, fail: 7}';
const FINGERPRINT = /^[0-9A-Fa-f]{2}(?::?[0-9A-Fa-f]{2}){31}$/;
const FINGERPRINT_RULE = 'write a SHA-256 fingerprint: 64 hexadecimal digits, with colons or without';
const MOST_DAYS = 3650;
/** A renewal needs the next one beside the present one; more pins than this are no pins. */
const MOST_FINGERPRINTS = 10;
const USUAL_BITS = { rsa: 2048, ec: 256 } as const;

const days = once(() => count(0, MOST_DAYS));
const bits = once(() => count(128, 16_384, 'write the fewest bits, such as 3072, or {rsa: 3072, ec: 384}'));
const fingerprint = once(() => text(FINGERPRINT, FINGERPRINT_RULE));

/** `expect` of a tls check. */
export const expectSchema = once(() =>
  settings(
    {
      days: z
        .union(
          [
            days(),
            someSettings(
              {
                warn: days().optional().describe('With fewer days left the check is degraded.'),
                fail: days().optional().describe('With fewer days left the check is NG.'),
              },
              DAYS_RULE,
            ),
          ],
          { error: DAYS_RULE },
        )
        .optional()
        .describe('Days left, of each certificate of the chain. By their lifetime when left out: at most 21 and 7.'),
      chain: z
        .literal('complete', { error: 'write complete' })
        .optional()
        .describe('complete: the server sends every certificate up to the root, in order and no other.'),
      protocol: text(PROTOCOL, PROTOCOL_RULE)
        .optional()
        .describe('Version of TLS agreed upon. ">= 1.2" when left out.'),
      refuses: list(z.enum(VERSIONS, { error: VERSION_RULE }), VERSIONS.length, VERSION_RULE)
        .optional()
        .describe('Versions of TLS that the server must refuse: one more handshake for each.'),
      keyBits: z
        .union(
          [
            bits(),
            someSettings(
              {
                rsa: bits().optional().describe('The fewest bits of an RSA key. 2048 when left out.'),
                ec: bits().optional().describe('The fewest bits of an elliptic-curve key. 256 when left out.'),
              },
              'write a map such as {rsa: 3072, ec: 384}',
            ),
          ],
          { error: 'write the fewest bits of an RSA key, such as 3072, or {rsa: 3072, ec: 384}' },
        )
        .optional()
        .describe('The fewest bits of the keys of the chain. 2048 of RSA, 256 of elliptic curves when left out.'),
      issuer: filledText("write text that the issuer's name has, such as Let's Encrypt")
        .optional()
        .describe("Text in the name of the certificate's issuer, such as CN=R3, O=Let's Encrypt."),
      fingerprint: z
        .union([fingerprint(), list(fingerprint(), MOST_FINGERPRINTS, FINGERPRINT_RULE)], { error: FINGERPRINT_RULE })
        .optional()
        .describe('SHA-256 of the certificate; of a list one has to fit, so that a renewal can be prepared.'),
      selfSigned: flag()
        .optional()
        .describe('true accepts a certificate that signed itself, if its fingerprint is expected.'),
      ocsp: choice(['stapled', 'good'])
        .optional()
        .describe('stapled: an OCSP status comes with the certificate; good: it says good, in time and signed.'),
      latency: latency.optional().describe('The longest from the start to the end of the handshake.'),
    },
    'write a map such as {days: {warn: 21, fail: 7}}',
  ).describe('What a healthy target shows.'),
);

/** `expect` as people write it. */
export type AuthoredExpect = z.infer<ReturnType<typeof expectSchema>>;

/** What is wrong between what is expected. Paths begin at `expect`. */
export function expectFaults(expect: Draft<AuthoredExpect> = {}): PathFault[] {
  const faults: PathFault[] = [];
  const { days, protocol, refuses = [], selfSigned, fingerprint } = expect;
  if (typeof days === 'object' && days.warn !== undefined && days.fail !== undefined && days.warn <= days.fail) {
    const message = `is ${days.warn}, and beyond ${days.fail} the check is NG by fail; write more than ${days.fail}`;
    faults.push({ path: ['expect', 'days', 'warn'], message });
  }
  for (const [i, version] of refuses.entries()) {
    if (version !== undefined && refuses.indexOf(version) < i) {
      faults.push({ path: ['expect', 'refuses', i], message: `is "${version}" a second time; write it once` });
    } else if (version !== undefined && protocolOf(protocol).version === version) {
      const message = `is "${version}", which protocol wants to be spoken; take one of them out`;
      faults.push({ path: ['expect', 'refuses', i], message });
    }
  }
  if (selfSigned === true && fingerprint === undefined) {
    const message = 'would accept a certificate of anybody; write fingerprint too, or name it in tls.ca instead';
    faults.push({ path: ['expect', 'selfSigned'], at: 'key', message });
  }
  return faults;
}

/** What must hold as it travels, every default filled. */
export function resolveExpect(expect: AuthoredExpect = {}): TlsExpect {
  const { days, keyBits, fingerprint = [], latency: most } = expect;
  const least = typeof days === 'number' ? { fail: days } : days;
  const fingerprints = typeof fingerprint === 'string' ? [fingerprint] : fingerprint;
  return {
    days: { warn: least !== undefined && 'warn' in least ? (least.warn ?? null) : null, fail: least?.fail ?? null },
    chainComplete: expect.chain === 'complete',
    protocol: protocolOf(expect.protocol),
    refuses: expect.refuses ?? [],
    keyBits: { ...USUAL_BITS, ...(typeof keyBits === 'number' ? { rsa: keyBits } : withoutHoles(keyBits)) },
    issuer: expect.issuer ?? null,
    fingerprints: fingerprints.map((one) => one.replaceAll(':', '').toLowerCase()),
    selfSigned: expect.selfSigned === true,
    ocsp: expect.ocsp ?? null,
    latencyMs: limitOf(most),
  };
}

function protocolOf(authored = '>= 1.2'): ProtocolWanted {
  const [, atLeast, version = '1.2'] = PROTOCOL.exec(authored) ?? [];
  return { version: version as TlsVersion, orNewer: atLeast !== undefined };
}

function withoutHoles(bits: { readonly rsa?: number | undefined; readonly ec?: number | undefined } = {}) {
  return { ...(bits.rsa !== undefined && { rsa: bits.rsa }), ...(bits.ec !== undefined && { ec: bits.ec }) };
}
