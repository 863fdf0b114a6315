import { text } from 'node:stream/consumers';
import { setImmediate as turn } from 'node:timers/promises';
import type { Verdict } from '#core/verdict/verdict.ts';
import type { HttpCheck } from '#kinds/http/check.ts';
import { SYSTEM_EFFECTS } from '#kinds/probing/effects.ts';
import { checkHttp } from '../../../checks.ts';
import { peakMiB } from '../../../peak-memory.ts';

/** What a process that did nothing but check came to. `left`: sockets, timers and look-ups that it still holds. */
export type CheckerReport = {
  readonly verdicts: readonly Verdict[];
  readonly left: readonly string[];
  readonly peakMiB: number;
};

const batches: readonly (readonly HttpCheck[])[] = JSON.parse(await text(process.stdin));
const verdicts: Verdict[] = [];
for (const checks of batches) {
  const event = (check: HttpCheck) => ({ check, previous: { attempts: 0 } });
  verdicts.push(...(await Promise.all(checks.map((check) => checkHttp(event(check), SYSTEM_EFFECTS)))));
}
// A destroyed socket is gone a few turns of the loop later, and what Node finds wrong with it is found when it is collected.
for (let i = 0; i < 10; i += 1) {
  await turn();
  globalThis.gc?.();
}
const left = process.getActiveResourcesInfo().filter((resource) => /Timeout|TCP|TLS|GetAddrInfo/.test(resource));
process.stdout.write(JSON.stringify({ verdicts, left, peakMiB: peakMiB() } satisfies CheckerReport));
