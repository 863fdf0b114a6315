import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import type { Mute, MuteStore } from '#core/incident/mute.ts';
import { dynamoMutes } from '#functions/track-incidents/dynamo-mutes.ts';
import { type MuteEvent, muteChecks } from '#functions/track-incidents/mute-checks.ts';
import { MUTE_CONTRACT } from '../../contract/mute-store.ts';
import { START } from '../../core/incident/answers.ts';
import { fakeTable } from './table.ts';

const HOUR_MS = 3_600_000;
const iso = (ms: number) => new Date(START + ms).toISOString();

function muting(...kept: readonly Mute[]) {
  const mutes = new Map(kept.map((mute) => [mute.check, mute]));
  const store: MuteStore = {
    mutes: async () => [...mutes.values()],
    mute: async (mute) => void mutes.set(mute.check, mute),
    unmute: async (check) => void mutes.delete(check),
  };
  return (event: MuteEvent) => muteChecks(event, { store, names: ['orders', 'pay'], now: () => START });
}

describe('a person’s mute', () => {
  it('lasts as long as was said, and all that are on are answered', async () => {
    const over = { check: 'old', from: iso(-2 * HOUR_MS), until: iso(0) };
    const on = { check: 'orders', from: iso(-HOUR_MS), until: iso(1) };
    const ask = muting(over, on);
    expect(await ask({ mode: 'mute', check: 'pay', forMs: 2 * HOUR_MS })).toEqual({
      mutes: [on, { check: 'pay', from: iso(0), until: iso(2 * HOUR_MS) }],
    });
    expect(await ask({ mode: 'unmute', check: 'orders' })).toMatchObject({ mutes: [{ check: 'pay' }] });
    expect(await ask({ mode: 'mutes' })).toMatchObject({ mutes: [{ check: 'pay' }] });
  });

  it.each([
    [{ mode: 'mute', check: 'payy', forMs: HOUR_MS }, /"payy" is no enabled check; did you mean "pay"\?/],
    [{ mode: 'mute', check: 7, forMs: HOUR_MS }, /7 is no enabled check/],
    [{ mode: 'mute', check: 'pay', forMs: 59_999 }, /a minute to 7 days/],
    [{ mode: 'mute', check: 'pay', forMs: 8 * 24 * HOUR_MS }, /a minute to 7 days/],
    [{ mode: 'mute', check: 'pay', forMs: '2h' }, /a minute to 7 days/],
  ])('of %j is refused', async (event, fault) => {
    expect(await muting()(event as MuteEvent)).toEqual({ faults: [expect.stringMatching(fault)] });
  });
});

describe('mutes in DynamoDB', () => {
  it.each(MUTE_CONTRACT)('$fact', ({ prove }) => {
    fakeTable();
    return prove(dynamoMutes(new DynamoDBClient({ region: 'us-east-1' }), 'incidents'));
  });

  it('go by themselves', async () => {
    const { client } = fakeTable();
    const store = dynamoMutes(new DynamoDBClient({ region: 'us-east-1' }), 'incidents');
    await store.mute({ check: 'a', from: iso(0), until: iso(HOUR_MS) });
    const [item] = client.commandCalls(PutItemCommand).map(({ args }) => args[0].input.Item);
    expect(Number(item?.['expiresAt']?.N)).toBe((START + HOUR_MS) / 1000);
  });
});
