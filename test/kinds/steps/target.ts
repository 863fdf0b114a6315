import { httpServer } from '../servers.ts';
import { type KindTarget, SECRET_REFERENCE } from '../target.ts';

const TOKEN = 'a-token-of-the-contract';
const SESSION = 'sid=a-session-of-the-contract';

/** A login that gives a token and a cookie, and what wants both. */
export async function startTarget(): Promise<KindTarget> {
  const base = await httpServer((request, response) => {
    const { authorization, cookie } = request.headers;
    response.setHeader('content-type', 'application/json');
    if (request.url === '/login') {
      response.setHeader('set-cookie', `${SESSION}; Path=/; HttpOnly`);
      response.end(JSON.stringify({ token: TOKEN }));
    } else if (request.url === '/echo') response.writeHead(500).end(request.headers['x-secret']);
    else response.writeHead(authorization === `Bearer ${TOKEN}` && cookie === SESSION ? 200 : 401).end('{"a": 1}');
  });
  const headers = { authorization: 'Bearer {{token}}' };
  const login = {
    name: 'login',
    http: { url: `${base}/login`, method: 'POST' },
    capture: { token: { json: '$.token' } },
  };
  const me = { name: 'me', http: { url: `${base}/me`, headers }, expect: { json: [{ path: '$.a', equals: 1 }] } };
  const logout = { name: 'logout', always: true, http: { url: `${base}/logout`, headers } };
  const echo = { name: 'echo', http: { url: `${base}/echo`, headers: { 'x-secret': SECRET_REFERENCE } } };
  return {
    ok: { steps: { vars: {}, flow: [login, me, logout] } },
    ng: { steps: { flow: [login, { ...me, expect: { json: [{ path: '$.a', equals: 2 }] } }, logout] } },
    secret: { entry: { steps: { flow: [echo] } }, value: 'S3cret-of-the-contract' },
  };
}
