import { expect } from 'vitest';
import { readChecks } from '#checks-file/reader/read-checks.ts';
import type { Verdict } from '#core/verdict/verdict.ts';
import { checker } from '#kinds/probing/checker.ts';
import { type CheckerEffects, SYSTEM_EFFECTS } from '#kinds/probing/effects.ts';
import type { StepsCheck } from '#kinds/steps/check.ts';
import { stepsProbe } from '#kinds/steps/probe.ts';

/** The check that an entry without a name means. */
export async function flowCheck(entry: object): Promise<StepsCheck> {
  const { list, faults } = await readChecks(JSON.stringify({ checks: [{ name: 'flow', ...entry }] }), '.');
  expect(faults).toEqual([]);
  return list?.checks[0] as StepsCheck;
}

/** The verdict on a flow of these steps. */
export async function runFlow(
  flow: readonly object[],
  settings: object = {},
  effects: Partial<CheckerEffects> = {},
): Promise<Verdict> {
  const check = await flowCheck({ steps: { timeout: '3s', ...settings, flow } });
  return checker(stepsProbe)({ check, previous: { attempts: 0 } }, { ...SYSTEM_EFFECTS, ...effects });
}

/** The one line that a verdict says. */
export const reasonOf = ({ reason }: Verdict): string => (reason === null ? 'OK' : `${reason.code}: ${reason.message}`);
