import type { Check } from '#core/check/check.ts';
import type { Observation } from '#core/verdict/observation.ts';
import type { AnyProbe, KindProbe } from './kind.ts';
import { rowOf } from './row.ts';
import type { KindName } from './settings.ts';

/** How each kind of check is made and judged: a line a kind, loaded when a check of the kind is made. */
export const PROBES = {
  http: async () => (await import('./http/probe.ts')).httpProbe,
  tcp: async () => (await import('./tcp/probe.ts')).tcpProbe,
  tls: async () => (await import('./tls/probe.ts')).tlsProbe,
  dns: async () => (await import('./dns/probe.ts')).dnsProbe,
  websocket: async () => (await import('./websocket/probe.ts')).websocketProbe,
  grpc: async () => (await import('./grpc/probe.ts')).grpcProbe,
  heartbeat: async () => (await import('./heartbeat/probe.ts')).heartbeatProbe,
  domain: async () => (await import('./domain/probe.ts')).domainProbe,
  steps: async () => (await import('./steps/probe.ts')).stepsProbe,
} as const satisfies { readonly [K in KindName]: () => Promise<AnyProbe> };

/** A kind's probe, for callers that hold checks of all kinds. Throws for a kind that there is not. */
export async function probeOf(kind: string): Promise<KindProbe<Check, Observation>> {
  return rowOf<() => Promise<KindProbe<Check, Observation>>>(PROBES, kind, 'kinds/probes.ts')();
}
