import type { LookupFunction } from 'node:net';
import { refusedAddress } from '#core/address/address-policy.ts';
import type { Reason } from '#core/verdict/reason.ts';
import type { Attempt, Endpoint } from './attempt.ts';
import { lookup as systemLookup } from './builtins.ts';

/** Names that never leave the machine (RFC 6761, 6.3): no name server is asked for them. */
const LOOPBACK = /\.localhost\.?$/i;

const loopbackLookup: LookupFunction = (_, { all, family }, done) => {
  const both = [
    { address: '127.0.0.1', family: 4 },
    { address: '::1', family: 6 },
  ];
  const wanted = both.filter((one) => one.family === family || (family !== 4 && family !== 6));
  const [first = both[0]] = wanted;
  // Not before the socket has those that wait for it.
  process.nextTick(() => {
    if (all === true) done(null, wanted);
    else done(null, first?.address ?? '', first?.family ?? 4);
  });
};

/**
 * A look-up that ends the attempt when any address of a name may not be connected to. It is the socket's own, so what
 * was looked at is what is connected to: no second answer of a name server comes between.
 */
export function guardedLookup(to: Endpoint, attempt: Attempt, refuse: (reason: Reason) => void): LookupFunction {
  const { lookup: given = systemLookup as LookupFunction, addresses: policy } = attempt.effects;
  const lookup = LOOPBACK.test(to.host) ? loopbackLookup : given;
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
