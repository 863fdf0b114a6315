import { tooSlow } from '#core/verdict/latency.ts';
import { joined, type Reason } from '#core/verdict/reason.ts';
import type { KindProbe } from '../kind.ts';
import type { CheckerEffects } from '../probing/effects.ts';
import type { WebsocketCheck } from './check.ts';
import { fits, messageText, wantedText } from './fits.ts';
import type { WebsocketObservation } from './observation.ts';
import { codeText, observe } from './observe.ts';

/** A check of kind websocket: an upgrade, and messages to and fro. */
export const websocketProbe: KindProbe<WebsocketCheck, WebsocketObservation> = {
  observe,
  judge: async (observed, check, effects) => {
    if (observed.outcome === 'failure') return observed.reason;
    const { close, latencyMs } = check.expect;
    const first = joined(await otherMessage(observed, check.expect.exchange, effects), otherClose(observed, close));
    return joined(first, tooSlow(observed.latencyMs, latencyMs));
  },
  seen: (observed) => {
    if (observed.outcome === 'failure') return null;
    const { protocol, others, pongMs, close } = observed;
    return {
      ...(protocol !== '' && { protocol }),
      ...(others > 0 && { others }),
      ...(pongMs !== null && { pongMs }),
      ...(close !== null && { close: close.code }),
    };
  },
  evidence: async () => (await import('./evidence.ts')).websocketEvidence,
};

type Conversed = Extract<WebsocketObservation, { readonly outcome: 'conversed' }>;

/** Why the first message that is not as it should be is not; null when all are. */
export async function otherMessage(
  { answers }: Conversed,
  exchange: WebsocketCheck['expect']['exchange'],
  effects: Pick<CheckerEffects, 'date' | 'isAlone'>,
): Promise<Reason | null> {
  for (const [at, wanted] of exchange.entries()) {
    const answer = answers[at] ?? null;
    if (wanted === null || (answer !== null && (await fits(answer, wanted, effects)))) continue;
    const came = answer === null ? 'no message' : `message ${messageText(answer)}`;
    return {
      code: 'answer',
      message: `${came}, wanted ${wantedText(wanted)} (exchange ${at + 1} of ${exchange.length})`,
    };
  }
  return null;
}

/** Why the server ended otherwise than wanted; null when it did not. */
export function otherClose({ close }: Conversed, wanted: number | null): Reason | null {
  if (wanted === null || close === null || close.code === wanted) return null;
  if (close.code === 1006)
    return { code: 'answer', message: `connection ended without a Close frame, wanted ${wanted}` };
  return {
    code: 'answer',
    message: `closed by the server with ${codeText(close.code, close.words)}, wanted ${wanted}`,
  };
}
