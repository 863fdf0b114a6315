import type { Socket } from 'node:net';
import { NOTHING_AROUND } from '#core/settings/surroundings.ts';
import type { Verdict } from '#core/verdict/verdict.ts';
import type { CheckerEffects } from '#kinds/probing/effects.ts';
import type { TcpCheck } from '#kinds/tcp/check.ts';
import { tcpSettings } from '#kinds/tcp/settings.ts';
import { runTcp } from '../checks.ts';
import { tcpServer } from '../servers.ts';

type Entry = Parameters<typeof tcpSettings.resolve>[0];
export type Asked = Partial<Entry['tcp']>;

/** A check of loopback as people write it. */
export function talkCheck(tcp: Asked, more: Partial<Entry> = {}): TcpCheck {
  const target = { host: '127.0.0.1', port: 1, timeout: '5s', ...tcp };
  return tcpSettings.resolve(
    tcpSettings.schema().parse({ name: 'target', rechecks: 0, ...more, tcp: target }),
    {},
    NOTHING_AROUND,
  );
}

export function talk(tcp: Asked, more?: Partial<Entry>, effects?: Partial<CheckerEffects>): Promise<Verdict> {
  return runTcp(talkCheck(tcp, more), effects);
}

/** What a verdict comes to, places without the port. */
export function outcomeOf({ reason }: Verdict): string {
  return reason === null
    ? 'OK'
    : `${reason.code}: ${reason.message.replaceAll(/(127\.0\.0\.1|localhost):\d+/g, 'HOST')}`;
}

/** A server that says `greeting` and then to each thing that it is told what `answer` makes of it. */
export function answering(answer: (said: string, socket: Socket) => string | Buffer | null, greeting?: string) {
  return tcpServer((socket) => {
    if (greeting !== undefined) socket.write(greeting);
    socket.on('data', (data) => {
      const words = answer(data.toString('latin1'), socket);
      if (words !== null) socket.write(words);
    });
  });
}
