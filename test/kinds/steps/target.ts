import { httpServer } from '../servers.ts';
import { type KindTarget, SECRET_REFERENCE } from '../target.ts';

/** A login that gives a token, and what wants that. */
export async function startTarget(): Promise<KindTarget> {
  const base = await httpServer((request, response) => {
    response.setHeader('content-type', 'application/json');
    if (request.url === '/login') response.end('{"token": "a-token-of-the-contract"}');
    else if (request.url === '/echo') response.writeHead(500).end(request.headers['x-secret']);
    else
      response
        .writeHead(request.headers.authorization === 'Bearer a-token-of-the-contract' ? 200 : 401)
        .end('{"a": 1}');
  });
  const login = {
    name: 'login',
    http: { url: `${base}/login`, method: 'POST' },
    capture: { token: { json: '$.token' } },
  };
  const asked = { url: `${base}/me`, headers: { authorization: 'Bearer {{token}}' } };
  const me = { name: 'me', http: asked, expect: { json: [{ path: '$.a', equals: 1 }] } };
  return {
    ok: { steps: { vars: {}, flow: [login, me] } },
    ng: { steps: { flow: [login, { ...me, expect: { json: [{ path: '$.a', equals: 2 }] } }] } },
    secret: {
      entry: {
        steps: { flow: [{ name: 'echo', http: { url: `${base}/echo`, headers: { 'x-secret': SECRET_REFERENCE } } }] },
      },
      value: 'S3cret-of-the-contract',
    },
  };
}
