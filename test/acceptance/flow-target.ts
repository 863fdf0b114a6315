import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A login whose token and cookie the next step needs, and which the logout wants too: a flow that is OK, and one that is NG. */
export async function startFlowTarget(): Promise<{ readonly checksYaml: string; readonly stop: () => void }> {
  const server = createServer((request, response) => {
    const { authorization, cookie } = request.headers;
    const isKnown = authorization === 'Bearer acceptance-token' && cookie === 'sid=acceptance-session';
    if (request.url === '/login') {
      response.setHeader('set-cookie', 'sid=acceptance-session; Path=/');
      response.end('{"token": "acceptance-token"}');
    } else response.writeHead(isKnown ? 200 : 401).end(`{"user": "probe", "token": "${authorization?.slice(7)}"}`);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const flow = (name: string, user: string) => `
  - name: ${name}
    tags: [flow]
    steps:
      vars: { base: "${base}" }
      timeout: 5s
      flow:
        - { name: login, http: { url: "{{base}}/login", method: POST }, capture: { token: { json: $.token } } }
        - name: me
          http: { url: "{{base}}/me", headers: { authorization: "Bearer {{token}}" } }
          expect: { json: [{ path: $.user, equals: ${user} }] }
        - { name: logout, always: true, http: { url: "{{base}}/logout", auth: { bearer: "{{token}}" } } }
`;
  return { checksYaml: flow('flow', 'probe') + flow('flow-ng', 'somebody'), stop: () => void server.close() };
}
