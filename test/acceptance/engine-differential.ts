/**
 * Holds the embedded engine against the emulated AWS beside this repository, with generated definitions and inputs.
 *
 * usage: npm run -s engine-differential [-- --cases N] [--seed N] [--only N]
 *   --cases  how many, 300 without it · --seed  the same cases again · --only  the one with this number alone
 */
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { EMULATOR, startEmulator } from './emulator.ts';
import { compare, linesOf } from './engine/differential.ts';

const { values } = parseArgs({
  options: { cases: { type: 'string' }, seed: { type: 'string' }, only: { type: 'string' } },
});

process.exitCode = existsSync(EMULATOR) ? await main() : missing();

function missing(): number {
  process.stderr.write(`${EMULATOR} is not there: this needs the emulated AWS beside the repository\n`);
  return 1;
}

async function main(): Promise<number> {
  const selection = {
    seed: numberOf('seed', values.seed) ?? Date.now() % 1_000_000,
    count: numberOf('cases', values.cases) ?? 300,
    ...(values.only !== undefined && { only: numberOf('only', values.only) ?? 0 }),
  };
  process.once('SIGINT', () => process.exit(130));
  process.once('SIGTERM', () => process.exit(143));
  process.stdout.write(`seed ${selection.seed}\n`);
  const emulator = await startEmulator();
  try {
    const report = await compare(emulator.endpoint, selection);
    process.stdout.write(`${linesOf(report).join('\n')}\n`);
    for (const text of report.unexplained) process.stdout.write(`\nFAILED ${text}\n`);
    process.stdout.write(`${report.unexplained.length} that no rule explains\n`);
    return report.unexplained.length === 0 ? 0 : 1;
  } finally {
    emulator.stop();
  }
}

function numberOf(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d+$/.test(text)) throw new Error(`--${name} must be a number, not ${text}`);
  return Number(text);
}
