import { refusedHost } from '#core/address/address-policy.ts';
import type { Reason } from '#core/verdict/reason.ts';
import { guardedLookup } from '../../probing/address-guard.ts';
import { type Attempt, startHop } from '../../probing/attempt.ts';
import { isIP } from '../../probing/builtins.ts';
import { socketReason } from '../../probing/socket-reason.ts';
import type { Server } from './server.ts';

/** More addresses of a name are not tried. */
const MOST_ADDRESSES = 4;

/** The addresses of a server that may be asked, in the order of the look-up. Begins the attempt's hop. */
export function addressesOf({ host, port }: Server, attempt: Attempt): Promise<readonly string[] | Reason> {
  const to = { host, port };
  startHop(attempt, to);
  const refused = refusedHost(to, attempt.allowPrivate, attempt.effects.addresses);
  if (refused !== null) return Promise.resolve(refused);
  if (isIP(host) !== 0) return Promise.resolve([host]);
  return new Promise((resolve) => {
    attempt.giveUp = resolve;
    guardedLookup(to, attempt, resolve)(host, { all: true }, (error, found) => {
      if (error !== null) return resolve(socketReason(error as Error, attempt));
      attempt.line.looked = attempt.effects.now();
      const addresses = typeof found === 'string' ? [found] : found.map(({ address }) => address);
      resolve(addresses.slice(0, MOST_ADDRESSES));
    });
  });
}
