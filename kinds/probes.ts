import type { Check } from '#core/check/check.ts';
import type { Observation } from '#core/verdict/observation.ts';
import { dnsProbe } from './dns/probe.ts';
import { domainProbe } from './domain/probe.ts';
import { grpcProbe } from './grpc/probe.ts';
import { heartbeatProbe } from './heartbeat/probe.ts';
import { httpProbe } from './http/probe.ts';
import type { AnyProbe, KindProbe } from './kind.ts';
import { rowOf } from './row.ts';
import type { KindName } from './settings.ts';
import { stepsProbe } from './steps/probe.ts';
import { tcpProbe } from './tcp/probe.ts';
import { tlsProbe } from './tls/probe.ts';
import { websocketProbe } from './websocket/probe.ts';

/** How each kind of check is made and judged: a line a kind. */
export const PROBES = {
  http: httpProbe,
  tcp: tcpProbe,
  tls: tlsProbe,
  dns: dnsProbe,
  websocket: websocketProbe,
  grpc: grpcProbe,
  heartbeat: heartbeatProbe,
  domain: domainProbe,
  steps: stepsProbe,
} as const satisfies { readonly [K in KindName]: AnyProbe };

/** A kind's probe, for callers that hold checks of all kinds. Throws for a kind that there is not. */
export function probeOf(kind: string): KindProbe<Check, Observation> {
  return rowOf(PROBES, kind, 'kinds/probes.ts');
}
