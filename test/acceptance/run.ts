/**
 * Deploys the synthesized stack to the emulated AWS beside this repository and holds it against the embedded run: the
 * same verdicts, alerts and metrics for every form of input, and nothing lost whatever breaks.
 *
 * usage: npm run -s acceptance [-- SCENARIO…]: those whose name has one of these words in it, or all.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { EMULATOR } from './emulator.ts';
import { faultTable } from './fault-table.ts';
import { FAULTS, NESTED_FAULTS } from './faults.ts';
import { openLane } from './lane.ts';
import { conclude, scenario } from './report.ts';
import { SCENARIOS, type Scenario } from './scenarios.ts';

/** An emulated AWS keeps one processor busy. */
const MOST_LANES = 4;

process.exitCode = existsSync(EMULATOR) ? await main(process.argv.slice(2)) : missing();

function missing(): number {
  process.stderr.write(`${EMULATOR} is not there: the acceptance test needs the emulated AWS beside the repository\n`);
  return 1;
}

async function main(words: readonly string[]): Promise<number> {
  const scenarios = SCENARIOS.filter(({ name }) => words.length === 0 || words.some((word) => name.includes(word)));
  if (scenarios.length === 0) {
    process.stderr.write(
      `no scenario is named so; there are\n${SCENARIOS.map(({ name }) => `  ${name}`).join('\n')}\n`,
    );
    return 2;
  }
  process.once('SIGINT', () => process.exit(130));
  process.once('SIGTERM', () => process.exit(143));
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-acceptance-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const lanes = Math.min(availableParallelism(), MOST_LANES, scenarios.length);
  const rest = [...scenarios];
  await Promise.all(Array.from({ length: lanes }, (_, lane) => playIn(join(folder, `lane-${lane}`), rest)));
  process.stdout.write(faultTable([...FAULTS, ...NESTED_FAULTS].map(({ name }) => name)));
  return conclude();
}

/** Takes the next scenario whenever the one before is over, until none is left. */
async function playIn(folder: string, rest: Scenario[]): Promise<void> {
  const lane = await openLane(folder);
  try {
    for (let next = rest.shift(); next !== undefined; next = rest.shift()) {
      const { name, act } = next;
      await scenario(name, () => act(lane));
    }
  } finally {
    lane.stop();
  }
}
