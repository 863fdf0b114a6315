import type { KindExplanation } from '../kind.ts';
import { latencyExpectation } from '../probing/trace/latency-expectation.ts';
import type { Expectation } from '../probing/trace/trace.ts';
import type { WebsocketCheck } from './check.ts';
import { messageText, wantedText } from './fits.ts';
import type { WebsocketObservation } from './observation.ts';
import { codeText } from './observe.ts';
import { otherClose, otherMessage } from './probe.ts';

/** What `run --verbose` says of a conversation: the kind's judge is asked about each message by itself. */
export const websocketExplanation: KindExplanation<WebsocketCheck, WebsocketObservation> = {
  learnsSecrets: () => false,
  async expectations(observed, { expect: { exchange, close, latencyMs } }, at) {
    const messages: Expectation[] = [];
    for (const [place, wanted] of exchange.entries()) {
      const answer = observed.answers[place] ?? null;
      if (wanted === null) continue;
      const only = exchange.map((one, index) => (index === place ? one : null));
      const other = await otherMessage(observed, only, { date: () => at });
      const came = answer === null ? 'no message' : `message ${messageText(answer)}`;
      const held = `${came}, wanted ${wantedText(wanted)} (exchange ${place + 1} of ${exchange.length})`;
      messages.push({ isHeld: other === null, text: other?.message ?? held });
    }
    const otherEnd = otherClose(observed, close);
    const ended = observed.close === null ? 'an end' : codeText(observed.close.code, observed.close.words);
    const held = `closed by the server with ${ended}, wanted ${close}`;
    return [
      { isHeld: true, text: observed.protocol === '' ? 'upgraded' : `upgraded, protocol ${observed.protocol}` },
      ...messages,
      ...(close === null ? [] : [{ isHeld: otherEnd === null, text: otherEnd?.message ?? held }]),
      ...latencyExpectation(observed.latencyMs, latencyMs),
    ];
  },
};
