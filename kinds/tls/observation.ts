import type { Certificate, Failure, Measured } from '#core/verdict/observation.ts';
import type { Reason } from '#core/verdict/reason.ts';

/** `type`: rsa, ec, ed25519 …; `bits` null where a type has no size that one could ask for. */
export type KeyFacts = { readonly type: string; readonly bits: number | null };

/**
 * A certificate of the chain. `authority`: its name, null for the server's own. `from` and `until`: milliseconds since 1970,
 * NaN where they cannot be read. `weakSignature`: the algorithm, where nobody trusts it any more.
 */
export type LinkFacts = {
  readonly authority: string | null;
  readonly subject: string;
  readonly from: number;
  readonly until: number;
  readonly key: KeyFacts;
  readonly weakSignature: string | null;
};

/**
 * What a stapled status says. `isOurs`: it is about this certificate; `isSigned`: by its issuer, or by whom that allowed to.
 * Times in milliseconds since 1970. `fault`: why it cannot be read.
 */
export type StapledStatus =
  | {
      readonly status: 'good' | 'revoked' | 'unknown';
      readonly isOurs: boolean;
      readonly isSigned: boolean;
      readonly from: number;
      readonly until: number | null;
      readonly revokedAt: number | null;
    }
  | { readonly fault: string };

/** What became of a handshake in a version that must be refused. `reason`: why nobody knows. */
export type VersionTried =
  | { readonly version: string; readonly outcome: 'refused' | 'spoken' }
  | { readonly version: string; readonly outcome: 'unknown'; readonly reason: Reason };

/**
 * A handshake that was made. `links`: the chain, the server's own certificate first. `distrust`: why it leads to no authority
 * that is trusted, `isSelfSigned` when it is only that the certificate signed itself. `misnamed`: why it is not for the name.
 * `isComplete`: what was sent leads to a root by itself. `untidy`: what is wrong with the way it was sent, though nobody
 * stumbles. `staple`: the status that was stapled, null when none was, or none was asked for.
 */
export type Secured = Measured & {
  readonly outcome: 'secured';
  readonly protocol: string;
  readonly cipher: string;
  readonly links: readonly LinkFacts[];
  readonly distrust: { readonly reason: Reason; readonly isSelfSigned: boolean } | null;
  readonly misnamed: Reason | null;
  readonly isComplete: boolean;
  readonly untidy: readonly string[];
  readonly staple: StapledStatus | null;
  readonly tried: readonly VersionTried[];
  readonly certificate: Certificate;
};

/** What came of a tls check: a handshake, or why there is none. */
export type TlsObservation = Secured | Failure;
