import { type KindTarget, SECRET_REFERENCE } from '../target.ts';
import { chatServer } from './servers.ts';

const exchange = (send: string) => [{ send, expect: { keyword: 'pong' } }];

/** A server that answers `ping` with `pong`, and anything else with what it was told. */
export async function startTarget(): Promise<KindTarget> {
  const url = await chatServer();
  return {
    ok: { websocket: { url, exchange: exchange('ping') } },
    ng: { websocket: { url, exchange: exchange('bye') } },
    secret: {
      entry: { websocket: { url, timeout: '300ms', exchange: exchange(SECRET_REFERENCE) } },
      value: 'wrong-token',
    },
  };
}
