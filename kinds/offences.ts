import type { Check } from '#core/check/check.ts';
import type { Observation } from '#core/verdict/observation.ts';
import { dnsOffences } from './dns/offences.ts';
import { domainOffences } from './domain/offences.ts';
import { grpcOffences } from './grpc/offences.ts';
import { heartbeatOffences } from './heartbeat/offences.ts';
import { httpOffences } from './http/offences.ts';
import type { AnyOffences, KindOffences } from './kind.ts';
import { rowOf } from './row.ts';
import type { KindName } from './settings.ts';
import { stepsOffences } from './steps/offences.ts';
import { tcpOffences } from './tcp/offences.ts';
import { tlsOffences } from './tls/offences.ts';
import { websocketOffences } from './websocket/offences.ts';

/** What `rollcall prove` breaks for each kind of check: a line a kind. */
const OFFENCES = {
  http: httpOffences,
  tcp: tcpOffences,
  tls: tlsOffences,
  dns: dnsOffences,
  websocket: websocketOffences,
  grpc: grpcOffences,
  heartbeat: heartbeatOffences,
  domain: domainOffences,
  steps: stepsOffences,
} as const satisfies { readonly [K in KindName]: AnyOffences };

/** A kind's offences, for callers that hold checks of all kinds. Throws for a kind that there is not. */
export function offencesOf(kind: string): KindOffences<Check, Observation> {
  return rowOf(OFFENCES, kind, 'kinds/offences.ts');
}
