import { type KindTarget, SECRET_REFERENCE } from '../target.ts';
import { healthServer } from './servers.ts';

/** A service that is serving, and one that says that it is not. */
export async function startTarget(): Promise<KindTarget> {
  const port = await healthServer();
  return {
    ok: { grpc: { host: '127.0.0.1', port } },
    ng: { grpc: { host: '127.0.0.1', port, service: 'down' } },
    secret: {
      entry: {
        grpc: { host: '127.0.0.1', port, service: 'secret', headers: { authorization: `Bearer ${SECRET_REFERENCE}` } },
      },
      value: 'wrong-token',
    },
  };
}
