import { tcpServer } from '../servers.ts';
import { type KindTarget, SECRET_REFERENCE } from '../target.ts';

/** A port that takes connections, and one that refuses them. */
export async function startTarget(): Promise<KindTarget> {
  const port = await tcpServer(() => undefined);
  return {
    ok: { tcp: { host: '127.0.0.1', port } },
    ng: { tcp: { host: '127.0.0.1', port: 1 } },
    secret: { entry: { tcp: { host: SECRET_REFERENCE, port: 1 } }, value: '127.0.0.1' },
  };
}
