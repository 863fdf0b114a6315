import { parseArgs } from 'node:util';
import { readChecks } from '#checks-file/reader/read-checks.ts';
import { probeOf } from '#kinds/probes.ts';
import { checker } from '#kinds/probing/checker.ts';
import { SYSTEM_EFFECTS } from '#kinds/probing/effects.ts';

/** Makes a check so often, so many at a time, and prints how many were OK and the CPU seconds of this process meanwhile. */
const { values } = parseArgs({
  options: { entry: { type: 'string' }, checks: { type: 'string' }, concurrency: { type: 'string' } },
});
const { list, faults } = await readChecks(JSON.stringify({ checks: [JSON.parse(values.entry ?? '{}')] }), '.');
const [check] = list?.checks ?? [];
if (check === undefined) throw new Error(faults.map(({ message }) => message).join('\n'));
const make = checker(await probeOf(check.kind));

async function makeAll(checks: number): Promise<number> {
  let [left, ok] = [checks, 0];
  const work = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      const { outcome } = await make({ check, previous: { attempts: 0 } } as never, SYSTEM_EFFECTS);
      if (outcome === 'OK') ok += 1;
    }
  };
  await Promise.all(Array.from({ length: Number(values.concurrency) }, work));
  return ok;
}

// Whoever runs for days is warm: so is the exporter that it is held against.
await makeAll(200);
const before = process.cpuUsage();
const ok = await makeAll(Number(values.checks));
const { user, system } = process.cpuUsage(before);
process.stdout.write(`${JSON.stringify({ ok, cpuSeconds: (user + system) / 1e6 })}\n`);
