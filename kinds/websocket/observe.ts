import type { Socket } from 'node:net';
import { unbracketed } from '#core/address/unbracketed.ts';
import { quote } from '#core/text/safe-text.ts';
import type { Reason } from '#core/verdict/reason.ts';
import { type Attempt, connectionMade, endAttempt, failed, measuredOf, startAttempt } from '../probing/attempt.ts';
import { connectTcp } from '../probing/connect-tcp.ts';
import type { CheckerEffects } from '../probing/effects.ts';
import { roundMs } from '../probing/timeline.ts';
import { connectSecured } from '../probing/tls/connect-secured.ts';
import type { Message, MessageExpect, WebsocketCheck, WebsocketTarget } from './check.ts';
import { fits, messageText, wantedText } from './fits.ts';
import type { Close } from './inbox.ts';
import type { Received, WebsocketObservation } from './observation.ts';
import { type Refused, type Talk, upgrade } from './upgrade.ts';

const NORMAL_CLOSURE = 1000;

/** Connects, upgrades and goes through the exchange once. */
export async function observe(
  { target, expect, ...limits }: WebsocketCheck,
  effects: CheckerEffects,
): Promise<WebsocketObservation> {
  const attempt = startAttempt(limits, effects, target.allowPrivate);
  try {
    const line = await lineTo(target, attempt);
    if ('code' in line) return failed(attempt, line);
    connectionMade(attempt);
    const talk = await upgrade(line, target, attempt);
    if ('code' in talk) return broken(talk, attempt);
    const talked = await converse(talk, target, expect, attempt);
    talk.socket.terminate();
    return 'code' in talked ? broken(talked, attempt) : talked;
  } finally {
    endAttempt(attempt);
  }
}

function broken({ last, ...reason }: Refused, attempt: Attempt): WebsocketObservation {
  return { ...failed(attempt, reason), ...(last !== undefined && { last }) };
}

function lineTo({ url, tls }: WebsocketTarget, attempt: Attempt): Promise<Socket | Reason> {
  const { protocol, hostname, port } = new URL(url);
  const isSecure = protocol === 'wss:';
  const place = { host: unbracketed(hostname), port: Number(port) || (isSecure ? 443 : 80) };
  return isSecure ? connectSecured(place, tls, attempt) : connectTcp(place, attempt);
}

type Expect = WebsocketCheck['expect'];
type Conversed = Extract<WebsocketObservation, { readonly outcome: 'conversed' }>;

/** How far a conversation has come. */
type Progress = { readonly answers: (Received | null)[]; others: number; last: Received | null };

async function converse(
  talk: Talk,
  target: WebsocketTarget,
  expect: Expect,
  attempt: Attempt,
): Promise<Conversed | Refused> {
  const pongMs = target.ping ? await pong(talk, attempt) : null;
  if (typeof pongMs === 'object' && pongMs !== null) return pongMs;
  const progress: Progress = { answers: [], others: 0, last: null };
  for (const [at, sent] of target.exchange.entries()) {
    const wanted = expect.exchange[at] ?? null;
    if (sent !== null) send(talk, dataOf(sent.body), attempt);
    const answer =
      wanted === null ? null : await awaited(talk, wanted, progress, `${at + 1} of ${target.exchange.length}`, attempt);
    if (answer !== null && 'code' in answer) return withLast(answer, progress);
    progress.answers.push(answer);
  }
  const close = await closed(talk, expect.close !== null);
  if (close !== null && 'message' in close) return withLast(close, progress);
  attempt.line.ended = attempt.effects.now();
  return {
    outcome: 'conversed',
    protocol: talk.socket.protocol,
    answers: progress.answers,
    others: progress.others,
    pongMs,
    close,
    ...measuredOf(attempt),
  };
}

function withLast(reason: Reason, { last }: Progress): Refused {
  return last === null ? reason : { ...reason, last };
}

/** Milliseconds until the pong of a ping of ours. */
function pong({ socket, inbox }: Talk, attempt: Attempt): Promise<number | Reason> {
  const { effects } = attempt;
  const began = effects.now();
  const payload = effects.random(8);
  return new Promise((resolve) => {
    attempt.giveUp = (reason) => {
      inbox.fail(reason);
      const [words] = reason.message.split(' (', 1);
      resolve({ ...reason, message: `${words} (waiting for a pong)` });
    };
    socket.once('close', (code, words) =>
      resolve(closedEarly({ code, words: words.toString() }, 'waiting for a pong')),
    );
    socket.on('pong', (echoed) => {
      if (echoed.toString() !== payload) return;
      attempt.giveUp = inbox.fail;
      resolve(roundMs(effects.now() - began));
    });
    socket.ping(payload);
  });
}

function send({ socket }: Talk, data: string | Buffer, { effects }: Attempt): void {
  effects.trace?.tell('>', data);
  socket.send(data);
}

function dataOf(message: Message): string | Buffer {
  if ('text' in message) return message.text;
  return 'json' in message ? JSON.stringify(message.json) : Buffer.from(message.base64, 'base64');
}

/** The first message that is what is wanted; others are passed over. */
async function awaited(
  { inbox }: Talk,
  wanted: MessageExpect,
  progress: Progress,
  place: string,
  attempt: Attempt,
): Promise<Received | Reason> {
  for (let passed = 0; ; passed += 1) {
    const got = await inbox.next();
    if ('words' in got) return closedEarly(got, `exchange ${place}: ${wantedText(wanted)}`);
    if ('code' in got) return lacking(got, passed, wanted, place, progress);
    progress.last = got;
    attempt.line.ended = attempt.effects.now();
    if (await fits(got, wanted, attempt.effects)) return got;
    progress.others += 1;
  }
}

/** The deadline ended the wait: what came in the meantime says more than that. */
function lacking(reason: Reason, passed: number, wanted: MessageExpect, place: string, { last }: Progress): Reason {
  if (reason.code !== 'timeout') return reason;
  const within = /within \S+/.exec(reason.message)?.[0] ?? 'in time';
  const others = passed === 1 ? 'another' : `${passed} others`;
  const came = passed === 0 || last === null ? 'none came' : `${others} came, the last ${messageText(last)}`;
  return {
    code: passed === 0 ? 'timeout' : 'answer',
    message: `no message ${within} (exchange ${place}: ${wantedText(wanted)}); ${came}`,
  };
}

function closedEarly({ code, words }: Close, doing: string): Reason {
  if (code === 1006) return { code: 'reset', message: `connection ended without a Close frame (${doing})` };
  return { code: 'answer', message: `closed by the server with ${codeText(code, words)} (${doing})` };
}

/** `1011 "boom"`; 1005 stands for no code. */
export function codeText(code: number, words: string): string {
  const said = code === 1005 ? 'no code' : String(code);
  return words === '' ? said : `${said} ${quote(words)}`;
}

/** Says goodbye; waits for how the server ends its side where that is expected. */
async function closed({ socket, inbox }: Talk, isWanted: boolean): Promise<Close | Reason | null> {
  socket.close(NORMAL_CLOSURE);
  if (!isWanted) return null;
  for (;;) {
    const got = await inbox.next();
    if ('words' in got || 'code' in got) return got;
  }
}
