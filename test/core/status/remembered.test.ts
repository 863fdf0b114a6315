import { describe, expect, it } from 'vitest';
import type { AlertPlan } from '#core/check/alerting.ts';
import { certificateName } from '#core/incident/certificates.ts';
import { MONITOR } from '#core/incident/monitor.ts';
import type { Mute } from '#core/incident/mute.ts';
import type { CheckState, Track } from '#core/incident/state.ts';
import { rememberedOf } from '#core/status/remembered.ts';

const NOW = Date.parse('2026-11-23T10:00:00.000Z');
const SINCE = '2026-11-23T09:00:00.000Z';
const UNTIL = '2026-11-23T12:00:00.000Z';
const reason = { code: 'status', message: 'status 503, wanted 200' } as const;
const track: Track = { since: SINCE, streak: 2, calm: 0, openedAt: SINCE, toldAt: SINCE, reason };

const down = (name: string, changes: Partial<CheckState> = {}): CheckState => ({
  name,
  target: track,
  fault: null,
  lastRun: { startedAt: SINCE, id: 'r' },
  told: [],
  ...changes,
});
const broken = (name: string) => down(name, { target: null, fault: track });
const certificate = (...shownBy: string[]) => down(certificateName('ab12'), { shownBy });
const mute = (check: string, until = UNTIL): Mute => ({ check, from: SINCE, until });
const shards = { shards: [], guards: [] };

const remembered = (states: readonly CheckState[], plan: Partial<AlertPlan> = {}, mutes: readonly Mute[] = []) =>
  rememberedOf({ states, mutes, plan: { checks: [], ...plan }, shards, now: NOW });

const DEPENDING: Partial<AlertPlan> = {
  checks: [
    ['api', { dependsOn: ['db'] }],
    ['web', { dependsOn: ['api', 'cdn'] }],
    ['ring-a', { dependsOn: ['ring-b'] }],
    ['ring-b', { dependsOn: ['ring-a'] }],
  ],
};
const WINDOWS: Partial<AlertPlan> = {
  maintenance: [
    { name: 'over', checks: null, from: '2026-11-23T08:00:00Z', to: '2026-11-23T09:59:59Z' },
    { name: 'weekly', checks: ['pay', 'shop'], from: '2026-11-23T08:00:00Z', to: UNTIL },
  ],
};
const MUTED = { because: 'muted', by: null, until: UNTIL };
const WEEKLY = { because: 'maintenance', by: 'weekly', until: UNTIL };

describe('an open incident', () => {
  it.each([
    { why: 'nothing', states: [down('pay')], quiet: { pay: [] } },
    {
      why: 'a mute that is on',
      states: [down('pay'), down('shop')],
      mutes: [mute('pay')],
      quiet: { pay: [MUTED], shop: [] },
    },
    { why: 'a mute that is over', states: [down('pay')], mutes: [mute('pay', SINCE)], quiet: { pay: [] } },
    { why: 'its window', states: [down('pay'), down('db')], plan: WINDOWS, quiet: { pay: [WEEKLY], db: [] } },
    { why: 'both', states: [down('pay')], plan: WINDOWS, mutes: [mute('pay')], quiet: { pay: [WEEKLY, MUTED] } },
    {
      why: 'the check furthest up that is down',
      states: [down('web'), down('api'), down('db')],
      plan: DEPENDING,
      quiet: {
        web: [{ because: 'parent', by: 'db', until: null }],
        api: [{ because: 'parent', by: 'db', until: null }],
        db: [],
      },
    },
    {
      why: 'a parent beyond one that is well',
      states: [down('web'), down('db')],
      plan: DEPENDING,
      quiet: { web: [{ because: 'parent', by: 'db', until: null }], db: [] },
    },
    {
      why: 'no parent that could not be checked',
      states: [down('api'), broken('db')],
      plan: DEPENDING,
      quiet: { api: [], db: [] },
    },
    {
      why: 'no parent where it could not be checked itself',
      states: [broken('api'), down('db')],
      plan: DEPENDING,
      quiet: { api: [], db: [] },
    },
    {
      why: 'no end where checks depend on each other',
      states: [down('ring-a')],
      plan: DEPENDING,
      quiet: { 'ring-a': [] },
    },
    {
      why: 'a monitor that is offline',
      states: [down('pay'), broken(MONITOR)],
      quiet: { pay: [{ because: 'offline', by: null, until: null }] },
    },
    {
      why: 'what all checks of a certificate have in common',
      states: [certificate('pay', 'shop')],
      plan: WINDOWS,
      mutes: [mute('pay'), mute('shop', '2026-11-23T11:00:00.000Z')],
      quiet: { '(certificate ab12)': [WEEKLY, { ...MUTED, until: '2026-11-23T11:00:00.000Z' }] },
    },
    {
      why: 'not what one of them has',
      states: [certificate('pay', 'db')],
      plan: WINDOWS,
      mutes: [mute('pay')],
      quiet: { '(certificate ab12)': [] },
    },
  ])('is quiet by $why', async ({ states, plan, mutes, quiet }) => {
    const { open } = await remembered(states, plan, mutes);
    expect(Object.fromEntries(open.map((incident) => [incident.check, incident.quiet]))).toEqual(quiet);
  });

  it('names all that depend on it, directly or not, unless it could not be checked', async () => {
    const { open } = await remembered([down('db'), broken('api')], DEPENDING);
    expect(open.map(({ check, dependents }) => [check, dependents])).toEqual([
      ['api', []],
      ['db', ['api', 'web']],
    ]);
  });

  it('has its severity, and of a certificate the checks that show it', async () => {
    const { open } = await remembered([down('pay', { severity: 'warning' }), certificate('a', 'b')]);
    expect(open).toMatchObject([
      { checks: ['a', 'b'], severity: 'critical' },
      { check: 'pay', severity: 'warning' },
    ]);
  });
});

it('keeps the monitor’s own incident apart, and tells the windows and mutes that are on, and the list’s zone', async () => {
  const states = [broken(MONITOR)];
  const mutes = [mute('z'), mute('a'), mute('over', SINCE)];
  expect(await remembered(states, { ...WINDOWS, timezone: 'Europe/Paris' }, mutes)).toEqual({
    open: [],
    offline: { since: SINCE, reason },
    mutes: [mute('a'), mute('z')],
    maintenance: [{ name: 'weekly', checks: ['pay', 'shop'], until: UNTIL }],
    timezone: 'Europe/Paris',
    ...shards,
  });
});
