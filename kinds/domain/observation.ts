import type { Failure, Measured } from '#core/verdict/observation.ts';

/**
 * What a registry says of a domain. `expires`: ISO time. `status` as the registry writes it, such as `client hold`.
 * `nameservers` in lower case, without a dot at the end. `registrar` is '' where nothing is said. `at`: when it was said, an ISO time.
 */
export type Registration = {
  readonly expires: string;
  readonly status: readonly string[];
  readonly nameservers: readonly string[];
  readonly registrar: string;
  readonly at: string;
};

/** `missed`: why nobody could be asked now, where what was said before has to do. */
type Registered = Measured & {
  readonly outcome: 'registered';
  readonly registration: Registration;
  readonly missed?: string;
};

/** `said`: the beginning of an answer that could not be read. */
type Unread = Failure & { readonly said?: string };

/** What came of a domain check. */
export type DomainObservation = Registered | Unread;
