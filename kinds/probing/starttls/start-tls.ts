import type { Socket } from 'node:net';
import { quote } from '#core/text/safe-text.ts';
import type { Reason } from '#core/verdict/reason.ts';
import { type Attempt, nameOf, tcpConnected } from '../attempt.ts';
import { type Inbound, openInbound, type Read, readUntil } from '../read-until.ts';
import { DIALOGUES, type StartTls, type Step } from './protocols.ts';

/** More than any server says before TLS. */
const MOST_BYTES = 16 * 1024;
/** What a sentence has room for of a server's words. */
const WORDS_BYTES = 160;

/**
 * Asks for TLS in the words of a protocol. Null when the server said yes and nothing else, so that TLS can begin on this very
 * socket; else why not. A refusal is in the server's own words, made safe. Only the total deadline counts from here: mail
 * servers that keep robots off greet after seconds.
 */
export async function startTls(socket: Socket, protocol: StartTls, attempt: Attempt): Promise<Reason | null> {
  tcpConnected(attempt);
  const inbound = openInbound(socket, attempt, MOST_BYTES);
  try {
    for (const step of DIALOGUES[protocol]) {
      const reason = await say(step, protocol, inbound, attempt);
      if (reason !== null) return reason;
    }
    return null;
  } finally {
    inbound.close();
    attempt.doing = null;
  }
}

async function say(step: Step, protocol: StartTls, inbound: Inbound, attempt: Attempt): Promise<Reason | null> {
  const { send, name, end, mayAdd } = step;
  if (send !== null) inbound.socket.write(send(inbound.socket), 'latin1');
  attempt.doing = `waiting for ${placeIn(protocol, name)}`;
  const read = await readUntil(inbound, end, attempt);
  if ('code' in read) return read;
  const reason = judge(read, step, protocol, attempt);
  if (reason !== null || mayAdd === true || inbound.held.length === 0) return reason;
  return spokeOutOfTurn(inbound.held.length, name, attempt);
}

function placeIn(protocol: StartTls, name: string): string {
  return name === 'greeting' ? `the ${protocol} greeting` : `the answer to ${protocol} ${name}`;
}

function judge({ outcome, bytes }: Read, step: Step, protocol: StartTls, attempt: Attempt): Reason | null {
  const place = nameOf(attempt.to);
  const reply = bytes.toString();
  const last = lastLine(reply);
  if (outcome === 'ended') {
    const came = reply === '' ? '' : `, after ${quote(last, WORDS_BYTES)}`;
    return { code: 'reset', message: `connection closed by ${place} (${attempt.doing}${came})` };
  }
  if (outcome === 'full' || !step.shape.test(last)) {
    return { code: 'protocol', message: `${place} does not speak ${protocol}, it begins ${quote(reply)}` };
  }
  if (!step.goesOn.test(last)) {
    const said = quote(protocol === 'postgres' ? postgresWords(reply) : last, WORDS_BYTES);
    const what = step.send === null ? 'greets with' : `answered ${step.name} with`;
    return { code: 'answer', message: `${place} ${what} ${said}, wanted ${step.wanted}` };
  }
  const lack = step.lacks?.(reply) ?? null;
  if (lack === null) return null;
  return { code: 'answer', message: `${place} does not offer ${lack} (it answered ${quote(reply, WORDS_BYTES)})` };
}

/**
 * What came before TLS is nobody's word: whoever stands in between can have put it there, to be read as if it had come
 * inside (CVE-2011-0411, CVE-2021-23222).
 */
function spokeOutOfTurn(bytes: number, name: string, attempt: Attempt): Reason {
  const more = `${bytes} ${bytes === 1 ? 'byte' : 'bytes'}`;
  const after = name === 'greeting' ? 'its greeting' : `its answer to ${name}`;
  const message = `${nameOf(attempt.to)} sent ${more} more behind ${after}, before TLS began: that may be injected (CVE-2011-0411)`;
  return { code: 'protocol', message };
}

function lastLine(reply: string): string {
  return reply.trimEnd().split(/\r?\n/).at(-1) ?? '';
}

/** Of an error its field M; letters have no words. */
function postgresWords(reply: string): string {
  return /(?:^|\0)M([^\0]*)\0/.exec(reply.slice(5))?.[1] ?? reply.slice(0, 1);
}
