import { quote } from '#core/text/safe-text.ts';
import { tooSlow } from '#core/verdict/latency.ts';
import { joined, type Reason } from '#core/verdict/reason.ts';
import type { KindProbe } from '../kind.ts';
import { CODES, type GrpcCheck, SERVING } from './check.ts';
import type { GrpcObservation } from './observation.ts';
import { observe } from './observe.ts';

/** A check of kind grpc: one call of the standard health service (grpc.health.v1). */
export const grpcProbe: KindProbe<GrpcCheck, GrpcObservation> = {
  observe,
  judge: (observed, { target, expect }) => {
    if (observed.outcome === 'failure') return observed.reason;
    return joined(otherAnswer(observed, target.service, expect), tooSlow(observed.latencyMs, expect.latencyMs));
  },
  seen: (observed) => (observed.outcome === 'failure' ? null : { grpc: observed.code, ...servingIn(observed) }),
  evidence: async () => (await import('./evidence.ts')).grpcEvidence,
};

type Answered = Extract<GrpcObservation, { readonly outcome: 'answered' }>;

function servingIn({ serving }: Answered): { readonly serving?: string } {
  return serving === null ? {} : { serving: servingName(serving) };
}

/** What came of a call, in words: gRPC's status, and what the health service says. */
export function answerText({ code, serving }: Answered, { service }: GrpcCheck['target']): readonly string[] {
  const told = `gRPC status ${codeName(code)}`;
  return serving === null ? [told] : [told, `${service === '' ? 'the server' : service} is ${servingName(serving)}`];
}

/** Why the answer is another than the one that is wanted; null when it is not. */
export function otherAnswer(observed: Answered, service: string, expect: GrpcCheck['expect']): Reason | null {
  const { code, message, serving } = observed;
  if (code !== expect.code) {
    const words = message === '' || message === CODES[code] ? '' : ` ${quote(message)}`;
    const hint = expect.code === 0 ? HINTS[code] : undefined;
    const told = `gRPC status ${codeName(code)}${words}${hint ?? ''}, wanted ${codeName(expect.code)}`;
    return { code: 'answer', message: told };
  }
  if (expect.serving === null || serving === null || SERVING[serving] === expect.serving) return null;
  const whose = service === '' ? 'the server' : service;
  return { code: 'answer', message: `${whose} is ${servingName(serving)}, wanted ${expect.serving}` };
}

/** What the two usual answers of a server that cannot say how it is mean. */
const HINTS: Readonly<Record<number, string>> = {
  5: ' (its health service does not know this service)',
  12: ' (it has no health service)',
};

/** `5 NOT_FOUND`; of a number that has no name the number. */
function codeName(code: number): string {
  return [code, CODES[code] ?? []].flat().join(' ');
}

function servingName(serving: number): string {
  return SERVING[serving] ?? `status ${serving}`;
}
