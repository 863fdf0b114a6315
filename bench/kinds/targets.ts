import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { createServer as createSecureServer } from 'node:tls';
import { decode, encode } from 'dns-packet';

/** Targets of kinds that are not http, in a process of their own, so that their work is nobody's cost. Prints their ports. */

const pem = (name: string) => readFileSync(new URL(`../../test/fixtures/tls/${name}.pem`, import.meta.url));

const tcp = createServer((socket) => socket.on('error', () => undefined).resume());
const tls = createSecureServer({ cert: pem('good'), key: pem('server-key') }, (socket) => {
  socket.on('error', () => undefined).resume();
});
tls.on('tlsClientError', () => undefined);
const dns = createSocket('udp4');
dns.on('message', (raw, { port, address }) => {
  const { id, questions = [] } = decode(raw);
  const [question] = questions;
  if (question === undefined) return;
  const answers = [{ type: 'A', name: question.name, ttl: 300, data: '192.0.2.1' }] as const;
  dns.send(
    encode({ type: 'response', ...(id !== undefined && { id }), questions, answers: [...answers] }),
    port,
    address,
  );
});

for (const server of [tcp, tls]) server.listen({ port: 0, host: '127.0.0.1', backlog: 512 });
dns.bind(0, '127.0.0.1');
await Promise.all([once(tcp, 'listening'), once(tls, 'listening'), once(dns, 'listening')]);
const portOf = (address: unknown) => (address as AddressInfo).port;
process.stdout.write(
  `${JSON.stringify({ tcp: portOf(tcp.address()), tls: portOf(tls.address()), dns: dns.address().port })}\n`,
);
