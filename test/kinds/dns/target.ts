import { type KindTarget, SECRET_REFERENCE } from '../target.ts';
import { dnsServer, plain } from './servers.ts';

/** A server that knows a name, and one that it does not know. */
export async function startTarget(): Promise<KindTarget> {
  const server = `127.0.0.1:${await dnsServer(plain)}`;
  return {
    ok: { dns: { name: 'ok.test', type: 'A', server }, expect: { records: ['192.0.2.1'] } },
    ng: { dns: { name: 'gone.test', type: 'A', server } },
    secret: {
      entry: { dns: { name: `${SECRET_REFERENCE}.test`, type: 'A', server } },
      value: 'wrong-token',
    },
  };
}
