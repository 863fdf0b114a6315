import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A target that says back, in every way it can, the secret that a request has in its header x-key. */

/** With what encodings change in it. */
export const SECRET = 'Tr0ub4dor&3/correct+horse=="battery"';

/** As it might be found, whole or in its telling parts. */
const WRITINGS: readonly string[] = [
  SECRET,
  encodeURIComponent(SECRET),
  new URLSearchParams([['', SECRET]]).toString().slice(1),
  JSON.stringify(SECRET).slice(1, -1),
  JSON.stringify(JSON.stringify(SECRET)).slice(3, -3),
  ...['', 'u', 'us'].map((before) =>
    Buffer.from(before + SECRET)
      .toString('base64')
      .slice(4, -4),
  ),
  ...['Tr0ub4', 'correct', 'battery'],
];

type Say = (secret: string, response: ServerResponse, request: IncomingMessage) => void;

const WAYS: Readonly<Record<string, Say>> = {
  body: (secret, response) => response.writeHead(500).end(`you sent ${secret} and ${secret}`),
  json: (secret, response) => response.writeHead(500).end(JSON.stringify({ error: { got: `Bearer ${secret}` } })),
  encoded: (secret, response) =>
    response
      .writeHead(500)
      .end(
        `${encodeURIComponent(secret)} ${Buffer.from(`user:${secret}`).toString('base64')} ${new URLSearchParams({ secret })}`,
      ),
  cut: (secret, response) => response.writeHead(500).end(`${'x'.repeat(285)}${secret}`),
  header: (secret, response) => response.writeHead(200, { 'x-wanted': secret }).end(),
  location: (secret, response) =>
    response.writeHead(302, { location: `ftp://${encodeURIComponent(secret)}/?k=${encodeURIComponent(secret)}` }).end(),
  user: (secret, response) =>
    response.writeHead(302, { location: `http://user:${encodeURIComponent(secret)}@127.0.0.1:1/${secret}` }).end(),
  status: (secret, _response, { socket }) => void socket.end(`HTTP/1.1 ${secret}\r\n\r\n`),
  phrase: (secret, response) => response.writeHead(500, secret).end(),
};

export async function startEchoTarget(): Promise<{
  readonly url: string;
  readonly seen: string[];
  readonly stop: () => void;
}> {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    const secret = String(request.headers['x-key'] ?? '');
    seen.push(secret);
    WAYS[(request.url ?? '').slice(1)]?.(secret, response, request);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const stop = () => {
    server.close();
    server.closeAllConnections();
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen, stop };
}

/** A checks file: a check for each way, all NG, with this reference in its header, its body and its url. */
export function echoChecks(url: string, reference: string): string {
  const checks = Object.keys(WAYS).map(
    (way) => `
  - name: ${way}
    http:
      url: ${url}/${way}
      headers: { X-Key: '${reference}', Authorization: 'Bearer ${reference}' }
      json: { key: '${reference}', at: '{{now}}' }
      follow: 2
    expect: { header: { x-wanted: 'yes' } }`,
  );
  return `defaults: { rechecks: 1, recheckAfter: 0s }\nchecks:${checks.join('')}\n`;
}

/** What of the secret a text holds. */
export function leaksIn(text: string): readonly string[] {
  return WRITINGS.filter((writing) => text.includes(writing));
}
