import { expect, it } from 'vitest';
import { planOf } from '#core/check/alerting.ts';
import { DEFAULT_POLICY } from '#core/check/incident-policy.ts';
import type { IncidentEvent } from '#core/report/incident-events.ts';
import type { Run } from '#core/run/run.ts';
import type { Verdict } from '#core/verdict/verdict.ts';
import { trackIncidents } from '#functions/track-incidents/track-incidents.ts';
import { SETTLE_MS } from '../../core/incident/answers.ts';
import { memoryStore } from '../../core/incident/memory-store.ts';
import { ngVerdict, okVerdict } from '../../local/checks.ts';

const runOf = (minute: number): Run => ({
  id: `arn:aws:states:eu-west-1:123456789012:execution:Rollcall:run-${minute}`,
  startedAt: `2026-01-31T09:0${minute}:00.000Z`,
  trigger: 'schedule',
  shard: '1m-0',
  concurrency: 40,
  region: 'eu-west-1',
});

/** What is sent of runs one after another, a minute each. */
async function sent(...runs: readonly (readonly Verdict[])[]): Promise<IncidentEvent[][]> {
  const all: IncidentEvent[][] = [];
  const store = memoryStore();
  for (const [minute, verdicts] of runs.entries()) {
    all.push([]);
    const at = `2026-01-31T09:0${minute}:05.000Z`;
    await trackIncidents(
      { run: runOf(minute), verdicts: verdicts.map((verdict) => ({ ...verdict, at })), mode: 'decide' },
      {
        plan: planOf({ checks: [{ name: 'b', alerts: { severity: 'warning', runbook: 'https://wiki/b' } }] }),
        topics: { defaultArn: 'arn:t', arns: new Map() },
        memory: {
          store,
          policyOf: () => DEFAULT_POLICY,
          settleMs: SETTLE_MS,
          now: () => Date.parse(at),
          onTrouble: () => {},
        },
        sendEvents: async (events) => void all.at(-1)?.push(...events),
      },
    );
  }
  return all;
}

const DOWN = [okVerdict('a'), ngVerdict('b')];
const UP = [okVerdict('a'), okVerdict('b')];

it('what opens and what is over is an event each, and what goes on is none', async () => {
  const runs = await sent(DOWN, DOWN, DOWN, UP, UP);
  const [opened, recovered, ...others] = runs.flat();
  expect(others).toEqual([]);
  expect(opened).toMatchObject({ Source: 'rollcall', DetailType: 'Rollcall Incident', Time: expect.any(Number) });
  expect(JSON.parse(opened?.Detail ?? '')).toMatchObject({
    version: '1',
    event: 'opened',
    check: 'b',
    checks: ['b'],
    severity: 'warning',
    runbook: 'https://wiki/b',
    reason: { code: expect.any(String), message: expect.any(String) },
    run: { shard: '1m-0', region: 'eu-west-1', console: expect.stringMatching(/^https:\/\/eu-west-1\.console\./) },
  });
  expect(JSON.parse(recovered?.Detail ?? '')).toMatchObject({
    event: 'recovered',
    check: 'b',
    lastedMs: expect.any(Number),
  });
});

it('an event is known again when its run is tracked again', async () => {
  const ids = (await sent(DOWN, DOWN, UP, UP)).flat().map(({ Detail }) => JSON.parse(Detail).id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids)
    expect(id).toMatch(
      /^arn:aws:states:eu-west-1:123456789012:execution:Rollcall:run-\d\/b\/[a-z]+\/(?:opened|recovered)$/,
    );
});

it('a run in which nothing opens or ends sends none', async () => {
  expect((await sent(UP, UP)).flat()).toEqual([]);
});
