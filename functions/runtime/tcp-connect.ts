import { connect, type Socket } from 'node:net';
import type { Reason } from '#core/verdict/verdict.ts';
import { type Attempt, type Endpoint, startHop } from './attempt.ts';
import { socketReason } from './socket-reason.ts';

/** Of several addresses each gets this share of the connect deadline (the last one the rest), at least Node's own 250 ms. */
const ADDRESS_SHARE = 3;
const LEAST_MS_PER_ADDRESS = 250;

/** A new connection within the attempt's deadlines, or why there is none. The socket survives errors nobody waits for. */
export function connectTcp(to: Endpoint, attempt: Attempt): Promise<Socket | Reason> {
  startHop(attempt, to);
  return new Promise((resolve) => {
    const { line, effects, limits } = attempt;
    const socket = connect({
      host: to.host,
      port: to.port,
      noDelay: true,
      autoSelectFamilyAttemptTimeout: Math.max(
        LEAST_MS_PER_ADDRESS,
        Math.floor(limits.connectTimeoutMs / ADDRESS_SHARE),
      ),
      ...(to.family === undefined ? {} : { family: to.family }),
      ...(effects.lookup === undefined ? {} : { lookup: effects.lookup }),
    });
    attempt.socket = socket;
    attempt.giveUp = resolve;
    socket.on('error', (error) => resolve(socketReason(error, attempt)));
    socket.once('lookup', (error) => {
      if (!(error instanceof Error)) line.looked = effects.now();
    });
    socket.once('connect', () => {
      line.connected = effects.now();
      resolve(socket);
    });
  });
}
