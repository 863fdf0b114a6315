import type * as z from 'zod';
import type { Check } from '#core/check/check.ts';
import { dnsSettings } from './dns/settings.ts';
import { domainSettings } from './domain/settings.ts';
import { grpcSettings } from './grpc/settings.ts';
import { heartbeatSettings } from './heartbeat/settings.ts';
import { httpSettings } from './http/settings.ts';
import type { AnySettings, KindSettings } from './kind.ts';
import { rowOf } from './row.ts';
import { stepsSettings } from './steps/settings.ts';
import { tcpSettings } from './tcp/settings.ts';
import { tlsSettings } from './tls/settings.ts';
import { websocketSettings } from './websocket/settings.ts';

/** How each kind of check is written: a line a kind. */
const SETTINGS = {
  http: httpSettings,
  tcp: tcpSettings,
  tls: tlsSettings,
  dns: dnsSettings,
  websocket: websocketSettings,
  grpc: grpcSettings,
  heartbeat: heartbeatSettings,
  domain: domainSettings,
  steps: stepsSettings,
} as const satisfies Readonly<Record<string, AnySettings>>;

/** The name of a kind. */
export type KindName = keyof typeof SETTINGS;

/** An entry of any kind as its author writes it. */
export type AuthoredKind = { [K in KindName]: z.input<ReturnType<(typeof SETTINGS)[K]['schema']>> }[KindName];

/** The names of all kinds, in the order of the registry. */
export const KIND_NAMES = Object.keys(SETTINGS) as readonly KindName[];

/** A kind's settings, for callers that hold checks of all kinds. Throws for a kind that there is not. */
export function settingsOf(kind: string): KindSettings<unknown, Check> {
  return rowOf(SETTINGS, kind, 'kinds/settings.ts');
}
