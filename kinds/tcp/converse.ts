import type { Socket } from 'node:net';
import { formatDuration } from '#core/text/duration.ts';
import { formatSize } from '#core/text/size.ts';
import type { Reason } from '#core/verdict/reason.ts';
import { type Attempt, nameOf, within } from '../probing/attempt.ts';
import { type Inbound, type Look, openInbound, type Read, readUntil } from '../probing/read-until.ts';
import { socketReason } from '../probing/socket-reason.ts';
import { NOT_YET, roundMs } from '../probing/timeline.ts';
import type { Sent, TcpCheck, TcpTarget, Wanted } from './check.ts';
import type { Answer, Talk } from './observation.ts';
import { bytesOf, cameText, lookFor, placeText, shown, wantedText } from './wanted.ts';
import { wholeWords } from './whole-words.ts';

/** Why an exchange broke off, and what came that was not waited for. */
export type BrokenTalk = Reason & { readonly came?: Buffer };

/** Says what there is to say over a connection and waits for what has to come, within the attempt's deadline. */
export async function converse(
  socket: Socket,
  { exchange = [], end, tls }: TcpTarget,
  { exchange: wanted = [] }: TcpCheck['expect'],
  attempt: Attempt,
): Promise<Talk | BrokenTalk> {
  const { now } = attempt.effects;
  socket.once('data', () => {
    attempt.line.answered = now();
  });
  const line: Line = { inbound: openInbound(socket, attempt), isSecured: tls !== undefined, attempt, taken: undefined };
  const last = exchange.findLastIndex((sent) => sent !== null);
  if (end === true && last === -1) socket.end();
  const [answers, stepsMs]: [(Answer | null)[], number[]] = [[], []];
  for (const [at, sent] of exchange.entries()) {
    const began = now();
    const step = { sent, wanted: wanted[at] ?? null, at, of: exchange.length, isLast: end === true && at === last };
    const answer = await go(line, step);
    if (answer !== null && 'code' in answer) return answer;
    answers.push(answer);
    stepsMs.push(roundMs(now() - began));
  }
  const broken = end === true ? await ended(line) : null;
  if (broken !== null) return broken;
  if (attempt.line.answered !== NOT_YET) attempt.line.ended = now();
  return { answers, stepsMs, heardBytes: attempt.received };
}

/** `taken`: the last byte that an item has taken. */
type Line = {
  readonly inbound: Inbound;
  readonly isSecured: boolean;
  readonly attempt: Attempt;
  taken: number | undefined;
};
/** One item of an exchange. `isLast`: our side is closed behind it. */
type Step = {
  readonly sent: Sent | null;
  readonly wanted: Wanted | null;
  readonly at: number;
  readonly of: number;
  readonly isLast: boolean;
};

async function go(line: Line, { sent, wanted, at, of, isLast }: Step): Promise<Answer | BrokenTalk | null> {
  const { inbound, attempt } = line;
  const place = placeText(at, of, wanted);
  attempt.doing = place;
  if (sent !== null) {
    const reason = await send(line, bytesOf(sent));
    if (reason !== null) return withCame(reason, restOf(line));
    if (isLast) inbound.socket.end();
  }
  if (wanted === null) return null;
  const look = await within(attempt, lookFor(wanted));
  if ('code' in look) return look;
  let whole = inbound.held;
  const watch: Look = (held) => {
    whole = held;
    return look(held);
  };
  const read = await readUntil(inbound, watch, attempt);
  if ('code' in read || read.outcome !== 'found') {
    const rest = restOf(line);
    attempt.effects.trace?.tell('<', shown(rest));
    return 'code' in read
      ? missed(await broken(line, read), rest, wanted, place, attempt)
      : lacking(read, rest, wanted, place, attempt);
  }
  const [before, after] = [line.taken, inbound.held[0]];
  attempt.effects.trace?.tell('<', shown(wholeWords(read.bytes, before, after)));
  line.taken = read.bytes.at(-1) ?? before;
  return { bytes: whole, ...(before !== undefined && { before }) };
}

/** What no item has taken, for people. */
function restOf({ inbound, taken }: Line): Buffer {
  return wholeWords(inbound.held, taken, undefined);
}

/** Hands bytes over to the system; a peer that reads nothing keeps that from ending. */
function send(line: Line, bytes: Buffer): Promise<Reason | null> {
  const { inbound, attempt } = line;
  if (inbound.isOver) return Promise.resolve(overBefore(line));
  attempt.effects.trace?.tell('>', shown(bytes));
  return new Promise((resolve) => {
    attempt.giveUp = resolve;
    inbound.socket.write(bytes, (error) => {
      if (error == null) resolve(null);
      else resolve(isClosed(error) ? overBefore(line) : broken(line, socketReason(error, attempt), error));
    });
  });
}

/** What Node says where a socket was closed before something was written to it. */
function isClosed(error: NodeJS.ErrnoException): boolean {
  return error.code?.startsWith('ERR_STREAM_') === true;
}

function overBefore({ inbound, attempt }: Line): Reason {
  if (inbound.error !== null) return socketReason(inbound.error, attempt);
  return { code: 'reset', message: `connection closed by ${nameOf(attempt.to)} (${attempt.doing})` };
}

/** Of a secured connection its TLS says more than the system does: a server may refuse our certificate only here. */
async function broken({ inbound, isSecured, attempt }: Line, reason: Reason, error = inbound.error): Promise<Reason> {
  if (!isSecured || error === null) return reason;
  const { handshakeReason } = await import('../probing/tls/tls-reason.ts');
  return handshakeReason(error, attempt);
}

/** The deadline ended a wait, or the connection broke: what came in the meantime says more than that. */
function missed(reason: Reason, came: Buffer, wanted: Wanted, place: string, attempt: Attempt): BrokenTalk {
  if (reason.code !== 'timeout') return withCame(reason, came);
  if (came.length === 0) return { ...reason, message: `${reason.message}; nothing came` };
  const time = formatDuration(attempt.limits.timeoutMs);
  const message = `${cameText(came)} came within ${time}, wanted ${wantedText(wanted)} (${placeOnly(place)})`;
  return { code: 'answer', message, came };
}

/** The peer closed its side, or said more than is kept. */
function lacking({ outcome, bytes }: Read, came: Buffer, wanted: Wanted, place: string, attempt: Attempt): BrokenTalk {
  if (outcome === 'ended') {
    return withCame({ code: 'reset', message: `connection closed by ${nameOf(attempt.to)} (${place})` }, came);
  }
  const message = `${formatSize(bytes.length)} came without ${wantedText(wanted)} (${placeOnly(place)}); they begin ${cameText(came)}`;
  return { code: 'too-large', message, came };
}

function placeOnly(place: string): string {
  return place.slice(0, place.indexOf(':'));
}

function withCame(reason: Reason, came: Buffer): BrokenTalk {
  const what = came.length === 0 ? 'nothing came' : `${cameText(came)} came`;
  return { ...reason, message: `${reason.message}; ${what}`, ...(came.length > 0 && { came }) };
}

/** Reads on until the peer closes its side too. */
async function ended(line: Line): Promise<BrokenTalk | null> {
  const { inbound, attempt } = line;
  attempt.doing = 'waiting for the end after ours';
  const read = await readUntil(inbound, () => null, attempt);
  const rest = restOf(line);
  if (rest.length > 0) attempt.effects.trace?.tell('<', shown(rest));
  if ('code' in read) return withCame(await broken(line, read), rest);
  if (read.outcome === 'ended') return null;
  const message = `more than ${formatSize(inbound.most)} came before the end`;
  return withCame({ code: 'too-large', message }, rest);
}
