import { beforeAll, describe, expect, it } from 'vitest';
import { accountFor } from '../../bench/week/account.ts';
import { type Simulated, simulate } from '../../bench/week/simulate.ts';

const BEGIN = Date.parse('2026-11-23T00:00:00Z');
let day: Simulated;

beforeAll(async () => {
  day = await simulate({ days: 1, checks: 200, seed: 7 });
}, 30_000);

const sum = (account: Simulated['account'], of: 'incidents' | 'opened' | 'recovered' | 'missing' | 'twice') =>
  account.lines.reduce((total, line) => total + line[of], 0);

describe('a simulated day of 200 checks', () => {
  it('is a hard one', () => {
    expect(sum(day.account, 'incidents')).toBeGreaterThan(50);
    expect(day.account.lines.filter(({ scripted }) => scripted === 0)).toEqual([]);
    expect(Math.min(day.mishaps.late, day.mishaps.twice, day.mishaps.lost)).toBeGreaterThan(10);
  });

  it('tells of each incident in the script once when it opens and once when it is over', () => {
    expect(sum(day.account, 'opened')).toBe(sum(day.account, 'incidents'));
    expect(sum(day.account, 'recovered')).toBe(sum(day.account, 'incidents'));
    expect([sum(day.account, 'missing'), sum(day.account, 'twice'), day.account.unscripted]).toEqual([0, 0, []]);
  });

  it('sends a fraction of what every NG run would have sent', () => {
    const { messages, undeduplicated, every } = day.heard;
    expect(messages - undeduplicated).toBeLessThan(every.messages / 5);
  });

  it('tells every run without memory while the store is away, and at no other time', () => {
    const { from, to } = day.script.storeAway;
    const minutes = day.heard.transitions
      .filter(({ type }) => type === 'undeduplicated')
      .map(({ at }) => (Date.parse(at) - BEGIN) / 60_000);
    expect(Math.min(...minutes)).toBeGreaterThanOrEqual(from - 3);
    expect(Math.max(...minutes)).toBeLessThan(to);
  });
});

describe('the account of what was told', () => {
  const transitions = () => day.heard.transitions;
  const opening = () => transitions().findIndex(({ type }) => type === 'opened');

  it('misses an opening that was not told', () => {
    const account = accountFor(day.script, BEGIN, transitions().toSpliced(opening(), 1));
    expect([sum(account, 'missing'), sum(account, 'twice')]).toEqual([1, 0]);
  });

  it('finds an opening that was told twice', () => {
    const again = transitions().slice(opening(), opening() + 1);
    const account = accountFor(day.script, BEGIN, [...transitions(), ...again.map((one) => ({ ...one }))]);
    expect([sum(account, 'missing'), sum(account, 'twice')]).toEqual([0, 1]);
  });

  it('finds what was told of nothing in the script', () => {
    const stray = transitions()
      .slice(opening(), opening() + 1)
      .map((one) => ({ ...one, check: 'check-999' }));
    expect(accountFor(day.script, BEGIN, [...transitions(), ...stray]).unscripted).toEqual(stray);
  });
});
