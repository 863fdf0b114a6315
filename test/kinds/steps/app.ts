import type { IncomingMessage, ServerResponse } from 'node:http';
import { httpServer } from '../servers.ts';

/** What nobody may hear of: what the app hands out, and what it is given. */
export const SECRETS = {
  token: 'tok-Jq7-ACCESS-9182',
  sid: 'sid-Zx4-SESSION-5521',
  csrf: 'csrf-Mm2-FORM-7731',
  password: 'pw-Kk8-PROBE-1109',
  receipt: 'receipt-Uu5-ROWS-4420',
};

type Answer = (request: IncomingMessage, response: ServerResponse, body: string) => void;

/** An answer with this body, as JSON where it is no text. */
export const saying =
  (value: unknown, headers: Record<string, string | string[]> = {}, status = 200): Answer =>
  (_, response) =>
    void response.writeHead(status, headers).end(typeof value === 'string' ? value : JSON.stringify(value));

/** A request as the app got it. */
export type Seen = { readonly line: string; readonly headers: IncomingMessage['headers']; readonly body: string };

type Route = (asked: {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly body: string;
  readonly base: string;
  /** How often the path was asked for, this time included. */
  readonly times: number;
  /** What the last order was called. */
  readonly ref: string;
}) => unknown;

const json = (response: ServerResponse, status: number, value: unknown, headers: Record<string, string> = {}) =>
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(value));
const hasToken = ({ headers }: IncomingMessage) => headers.authorization === `Bearer ${SECRETS.token}`;
const isIn = ({ headers }: IncomingMessage) => (headers.cookie ?? '').includes(`sid=${SECRETS.sid}`);

const ROUTES: Readonly<Record<string, Route>> = {
  'POST /oauth/token': ({ response, body }) =>
    json(response, body.includes(SECRETS.password) ? 200 : 401, { access_token: SECRETS.token }),
  'POST /orders': ({ request, response }) => {
    json(response, hasToken(request) ? 201 : 401, { id: 'o 1/2', n: 7 }, { etag: '"v1"' });
  },
  'GET /orders/o%201%2F2': ({ request, response, ref }) => json(response, hasToken(request) ? 200 : 401, { ref }),
  'DELETE /orders/o%201%2F2': ({ request, response }) =>
    response.writeHead(hasToken(request) && request.headers['if-match'] === '"v1"' ? 204 : 412).end(),
  'POST /login': ({ response }) => {
    const cookies = [`sid=${SECRETS.sid}; Path=/; HttpOnly`, 'theme=dark; Path=/'];
    response.writeHead(302, { location: '/home', 'set-cookie': cookies }).end();
  },
  'GET /home': ({ request, response }) =>
    response.end(isIn(request) ? `<input name="csrf" value="${SECRETS.csrf}">` : 'who are you?'),
  'POST /graphql': ({ request, response, body }) => {
    const isKnown = isIn(request) && request.headers['x-csrf-token'] === SECRETS.csrf;
    const { variables } = JSON.parse(body) as { variables: { n: number } };
    const items = Array(variables.n - 2).fill({ id: 1 });
    json(response, 200, isKnown ? { data: { cart: { items } } } : { data: null, errors: [{ message: 'no' }] });
  },
  'POST /logout': ({ request, response }) =>
    response.writeHead(isIn(request) ? 204 : 401, { 'set-cookie': 'sid=; Max-Age=0; Path=/' }).end(),
  'POST /exports': ({ response }) => json(response, 202, {}, { location: '/exports/7?part=1' }),
  'GET /exports/7': ({ response, base, times }) =>
    json(response, 200, { state: times > 2 ? 'done' : 'busy', result_url: `${base}/rows/${SECRETS.receipt}` }),
  [`GET /rows/${SECRETS.receipt}`]: ({ request, response }) =>
    json(response, 200, { items: request.url?.includes('page=2') ? [1] : [] }),
};

/**
 * A small shop on loopback: OAuth and orders, a login by cookie with a form's token and GraphQL behind it, exports that take
 * a while. `broken`: other answers, by method and path.
 */
export async function startApp(broken: Readonly<Record<string, Answer>> = {}) {
  const seen: Seen[] = [];
  let ref = '';
  const base = await httpServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const path = `${request.method} ${(request.url ?? '').split('?')[0]}`;
    seen.push({ line: `${request.method} ${request.url}`, headers: request.headers, body });
    if (path === 'POST /orders') ref = (JSON.parse(body) as { ref: string }).ref;
    const times = seen.filter(({ line }) => line.split('?')[0] === path).length;
    const own = broken[path];
    if (own !== undefined) own(request, response, body);
    else if (ROUTES[path] !== undefined) ROUTES[path]({ request, response, body, base, times, ref });
    else json(response, 404, { path });
  });
  return { base, seen, lines: () => seen.map(({ line }) => line) };
}

/** The three flows of the design, for an app at `base`. */
export function flowsFor(base: string, within = '4s'): readonly object[] {
  const bearer = { authorization: 'Bearer {{token}}' };
  const order = { url: '{{base}}/orders/{{id}}' };
  return [
    {
      name: 'orders-crud',
      steps: {
        vars: { base, ref: 'rollcall-{{uuid}}' },
        timeout: '5s',
        cleanup: '1s',
        flow: [
          {
            name: 'token',
            http: { url: '{{base}}/oauth/token', form: { client_secret: '${env:FLOW_PASSWORD}' } },
            capture: { token: { json: '$.access_token' } },
          },
          {
            name: 'create',
            http: { url: '{{base}}/orders', headers: bearer, json: { ref: '{{ref}}', qty: 1 } },
            expect: { status: 201 },
            capture: { id: { json: '$.id', show: true }, etag: { header: 'etag', show: true } },
          },
          {
            name: 'read',
            http: { ...order, headers: bearer },
            expect: { json: [{ path: '$.ref', equals: '{{ref}}' }] },
          },
          {
            name: 'delete',
            always: true,
            http: { ...order, method: 'DELETE', headers: { ...bearer, 'if-match': '{{etag}}' } },
            expect: { status: [204, 404] },
          },
        ],
      },
    },
    {
      name: 'shop-graphql',
      steps: {
        timeout: '5s',
        flow: [
          {
            name: 'login',
            http: { url: `${base}/login`, form: { user: 'probe', password: '${env:FLOW_PASSWORD}' }, follow: 3 },
            capture: { csrf: { regex: 'name="csrf" value="([^"]+)"' } },
          },
          {
            name: 'cart',
            http: {
              url: `${base}/graphql`,
              headers: { 'x-csrf-token': '{{csrf}}' },
              graphql: { query: 'query($n:Int!){cart{items(first:$n){id}}}', variables: { n: 5 } },
            },
            expect: { json: [{ path: '$.data.cart.items', count: { less: 6 } }] },
          },
          { name: 'logout', always: true, http: { url: `${base}/logout`, method: 'POST' } },
        ],
      },
    },
    {
      name: 'report-export',
      steps: {
        timeout: '5s',
        flow: [
          {
            name: 'start',
            http: { url: `${base}/exports`, json: { month: 'last' } },
            expect: { status: 202 },
            capture: { job: { header: 'location', show: true } },
          },
          {
            name: 'ready',
            http: { url: `${base}{{job}}` },
            until: { json: [{ path: '$.state', equals: 'done' }], every: '200ms', within },
            capture: { rows: { json: '$.result_url' } },
          },
          {
            name: 'page-2',
            http: { url: '{{rows}}', query: { page: 2 } },
            expect: { json: [{ path: '$.items', count: { greater: 0 } }] },
          },
        ],
      },
    },
  ];
}
