import { spawn } from 'node:child_process';
import { createSocket, type RemoteInfo } from 'node:dgram';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Runs in a network of its own, as its only name server: answers no question for `hangs….test`, all for
 * `together….test` once as many names as its first argument says were asked for, and others at once. Starts a target and
 * then `rollcall` with the arguments after that, `PORT` in the checks file being the target's.
 */
const [together, checks, ...command] = process.argv.slice(2);
const waiting = new Map<string, () => void>();
const asked = new Set<string>();

const server = createSocket('udp4');
server.on('message', (question, from) => {
  const name = nameIn(question);
  if (name.startsWith('hangs')) return;
  if (!name.startsWith('together')) return answer(question, from);
  asked.add(name);
  waiting.set(`${name} ${from.port} ${question.readUInt16BE(0)}`, () => answer(question, from));
  if (asked.size < Number(together)) return;
  for (const say of waiting.values()) say();
  waiting.clear();
});

function nameIn(question: Buffer): string {
  const labels: string[] = [];
  for (let at = 12; (question[at] ?? 0) !== 0; at += (question[at] ?? 0) + 1) {
    labels.push(question.toString('latin1', at + 1, at + 1 + (question[at] ?? 0)));
  }
  return labels.join('.');
}

/** 127.0.0.1 for A, nothing for AAAA. */
function answer(question: Buffer, { port, address }: RemoteInfo): void {
  const end = question.indexOf(0, 12) + 5;
  const isA = question.readUInt16BE(end - 4) === 1;
  const head = Buffer.from(question.subarray(0, end));
  head.writeUInt16BE(0x8180, 2);
  head.writeUInt16BE(isA ? 1 : 0, 6);
  head.fill(0, 8, 12);
  const record = Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4, 127, 0, 0, 1]);
  server.send(isA ? Buffer.concat([head, record]) : head, port, address);
}

const target = createServer((_, response) => response.end('fine'));
await new Promise<void>((done) => target.listen(0, '127.0.0.1', done));
await new Promise<void>((done) => server.bind(53, '127.0.0.1', done));
const { port } = target.address() as AddressInfo;
writeFileSync('checks.yaml', (checks ?? '').replaceAll('PORT', String(port)));
const child = spawn(process.execPath, command, { stdio: ['ignore', 'inherit', 'inherit'] });
const code = await Promise.race([new Promise((done) => child.on('close', done)), sleep(60_000, 'hung')]);
process.exit(code === 'hung' ? 1 : 0);
