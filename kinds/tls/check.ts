import type { Check } from '#core/check/check.ts';
import type { TlsSettings, TlsVersion } from '#core/check/tls.ts';
import type { EndpointTarget } from '#core/settings/endpoint.ts';
import type { StartTls } from '../probing/starttls/protocols.ts';

/**
 * What a tls check connects to. `serverName`: the name that is asked for (SNI) and that the certificate has to be for, when it
 * is not the host. `starttls`: the protocol in whose words TLS is asked for; without it, it begins at once.
 */
export type TlsTarget = EndpointTarget & {
  readonly serverName?: string;
  readonly starttls?: StartTls;
  readonly tls: Pick<TlsSettings, 'ca' | 'cert' | 'key' | 'passphrase'>;
};

/** Days left; a part that is null follows from the lifetime of each certificate (judge/days.ts). */
export type DaysLimits = { readonly warn: number | null; readonly fail: number | null };

/** The fewest bits of a key. */
type KeyBits = { readonly rsa: number; readonly ec: number };

/** `version` exactly, or at least. */
export type ProtocolWanted = { readonly version: TlsVersion; readonly orNewer: boolean };

/**
 * What must hold. `chainComplete`: the certificates that the server sends lead to a root by themselves. `refuses`: versions
 * that must not be spoken. `issuer`: text in the issuer's name. `fingerprints`: SHA-256 in lower case without colons, one of
 * which the server's own certificate has; empty when any may be. `selfSigned`: a certificate that signed itself will do, if its
 * fingerprint is wanted. `ocsp`: a status is stapled, or says good.
 */
export type TlsExpect = {
  readonly days: DaysLimits;
  readonly chainComplete: boolean;
  readonly protocol: ProtocolWanted;
  readonly refuses: readonly TlsVersion[];
  readonly keyBits: KeyBits;
  readonly issuer: string | null;
  readonly fingerprints: readonly string[];
  readonly selfSigned: boolean;
  readonly ocsp: 'stapled' | 'good' | null;
  readonly latencyMs: number | null;
};

/** A check of kind tls as it travels. */
export type TlsCheck = Check<'tls', TlsTarget, TlsExpect>;
