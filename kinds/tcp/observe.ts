import type { Socket } from 'node:net';
import type { Reason } from '#core/verdict/reason.ts';
import {
  type Attempt,
  connectionMade,
  endAttempt,
  failed,
  measuredOf,
  startAttempt,
  within,
} from '../probing/attempt.ts';
import { connectTcp } from '../probing/connect-tcp.ts';
import type { CheckerEffects } from '../probing/effects.ts';
import type { TcpCheck, TcpTarget } from './check.ts';
import type { Talk, TcpObservation } from './observation.ts';

/** Connects, and goes through the exchange once where there is one. What most checks do without is loaded when it is needed. */
export async function observe(
  { target, expect, ...limits }: TcpCheck,
  effects: CheckerEffects,
): Promise<TcpObservation> {
  const attempt = startAttempt(limits, effects, target.allowPrivate);
  try {
    // Before the connection: the peer's clock does not run while a file is read here.
    const talking = target.exchange === undefined ? null : await within(attempt, import('./converse.ts'));
    if (talking !== null && 'code' in talking) return failed(attempt, talking);
    const socket = await lineTo(target, attempt);
    if ('code' in socket) return failed(attempt, socket);
    connectionMade(attempt);
    const talk = (await talking?.converse(socket, target, expect, attempt)) ?? null;
    socket.destroy();
    return talk !== null && 'code' in talk ? broken(talk, attempt) : connected(talk, attempt);
  } finally {
    endAttempt(attempt);
  }
}

async function lineTo(target: TcpTarget, attempt: Attempt): Promise<Socket | Reason> {
  if (target.tls === undefined) return connectTcp(target, attempt);
  const secure = await within(attempt, import('./secure.ts'));
  return 'code' in secure ? secure : secure.secureLine(target, attempt);
}

function connected(talk: Talk | null, attempt: Attempt): TcpObservation {
  return {
    outcome: 'connected',
    ...measuredOf(attempt),
    ...(talk !== null && { talk }),
  };
}

function broken({ came, ...reason }: Reason & { readonly came?: Buffer }, attempt: Attempt): TcpObservation {
  return { ...failed(attempt, reason), ...(came !== undefined && { came }) };
}
