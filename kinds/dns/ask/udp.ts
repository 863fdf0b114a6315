import type { Socket } from 'node:dgram';
import type { Reason } from '#core/verdict/reason.ts';
import { type Attempt, connectionMade, elapsed } from '../../probing/attempt.ts';
import { isIP } from '../../probing/builtins.ts';
import { socketReason } from '../../probing/socket-reason.ts';
import type { Message } from '../wire/message.ts';
import { addressesOf } from './addresses.ts';
import { type Asked, heard, traceQuestion, withOthers } from './heard.ts';
import type { Server } from './server.ts';

/** An answer over UDP, and how often the question was sent for it. */
export type UdpAnswer = { readonly message: Message; readonly tries: number };

/** UDP loses packets: without an answer the question is sent once more after so long, or half of the time that there is. */
const AGAIN_MS = 1_000;
/** Three times what was said to be room for; a longer datagram is no answer. */
const MOST_BYTES = 4_096;

/** Asks over UDP, each question from a port of its own, and of a name's addresses the next where nobody is at one. */
export async function askOverUdp(server: Server, asked: Asked, attempt: Attempt): Promise<UdpAnswer | Reason> {
  const addresses = await addressesOf(server, attempt);
  if ('code' in addresses) return addresses;
  let last: UdpAnswer | Reason = { code: 'dns', message: `name has no address: ${server.host}` };
  for (const address of addresses) {
    const socket = process.getBuiltinModule('node:dgram').createSocket(isIP(address) === 6 ? 'udp6' : 'udp4');
    try {
      last = await converse(socket, { address, port: server.port }, asked, attempt);
    } finally {
      socket.close();
    }
    if (!('code' in last) || last.code !== 'refused') return last;
  }
  return last;
}

type Place = { readonly address: string; readonly port: number };

/** Connected, a socket hears its peer alone: the kernel passes over what comes from another address or port. */
function converse(socket: Socket, place: Place, asked: Asked, attempt: Attempt): Promise<UdpAnswer | Reason> {
  return new Promise((resolve) => {
    let tries = 0;
    let others = 0;
    let again: NodeJS.Timeout | undefined;
    const end = (answer: UdpAnswer | Reason): void => {
      clearTimeout(again);
      resolve(answer);
    };
    const send = (): void => {
      tries += 1;
      traceQuestion(asked, attempt, `UDP to ${place.address}`);
      socket.send(asked.bytes);
    };
    attempt.giveUp = (reason) => end(withOthers(reason, others, tries));
    // Nobody there is said by ICMP, whose words may come with the second packet.
    socket.on('error', (error) => end(socketReason(Object.assign(error, place), attempt)));
    socket.on('message', (bytes) => {
      const answer = bytes.length > MOST_BYTES ? null : heard(bytes, asked, attempt);
      if (answer === null) {
        others += 1;
        return;
      }
      attempt.received = bytes.length;
      attempt.line.answered = attempt.effects.now();
      attempt.line.ended = attempt.line.answered;
      end('code' in answer ? answer : { message: answer, tries });
    });
    socket.connect(place.port, place.address, () => {
      connectionMade(attempt);
      send();
      const left = attempt.limits.timeoutMs - elapsed(attempt);
      again = setTimeout(send, Math.min(AGAIN_MS, left / 2));
    });
  });
}
