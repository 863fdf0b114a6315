import type { Check } from '#core/check/check.ts';
import type { Observation } from '#core/verdict/observation.ts';
import { dnsExplanation } from './dns/explain.ts';
import { domainExplanation } from './domain/explain.ts';
import { grpcExplanation } from './grpc/explain.ts';
import { heartbeatExplanation } from './heartbeat/explain.ts';
import { httpExplanation } from './http/explain.ts';
import type { AnyExplanation, KindExplanation } from './kind.ts';
import { rowOf } from './row.ts';
import type { KindName } from './settings.ts';
import { stepsExplanation } from './steps/explain.ts';
import { tcpExplanation } from './tcp/explain.ts';
import { tlsExplanation } from './tls/explain.ts';
import { websocketExplanation } from './websocket/explain.ts';

/** What `rollcall run --verbose` says of an answer of each kind: a line a kind. */
const EXPLANATIONS = {
  dns: dnsExplanation,
  domain: domainExplanation,
  grpc: grpcExplanation,
  heartbeat: heartbeatExplanation,
  http: httpExplanation,
  steps: stepsExplanation,
  tcp: tcpExplanation,
  tls: tlsExplanation,
  websocket: websocketExplanation,
} as const satisfies { readonly [K in KindName]: AnyExplanation };

/** A kind's explanation, for callers that hold checks of all kinds. Throws for a kind that there is not. */
export function explanationOf(kind: string): KindExplanation<Check, Observation> {
  return rowOf(EXPLANATIONS, kind, 'kinds/explanations.ts');
}
