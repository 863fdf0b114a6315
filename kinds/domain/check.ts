import type { Check } from '#core/check/check.ts';

/**
 * `name`: the registered domain in its ASCII form. `server`: who is asked in place of the registry that is known: the beginning
 * of an RDAP URL, or `whois://host`, with a port or without.
 */
export type DomainTarget = { readonly name: string; readonly server?: string; readonly allowPrivate?: true };

/** `warnDays`, `failDays`: days left, below which it is degraded and NG. `nameservers`: all of them, in any order. */
type DomainExpect = {
  readonly warnDays: number;
  readonly failDays: number;
  readonly nameservers: readonly string[] | null;
  readonly registrar: string | null;
  readonly latencyMs: number | null;
};

/** A check of kind domain as it travels. */
export type DomainCheck = Check<'domain', DomainTarget, DomainExpect>;
