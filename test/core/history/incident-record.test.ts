import fc from 'fast-check';
import { expect, test } from 'vitest';
import { incidentRecords, recordsOf } from '#core/history/incident-record.ts';
import type { Transition } from '#core/incident/state.ts';

const at = (minute: number) => new Date(Date.UTC(2026, 10, 26, 10, minute)).toISOString();

function told(type: Transition['type'], minute: number, more: Partial<Transition> = {}): Transition {
  const reason = { code: 'status', message: `status (${500 + minute}) == 200` } as const;
  return {
    type,
    check: 'login',
    kind: 'target',
    since: at(0),
    at: at(minute),
    streak: minute,
    reason,
    flaky: false,
    ...more,
  };
}

const LIFE = [told('opened', 1), told('ng', 2), told('reminder', 30), told('recovered', 45, { flaky: true })];

test('an incident is told from its opening to its end, with the reason of the latest NG', () => {
  expect(incidentRecords(LIFE)).toEqual([
    {
      check: 'login',
      kind: 'target',
      since: at(0),
      openedAt: at(1),
      endedAt: at(45),
      reason: told('recovered', 45).reason,
      flaky: true,
      steps: LIFE.map(({ type, at: when, reason }) => ({ type, at: when, reason })),
    },
  ]);
  expect(incidentRecords(LIFE.slice(0, 3))).toMatchObject([{ endedAt: null, flaky: false }]);
});

test('what comes in portions, twice and in any order makes the same records', () => {
  const others = [
    told('opened', 3, { kind: 'fault', since: at(2) }),
    told('removed', 9, { kind: 'fault', since: at(2) }),
  ];
  const all = [...LIFE, ...others];
  fc.assert(
    fc.property(
      fc.shuffledSubarray(all, { minLength: all.length }),
      fc.shuffledSubarray(all),
      fc.nat({ max: all.length }),
      (shuffled, again, cut) => {
        // What was reported of an incident before it opened is no part of it, so that an NG may not come before the opening.
        fc.pre(shuffled.indexOf(all[1] as Transition) > shuffled.indexOf(all[0] as Transition));
        const inTwo = incidentRecords(shuffled.slice(cut), incidentRecords(shuffled.slice(0, cut)));
        expect(incidentRecords(again, inTwo)).toEqual(incidentRecords(all));
      },
    ),
  );
});

test('what ends an incident is the last of what is reported of it at the same instant', () => {
  const ended = incidentRecords([told('removed', 1), told('opened', 1)]);
  expect(ended).toMatchObject([{ endedAt: at(1), steps: [{ type: 'opened' }, { type: 'removed' }] }]);
});

test('the steps that are kept are the first ten and the last ten', () => {
  const reminders = Array.from({ length: 100 }, (_, index) => told('reminder', index + 2));
  const [record] = incidentRecords([told('opened', 1), ...reminders]);
  const minutes = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 92, 93, 94, 95, 96, 97, 98, 99, 100, 101];
  expect(record?.steps.map((step) => step.at)).toEqual(minutes.map(at));
  expect(incidentRecords(reminders.slice(40, 50), record && [record])).toEqual([record]);
});

test('NG runs that are reported each, and are too few, are no incident', () => {
  expect(incidentRecords([told('ng', 0)])).toEqual([]);
  expect(incidentRecords([told('once', 0), told('undeduplicated', 0)])).toEqual([]);
  expect(incidentRecords([told('ng', 0), told('opened', 1)])[0]?.steps).toMatchObject([{ type: 'opened' }]);
});

test('the newest incident stands first', () => {
  const second = [told('opened', 50, { since: at(49) })];
  expect(incidentRecords([...LIFE, ...second]).map(({ openedAt }) => openedAt)).toEqual([at(50), at(1)]);
});

test('of an incident that was open before there were records, its state says when it opened', () => {
  const track = { since: at(0), streak: 5, calm: 0, openedAt: at(1), toldAt: at(1), reason: told('ng', 1).reason };
  const state = {
    name: 'login',
    target: track,
    fault: { ...track, openedAt: null },
    lastRun: { startedAt: at(5), id: 'x' },
  };
  const before = recordsOf({ ...state, told: [] });
  expect(before).toMatchObject([{ check: 'login', kind: 'target', openedAt: at(1), endedAt: null }]);
  expect(incidentRecords([told('recovered', 9)], before)).toMatchObject([{ openedAt: at(1), endedAt: at(9) }]);
});
