import type { Verdict } from '#core/verdict/verdict.ts';
import type { DnsCheck, DnsTarget } from '#kinds/dns/check.ts';
import { dnsProbe } from '#kinds/dns/probe.ts';
import { checker } from '#kinds/probing/checker.ts';
import { type CheckerEffects, SYSTEM_EFFECTS } from '#kinds/probing/effects.ts';
import { BASE } from '../checks.ts';

const check = checker(dnsProbe);

export type Settings = {
  readonly expect?: Partial<DnsCheck['expect']>;
  readonly effects?: Partial<CheckerEffects>;
} & Partial<Pick<DnsCheck, 'timeoutMs' | 'metrics'>>;

/** Asks 127.0.0.1 at a port for the A records of ok.test, unless said otherwise. */
function dnsCheck(
  port: number | null,
  target: Partial<DnsTarget> = {},
  { expect: wanted, effects: _, ...base }: Settings = {},
): DnsCheck {
  return {
    ...BASE,
    name: 'records',
    kind: 'dns',
    ...base,
    connectTimeoutMs: Math.min(BASE.connectTimeoutMs, base.timeoutMs ?? BASE.timeoutMs),
    target: {
      name: 'ok.test',
      type: 'A',
      servers: port === null ? [] : [`127.0.0.1:${port}`],
      over: 'udp',
      recursion: true,
      ...target,
    },
    expect: {
      rcode: 0,
      records: null,
      includes: [],
      excludes: [],
      matches: [],
      ttl: null,
      count: null,
      authoritative: null,
      authentic: null,
      agree: null,
      latencyMs: null,
      ...wanted,
    },
  };
}

export function runDns(
  port: number | null,
  target: Partial<DnsTarget> = {},
  settings: Settings = {},
): Promise<Verdict> {
  const event = { check: dnsCheck(port, target, settings), previous: { attempts: 0 } };
  return check(event, { ...SYSTEM_EFFECTS, ...settings.effects });
}
