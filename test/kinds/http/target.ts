import { httpServer } from '../servers.ts';
import { type KindTarget, SECRET_REFERENCE } from '../target.ts';

/** An API that answers `ok`, and says back what it was asked. */
export async function startTarget(): Promise<KindTarget> {
  const url = await httpServer((request, response) => response.end(`ok ${request.url}`));
  return {
    ok: { http: { url: `${url}/health` }, expect: { keyword: 'ok' } },
    ng: { http: { url: `${url}/health` }, expect: { keyword: 'down' } },
    secret: {
      entry: { http: { url: `${url}/?key=${SECRET_REFERENCE}` }, expect: { keyword: 'down' } },
      value: 'Tr0ub4dor-3',
    },
  };
}
