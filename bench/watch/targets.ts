import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { lateness } from './lateness.ts';

/**
 * What both monitors call, in a process of its own so that its CPU is nobody's, and what it sees of their schedule. Prints
 * its URL when it listens; `/arrivals?every=MS` answers the lateness of all requests since the last one of these, and it lives
 * until its standard input ends.
 */
const arrivals = new Map<string, number[]>();

const server = createServer(({ url = '' }, response) => {
  if (!url.startsWith('/arrivals')) {
    const times = arrivals.get(url);
    if (times === undefined) arrivals.set(url, [performance.now()]);
    else times.push(performance.now());
    response.end('OK');
    return;
  }
  const every = Number(new URL(url, 'http://localhost').searchParams.get('every'));
  response.end(JSON.stringify(lateness([...arrivals.values()], every)));
  arrivals.clear();
});

server.listen({ port: 0, host: '127.0.0.1', backlog: 1024 }, () => {
  process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}\n`);
});
process.stdin.resume().on('end', () => process.exit());
