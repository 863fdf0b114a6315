import type { Certificate, Failure, Measured } from '#core/verdict/observation.ts';

/** A record in presentation form, its TTL in seconds. */
export type DnsRecord = { readonly text: string; readonly ttl: number };

/**
 * What one server answered. `server` as people write it. `records`: of the asked type, of the name at the end of `aliases`
 * (the names of a chain of CNAMEs, the question's name not among them; `isLoop` where it has no end). `others`: owners of records that answer
 * another question. `why`: the server's own words about an error (RFC 8914), not made safe. `truncated`: over UDP it was
 * cut short, and asked for again over TCP. `tries`: how often it was asked over UDP.
 */
export type DnsReply = {
  readonly server: string;
  readonly rcode: number;
  readonly why: string;
  readonly records: readonly DnsRecord[];
  readonly aliases: readonly string[];
  readonly isLoop: boolean;
  readonly others: readonly string[];
  readonly authoritative: boolean;
  readonly authentic: boolean;
  readonly truncated: boolean;
  readonly tries: number;
};

/** A zone's serial by one of its own servers, or in words why there is none. */
export type ZoneSerial = { readonly server: string } & ({ readonly serial: number } | { readonly why: string });

/** Every server answered. `serials`: only where the zone's own servers have to agree. */
type Answered = Measured & {
  readonly outcome: 'answered';
  readonly replies: readonly DnsReply[];
  readonly serials?: readonly ZoneSerial[];
  readonly certificate?: Certificate;
};

/** What came of a dns check. */
export type DnsObservation = Answered | Failure;
