import type { LookupFunction } from 'node:net';
import { refusedAddress } from '#core/address/address-policy.ts';
import type { Reason } from '#core/verdict/reason.ts';
import type { Attempt, Endpoint } from './attempt.ts';
import { lookup as systemLookup } from './builtins.ts';

/**
 * A look-up that ends the attempt when any address of a name may not be connected to. It is the socket's own, so what
 * was looked at is what is connected to: no second answer of a name server comes between.
 */
export function guardedLookup(to: Endpoint, attempt: Attempt, refuse: (reason: Reason) => void): LookupFunction {
  const { lookup = systemLookup as LookupFunction, addresses: policy } = attempt.effects;
  return (host, options, done) =>
    lookup(host, options, (error, found, family) => {
      if (error !== null) return done(error, found, family);
      const addresses = typeof found === 'string' ? [found] : found.map(({ address }) => address);
      for (const address of addresses) {
        const refused = refusedAddress(address, to, attempt.allowPrivate, policy);
        if (refused === null) continue;
        refuse(refused);
        return done(new Error(refused.message), [], family);
      }
      done(null, found, family);
    });
}
