import type { KindExplanation } from '../kind.ts';
import { latencyExpectation } from '../probing/trace/latency-expectation.ts';
import type { Expectation } from '../probing/trace/trace.ts';
import type { TcpCheck } from './check.ts';
import { answerText, otherAnswer } from './judge.ts';
import type { TcpObservation } from './observation.ts';

/** What `run --verbose` says of a connection that was made: the kind's judge is asked about each item by itself. */
export const tcpExplanation: KindExplanation<TcpCheck, TcpObservation> = {
  learnsSecrets: () => false,
  async expectations({ latencyMs, talk }, { expect }) {
    const items: Expectation[] = [];
    for (const [at, wanted] of (talk === undefined ? [] : (expect.exchange ?? [])).entries()) {
      if (wanted === null || talk === undefined) continue;
      const other = await otherAnswer(talk, wanted, at);
      const held = answerText(talk.answers[at] ?? null, wanted, at, talk.answers.length);
      items.push({ isHeld: other === null, text: other?.message ?? held });
    }
    return [
      { isHeld: true, text: 'a connection is made' },
      ...items,
      ...latencyExpectation(latencyMs, expect.latencyMs),
    ];
  },
};
