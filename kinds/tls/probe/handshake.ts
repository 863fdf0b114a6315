import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { TlsSettings } from '#core/check/tls.ts';
import type { Reason } from '#core/verdict/reason.ts';
import type { Attempt } from '../../probing/attempt.ts';
import { isIP } from '../../probing/builtins.ts';
import { connect } from '../../probing/tls/builtins.ts';
import { certificateOf } from '../../probing/tls/certificate-of.ts';
import { UNKNOWN_AUTHORITY, type UnreadStore } from '../../probing/tls/connect-tls.ts';
import { contextOf } from '../../probing/tls/context.ts';
import { knownMachineRoots, readMachineRoots } from '../../probing/tls/machine-roots.ts';
import { keepCertificateWhole, peerCertificate } from '../../probing/tls/peer-certificate.ts';
import { handshakeReason } from '../../probing/tls/tls-reason.ts';

/** `staple`: what was stapled, null when nothing was. */
export type Handshake = { readonly secured: TLSSocket; readonly staple: Buffer | null };

/**
 * A handshake that did not end. `said`: Node's code for why; `heard`: bytes that the server had said in it; `hasShown`: a
 * certificate was among them, so the version was agreed upon.
 */
export type Broken = Reason & { readonly said: string; readonly heard: number; readonly hasShown: boolean };

/**
 * A handshake to the end, whatever the server showed: whether it is accepted is judged later, with everything else. Keys and
 * ciphers that OpenSSL would refuse are taken, so that they can be named. `wantsStaple`: a status is asked for.
 */
export function handshake(
  socket: Socket,
  settings: TlsSettings,
  attempt: Attempt,
  wantsStaple = false,
): Promise<Handshake | Broken | Reason | UnreadStore> {
  const { line, effects, to } = attempt;
  const roots = effects.trustsMachine === true && settings.ca === undefined ? knownMachineRoots() : [];
  const secureContext = contextOf({ ...settings, anyStrength: true }, roots ?? [], 'tls');
  if ('code' in secureContext) return Promise.resolve(secureContext);
  return new Promise((resolve) => {
    let staple: Buffer | null = null;
    const heardBefore = socket.bytesRead;
    const secured = connect({
      socket,
      secureContext,
      host: to.host,
      ...(isIP(to.host) === 0 ? { servername: to.host.replace(/\.$/, '') } : {}),
      // Not carelessness: all that is asked here is what the server shows, and nothing is sent to it.
      rejectUnauthorized: false,
      checkServerIdentity: () => undefined,
      requestOCSP: wantsStaple,
    });
    keepCertificateWhole(secured);
    effects.trace?.securing(secured, false);
    attempt.socket = secured;
    attempt.giveUp = resolve;
    secured.once('OCSPResponse', (response: Buffer | null) => {
      staple = response;
    });
    const note = (): void => {
      if (peerCertificate(secured) !== undefined) attempt.certificate = certificateOf(secured, settings);
    };
    // Before Node destroys the connection for that, and with it what the server has shown.
    secured.prependOnceListener('end', note);
    secured.on('error', (error) => {
      // TLS 1.2 says that it wants a certificate of ours after it has shown its own.
      note();
      const { code: said = '' } = error as NodeJS.ErrnoException;
      const hasShown = peerCertificate(secured) !== undefined;
      resolve({ ...handshakeReason(error, attempt), said, heard: socket.bytesRead - heardBefore, hasShown });
    });
    secured.once('secureConnect', () => {
      line.secured = effects.now();
      const isUnread = roots === null && UNKNOWN_AUTHORITY.test(String(secured.authorizationError));
      if (isUnread && readMachineRoots().length > 0) return resolve(UNREAD);
      attempt.certificate = certificateOf(secured, settings);
      resolve({ secured, staple });
    });
  });
}

const UNREAD: UnreadStore = { code: 'tls', message: 'the store of this machine was not read yet', again: true };

/** A server far away says no after a journey there and back; no check waits longer than this for it. */
const MOST_WAIT_MS = 250;
const LEAST_WAIT_MS = 100;

/**
 * Why the server does not let us in after all; null when it does. With TLS 1.3 the handshake is over for us before the server
 * has looked at our certificate: it says no by an alert, and yes by a session ticket or by its first words. Of one that says
 * nothing at all no more can be known.
 */
export function letIn(secured: TLSSocket, attempt: Attempt): Promise<Reason | null> {
  if (secured.getProtocol() !== 'TLSv1.3') return Promise.resolve(null);
  const { connected, looked, start } = attempt.line;
  const wait = Math.min(MOST_WAIT_MS, Math.max(LEAST_WAIT_MS, 2 * (connected - Math.max(looked, start))));
  return new Promise((resolve) => {
    const timer = setTimeout(settle, wait, null);
    function settle(reason: Reason | null): void {
      clearTimeout(timer);
      resolve(reason);
    }
    const isIn = (): void => settle(null);
    attempt.giveUp = settle;
    secured.on('error', (error) => settle(handshakeReason(error, attempt)));
    secured.once('session', isIn).once('data', isIn).once('end', isIn).once('close', isIn);
  });
}
