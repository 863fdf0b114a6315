import type { TlsSettings, TlsVersion } from '#core/check/tls.ts';
import type { Reason } from '#core/verdict/reason.ts';
import {
  type Attempt,
  endAttempt,
  endpointNamed,
  failed,
  measuredOf,
  startAttempt,
  within,
} from '../../probing/attempt.ts';
import { connectTcp } from '../../probing/connect-tcp.ts';
import type { CheckerEffects } from '../../probing/effects.ts';
import { startTls } from '../../probing/starttls/start-tls.ts';
import { onceStoreIsRead } from '../../probing/tls/connect-tls.ts';
import { peerCertificate } from '../../probing/tls/peer-certificate.ts';
import type { TlsCheck, TlsTarget } from '../check.ts';
import type { Secured, StapledStatus, TlsObservation, VersionTried } from '../observation.ts';
import { factsOf } from './facts.ts';
import { type Broken, type Handshake, handshake, letIn } from './handshake.ts';

/** One handshake, and one more for each version that must be refused. */
export async function observe(
  { target, expect, ...limits }: TlsCheck,
  effects: CheckerEffects,
): Promise<TlsObservation> {
  const attempt = startAttempt(limits, effects, target.allowPrivate);
  try {
    const secured = await observeOnce(target, attempt, expect.ocsp !== null);
    if ('code' in secured) return failed(attempt, secured);
    const { certificate } = secured;
    const tried: VersionTried[] = [];
    for (const version of expect.refuses) tried.push(await tryVersion(version, target, attempt));
    attempt.certificate = certificate;
    return { ...secured, tried };
  } finally {
    endAttempt(attempt);
  }
}

async function observeOnce(
  target: TlsTarget,
  attempt: Attempt,
  wantsStaple: boolean,
): Promise<Omit<Secured, 'tried'> | Reason> {
  const made = await handshakeWith(target, target.tls, attempt, wantsStaple);
  if ('code' in made) return made;
  const { secured } = made;
  const facts = factsOf(secured, target.tls, attempt);
  if ('code' in facts || attempt.certificate === null) return 'code' in facts ? facts : NO_CERTIFICATE;
  const measured = measuredOf(attempt);
  const refused = await letIn(secured, attempt);
  if (refused !== null) return refused;
  const staple = await stapleOf(made, attempt);
  if (staple !== null && 'code' in staple) return staple;
  return { outcome: 'secured', ...measured, ...facts, staple, certificate: attempt.certificate };
}

const NO_CERTIFICATE: Reason = { code: 'tls', message: 'no certificate was shown' };

async function stapleOf({ secured, staple }: Handshake, attempt: Attempt): Promise<StapledStatus | Reason | null> {
  if (staple === null || staple.length === 0) return null;
  const loaded = await within(attempt, import('./stapled-status.ts'));
  if ('code' in loaded) return loaded;
  const leaf = peerCertificate(secured);
  return leaf === undefined ? NO_CERTIFICATE : loaded.stapledStatus(staple, leaf);
}

/** Connection, STARTTLS where it is asked for, and handshake. */
function handshakeWith(
  { serverName, starttls, ...place }: TlsTarget,
  settings: TlsSettings,
  attempt: Attempt,
  wantsStaple = false,
): Promise<Handshake | Broken | Reason> {
  return onceStoreIsRead(async () => {
    const socket = await connectTcp(endpointNamed(place, serverName), attempt);
    if ('code' in socket) return socket;
    const refused = starttls === undefined ? null : await startTls(socket, starttls, attempt);
    return refused ?? handshake(socket, settings, attempt, wantsStaple);
  });
}

/** What a server says that does not speak a version. */
const NO = /_ALERT_|UNSUPPORTED_PROTOCOL|WRONG_(?:SSL_)?VERSION/;
/** Or it breaks the connection without a word. */
const BROKEN = /^(?:ECONNRESET|EPIPE)$/;

/** A handshake in this version alone. A server that has shown its certificate speaks it, however the handshake ends. */
async function tryVersion(version: TlsVersion, target: TlsTarget, attempt: Attempt): Promise<VersionTried> {
  const made = await handshakeWith(target, { ...target.tls, minVersion: version, maxVersion: version }, attempt);
  if ('secured' in made || ('said' in made && made.hasShown)) return { version, outcome: 'spoken' };
  if ('said' in made && (NO.test(made.said) || (BROKEN.test(made.said) && made.heard === 0)))
    return { version, outcome: 'refused' };
  return { version, outcome: 'unknown', reason: { code: made.code, message: made.message } };
}
