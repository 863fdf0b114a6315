import type { Socket } from 'node:net';
import { refusedHost } from '#core/address/address-policy.ts';
import type { Reason } from '#core/verdict/reason.ts';
import { guardedLookup } from './address-guard.ts';
import { type Attempt, type Endpoint, startHop } from './attempt.ts';
import { connect, isIP } from './builtins.ts';
import { socketReason } from './socket-reason.ts';

/** Of several addresses each gets this share of the connect deadline (the last one the rest), at least Node's own 250 ms. */
const ADDRESS_SHARE = 3;
const LEAST_MS_PER_ADDRESS = 250;
const OTHER = { 4: 6, 6: 4 } as const;

/** A new connection within the attempt's deadlines, or why there is none. The socket survives errors nobody waits for. */
export function connectTcp(to: Endpoint, attempt: Attempt): Promise<Socket | Reason> {
  startHop(attempt, to);
  const place = to.at ?? to;
  const refused = refusedHost(place, attempt.allowPrivate, attempt.effects.addresses);
  if (refused !== null) return Promise.resolve(refused);
  // A name is asked for addresses of that family; an address has its own.
  if (to.family !== undefined && isIP(place.host) === OTHER[to.family]) {
    const message = `${place.host} is no IPv${to.family} address, wanted IPv${to.family} only`;
    return Promise.resolve({ code: 'dns', message });
  }
  return new Promise((resolve) => {
    const { line, effects, limits } = attempt;
    const socket = connect({
      host: place.host,
      port: place.port,
      noDelay: true,
      autoSelectFamilyAttemptTimeout: Math.max(
        LEAST_MS_PER_ADDRESS,
        Math.floor(limits.connectTimeoutMs / ADDRESS_SHARE),
      ),
      ...(to.family === undefined ? {} : { family: to.family }),
      ...(isIP(place.host) === 0 ? { lookup: guardedLookup(place, attempt, resolve) } : {}),
    });
    attempt.socket = socket;
    effects.trace?.connecting(socket);
    attempt.giveUp = resolve;
    socket.on('error', (error) => resolve(socketReason(error, attempt)));
    socket.once('lookup', (error) => {
      if (!(error instanceof Error)) line.looked = effects.now();
    });
    socket.once('connect', () => {
      line.connected = effects.now();
      if (effects.measuresAll === true) attempt.ipVersion = socket.remoteFamily === 'IPv6' ? 6 : 4;
      resolve(socket);
    });
  });
}
