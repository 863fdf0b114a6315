import { NOTHING_AROUND } from '#core/settings/surroundings.ts';
import type { Verdict } from '#core/verdict/verdict.ts';
import { checker } from '#kinds/probing/checker.ts';
import { type CheckerEffects, SYSTEM_EFFECTS } from '#kinds/probing/effects.ts';
import type { TlsCheck } from '#kinds/tls/check.ts';
import { tlsProbe } from '#kinds/tls/probe.ts';
import { tlsSettings } from '#kinds/tls/settings.ts';
import { tlsFixture } from '../servers.ts';

type Entry = Parameters<typeof tlsSettings.resolve>[0];
type Target = Partial<Entry['tls']>;
type Expect = Entry['expect'];

/** A check of loopback as people write it, which trusts the authority of the chains unless it says otherwise. */
export function tlsCheck(tls: Target, expect?: Expect): TlsCheck {
  const target = { host: 'localhost', ca: tlsFixture('chain-root'), timeout: '5s', connectTimeout: '3s', ...tls };
  const entry = { name: 'target', rechecks: 0, tls: target, ...(expect !== undefined && { expect }) };
  return tlsSettings.resolve(tlsSettings.schema().parse(entry), {}, NOTHING_AROUND);
}

const check = checker(tlsProbe);

export function runTls(tls: Target, expect?: Expect, effects: Partial<CheckerEffects> = {}): Promise<Verdict> {
  const event = { check: tlsCheck(tls, expect), previous: { attempts: 0 } };
  return check(event, { ...SYSTEM_EFFECTS, ...effects });
}

/** What a verdict comes to, `reason` without the port. */
export function outcomeOf({ reason, degraded, warning }: Verdict): string {
  if (reason !== null) return `${reason.code}: ${reason.message.replaceAll(/localhost:\d+/g, 'HOST')}`;
  return degraded ? `degraded: ${warning}` : 'OK';
}
