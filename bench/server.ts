import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import { API_KEY, answer, BODY, serverCredentials } from './work.ts';

/**
 * The target, in a process of its own so that its CPU is nobody's. Prints `{"http": url, "https": url}` when it listens
 * and lives until its standard input ends, so it cannot outlive the bench. Answers 400 to anything but the very request
 * of the bench: a contender that sends less than it should is found out.
 */
const ANSWER = Buffer.from(answer());

function serve(request: IncomingMessage, response: ServerResponse): void {
  let body = '';
  request.setEncoding('utf8');
  request.on('data', (chunk: string) => {
    body += chunk;
  });
  request.on('end', () => {
    const asAgreed = request.method === 'POST' && request.headers['api-key'] === API_KEY && body === BODY;
    response.writeHead(asAgreed ? 200 : 400, {
      'content-type': 'application/json',
      'content-length': asAgreed ? ANSWER.length : 0,
      connection: 'close',
    });
    response.end(asAgreed ? ANSWER : undefined);
  });
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen({ port: 0, host: '127.0.0.1', backlog: 1024 }, resolve));
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const http = `http://${await listen(createServer(serve))}`;
const https = `https://${await listen(createTlsServer(serverCredentials(), serve))}`;
process.stdout.write(`${JSON.stringify({ http, https })}\n`);
process.stdin.resume().on('end', () => process.exit());
