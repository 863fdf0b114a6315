import type { Socket } from 'node:net';
import type { Check } from '#core/check/check.ts';
import type { Certificate, Failure, Measured } from '#core/verdict/observation.ts';
import type { Reason } from '#core/verdict/reason.ts';
import { isIP } from './builtins.ts';
import { type Deadline, endDeadline, startDeadline } from './deadline.ts';
import type { CheckerEffects } from './effects.ts';
import { NOT_YET, newTimeline, phasesOf, roundMs, type Timeline } from './timeline.ts';

type Place = { readonly host: string; readonly port: number };

/**
 * Where a hop connects to. `host` is a name or an address, IPv6 without brackets. `at`: the connection is made to that
 * place instead, while the name stays what a certificate is held against. `family`: to addresses of that family only.
 */
export type Endpoint = Place & { readonly family?: 4 | 6 | undefined; readonly at?: Place | undefined };

/** The place, under the name that it is asked for and its certificate is held against; its own name when none is given. */
export function endpointNamed({ host, port }: Place, name: string | undefined): Endpoint {
  return name === undefined ? { host, port } : { host: name, port, at: { host, port } };
}

/** The deadlines of a check, and the metrics that it writes. */
type Limits = {
  readonly timeoutMs: number;
  readonly connectTimeoutMs: number;
  readonly metrics?: Check['metrics'];
};

/**
 * One attempt at a check: its clock, its two deadlines and how far it has come. The total deadline covers everything,
 * redirects included, so that a target wins no time by making progress; the connect deadline covers name look-up,
 * connect and TLS handshake of one hop, as curl's does. Whatever waits puts its way out in `giveUp`; whatever opens a
 * connection, or wraps one, puts it in `socket`, which is destroyed when the hop is over, however it went.
 */
export type Attempt = {
  readonly effects: CheckerEffects;
  readonly limits: Limits;
  began: number;
  /** Private addresses may be connected to, wherever the attempt is led. */
  readonly allowPrivate: boolean;
  line: Timeline;
  to: Endpoint;
  status: number | null;
  received: number;
  /** What a person can do where the time does not suffice, behind the stage; '' when there is nothing to say. */
  advice: string;
  /** What the kind is waiting for, in people's words, where that is no part of every connection; null when it is. */
  doing: string | null;
  giveUp: ((reason: Reason) => void) | null;
  socket: Socket | null;
  /** Whether the certificate of the hop is wanted, for a metric or for something that is expected. */
  wantsFacts: boolean;
  certificate: Certificate | null;
  /** The hop's version of IP and of TLS, `1.3`, where all is measured; null before, and without TLS. */
  ipVersion: 4 | 6 | null;
  tlsVersion: string | null;
  total: Deadline | null;
  connecting: Deadline | null;
  /** Ends the reading of a body that has no end of its own. */
  streaming: Deadline | null;
  /** What was read though it is not as it should be, in short words. */
  readonly lenient: Set<string>;
};

const NOWHERE: Endpoint = { host: '', port: 0 };

/** Begins an attempt: its clock and its total deadline run from here. */
export function startAttempt(limits: Limits, effects: CheckerEffects, allowPrivate = false): Attempt {
  const began = effects.now();
  const attempt: Attempt = {
    effects,
    limits,
    began,
    allowPrivate,
    line: newTimeline(began),
    to: NOWHERE,
    status: null,
    received: 0,
    advice: '',
    doing: null,
    giveUp: null,
    socket: null,
    wantsFacts: effects.measuresAll === true || limits.metrics?.includes('certificateDays') === true,
    certificate: null,
    ipVersion: null,
    tlsVersion: null,
    total: null,
    connecting: null,
    streaming: null,
    lenient: new Set(),
  };
  attempt.total = startDeadline(limits.timeoutMs, effects.now, () => overTotal(attempt));
  return attempt;
}

/** From here the connect deadline runs, until `connectionMade`. The first hop's clock is the attempt's own. */
export function startHop(attempt: Attempt, to: Endpoint): void {
  if (attempt.to !== NOWHERE) attempt.line = newTimeline(attempt.effects.now());
  attempt.socket?.destroy();
  attempt.to = to;
  attempt.status = null;
  attempt.received = 0;
  attempt.advice = '';
  attempt.doing = null;
  attempt.certificate = null;
  attempt.ipVersion = null;
  attempt.tlsVersion = null;
  // Equal limits are one limit, reported as the total.
  if (attempt.limits.connectTimeoutMs < attempt.limits.timeoutMs) {
    const { connectTimeoutMs } = attempt.limits;
    attempt.connecting = startDeadline(connectTimeoutMs, attempt.effects.now, () => overConnect(attempt));
  }
}

/** The connection can be used; only the total deadline is left. */
export function connectionMade(attempt: Attempt): void {
  attempt.line.ready = attempt.effects.now();
  tcpConnected(attempt);
}

/** The peer is there: only the total deadline is left, for a peer that may take its time before the connection can be used. */
export function tcpConnected(attempt: Attempt): void {
  endDeadline(attempt.connecting);
  attempt.connecting = null;
}

/** Ends an attempt, however it went: deadlines off, its connection destroyed. */
export function endAttempt(attempt: Attempt): void {
  attempt.giveUp = null;
  attempt.socket?.destroy();
  tcpConnected(attempt);
  endDeadline(attempt.total);
  endDeadline(attempt.streaming);
}

/** The observation of an attempt that came to no answer. */
export function failed(attempt: Attempt, reason: Reason): Failure {
  return {
    outcome: 'failure',
    reason,
    status: attempt.status,
    ...measuredOf(attempt),
  };
}

/** What was measured until now, and the certificate where one is wanted and was shown: of every observation a part. */
export function measuredOf(attempt: Attempt): Measured & { readonly certificate?: Certificate } {
  return {
    phases: phasesOf(attempt.line),
    latencyMs: elapsed(attempt),
    ...(attempt.certificate !== null && { certificate: attempt.certificate }),
    ...lenientOf(attempt),
  };
}

/** A verdict has room for so many words; who needs to know all sees most of them. */
const MOST_LENIENT = 5;

/** The part of an observation that says what was read leniently; none when nothing was. */
export function lenientOf({ lenient }: Attempt): { readonly lenient?: readonly string[] } {
  return lenient.size === 0 ? {} : { lenient: [...lenient].slice(0, MOST_LENIENT) };
}

/** Says of what was read leniently so far, and has no such note yet, that it was not the last answer: `bare LF (earlier hop)`. */
export function notOfLast({ lenient }: Attempt, note: 'earlier hop' | 'token' | 'proxy'): void {
  const words = [...lenient];
  lenient.clear();
  for (const word of words) lenient.add(/\((?:earlier hop|token|proxy)\)$/.test(word) ? word : `${word} (${note})`);
}

/** Milliseconds since the attempt began. */
export function elapsed(attempt: Attempt): number {
  return roundMs(attempt.effects.now() - attempt.began);
}

/** What work elsewhere comes to (a file of code, a digest, a token), unless a deadline ends the attempt before. */
export function within<T>(attempt: Attempt, work: Promise<T>): Promise<T | Reason> {
  return new Promise((resolve, reject) => {
    attempt.giveUp = resolve;
    work.then(resolve, reject);
  });
}

/** Host and port as people write them, IPv6 in brackets. */
export function nameOf({ host, port }: Place): string {
  return isIP(host) === 6 ? `[${host}]:${port}` : `${host}:${port}`;
}

/** What the attempt was doing when it ended, in people's words. */
export function stageOf({ line, to, received, advice, doing }: Attempt): string {
  if (doing !== null) return doing;
  if (line.answered !== NOT_YET) return `reading the body, ${received.toLocaleString('en-US')} bytes so far${advice}`;
  if (line.ready !== NOT_YET) return 'waiting for the first byte';
  if (line.connected !== NOT_YET) return 'in the TLS handshake';
  return line.looked === NOT_YET && isIP(to.host) === 0 ? 'looking up the name' : 'connecting';
}

function overTotal(attempt: Attempt): void {
  const message = `no answer within ${secondsText(attempt.limits.timeoutMs)} (${stageOf(attempt)})`;
  attempt.giveUp?.({ code: 'timeout', message });
}

function overConnect(attempt: Attempt): void {
  const within = secondsText(attempt.limits.connectTimeoutMs);
  const message = `not connected to ${nameOf(attempt.to)} within ${within} (${stageOf(attempt)})`;
  attempt.giveUp?.({ code: 'connect-timeout', message });
}

/** As people write durations: 10s, 1.5s, 150ms. */
function secondsText(ms: number): string {
  return ms >= 1000 ? `${ms / 1000}s` : `${ms}ms`;
}
