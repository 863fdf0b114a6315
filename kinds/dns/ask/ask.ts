import type { Certificate, Failure, Measured } from '#core/verdict/observation.ts';
import type { Reason } from '#core/verdict/reason.ts';
import { type Attempt, endAttempt, failed, measuredOf, startAttempt } from '../../probing/attempt.ts';
import type { CheckerEffects } from '../../probing/effects.ts';
import type { DnsCheck } from '../check.ts';
import type { DnsReply } from '../observation.ts';
import { replyOf } from '../reply.ts';
import { BrokenMessage } from '../wire/broken-message.ts';
import type { Message } from '../wire/message.ts';
import { type Question, queryBytes } from '../wire/query.ts';
import { type Asked, unreadable } from './heard.ts';
import type { Server } from './server.ts';
import { askOverTcp } from './stream.ts';
import { askOverUdp } from './udp.ts';

/** What one server answered, and what was measured on the way. */
export type Answer = Measured & {
  readonly outcome: 'answered';
  readonly reply: DnsReply;
  readonly message: Message;
  readonly certificate?: Certificate;
};

type Got = { readonly message: Message; readonly truncated?: boolean; readonly tries?: number };

/** Asks one server once, the way that the check says, within its deadlines. */
export async function ask(
  question: Question,
  server: Server,
  check: DnsCheck,
  effects: CheckerEffects,
): Promise<Answer | Failure> {
  // Over https messages are alike, so that caches keep them (RFC 8484, 4.1); nobody can answer in another's place there.
  const id = check.target.over === 'https' ? 0 : Number.parseInt(effects.random(2), 16);
  const asked: Asked = { question, id, bytes: queryBytes(question, id) };
  if (check.target.over === 'https') return overHttps(server, asked, check, effects);
  const attempt = startAttempt(check, effects, check.target.allowPrivate);
  try {
    const got = await askOnce(server, asked, check, attempt);
    if ('code' in got) return failed(attempt, got);
    const reply = read(got, server, asked);
    if ('code' in reply) return failed(attempt, reply);
    return {
      outcome: 'answered',
      reply,
      message: got.message,
      ...measuredOf(attempt),
    };
  } finally {
    endAttempt(attempt);
  }
}

async function askOnce(server: Server, asked: Asked, check: DnsCheck, attempt: Attempt): Promise<Got | Reason> {
  const { over, tls, serverName } = check.target;
  if (over === 'tls') {
    const { askOverTls } = await import('./tls.ts');
    const message = await askOverTls(server, asked, attempt, tls, serverName);
    return 'code' in message ? message : { message };
  }
  if (over === 'tcp') {
    const message = await askOverTcp(server, asked, attempt);
    return 'code' in message ? message : { message };
  }
  const answer = await askOverUdp(server, asked, attempt);
  if ('code' in answer || !answer.message.isTruncated) return answer;
  const whole = await askOverTcp(server, asked, attempt);
  if (!('code' in whole)) return { message: whole, truncated: true, tries: answer.tries };
  return { ...whole, message: `answer over UDP is cut short, and over TCP: ${whole.message}` };
}

async function overHttps(server: Server, asked: Asked, check: DnsCheck, effects: CheckerEffects) {
  const { askOverHttps } = await import('./https.ts');
  const got = await askOverHttps(server, asked, check, effects);
  if ('outcome' in got) return got;
  const reply = read(got, server, asked);
  const { message, ...measured } = got;
  if (!('code' in reply)) return { outcome: 'answered' as const, reply, message, ...measured };
  return { outcome: 'failure' as const, reason: reply, status: null, ...measured };
}

function read({ message, truncated = false, tries = 1 }: Got, server: Server, { question }: Asked): DnsReply | Reason {
  if (message.isTruncated) return { code: 'protocol', message: 'answer is cut short (TC), though not over UDP' };
  try {
    return replyOf(message, question, { server: server.name, truncated, tries });
  } catch (error) {
    if (!(error instanceof BrokenMessage)) throw error;
    return unreadable(message.bytes.length, error);
  }
}
