import { inspect, isDeepStrictEqual } from 'node:util';

const counts = { passed: 0, failed: 0 };

/** Prints one line: what was expected held, or did not and what was there instead. */
export function expectThat(what: string, actual: unknown, expected: unknown): void {
  const held = isDeepStrictEqual(actual, expected);
  say(held, what, () => `got  ${shown(actual)}\n       want ${shown(expected)}`);
}

/** As expectThat, for what is not simply equal to something. */
export function expectTrue(what: string, held: boolean, actual: unknown): void {
  say(held, what, () => `got  ${shown(actual)}`);
}

/** Runs one scenario; what it throws is one failed line, so that the scenarios after it still run. */
export async function scenario(name: string, act: () => Promise<void>): Promise<void> {
  const started = performance.now();
  try {
    await act();
  } catch (error) {
    say(false, `${name} runs to its end`, () =>
      error instanceof Error ? (error.stack ?? error.message) : shown(error),
    );
  }
  process.stdout.write(`   -- ${name}: ${((performance.now() - started) / 1000).toFixed(1)} s\n`);
}

/** Prints the sums as the last line and gives the exit code. */
export function conclude(): number {
  process.stdout.write(`${counts.passed} passed, ${counts.failed} failed\n`);
  return counts.failed === 0 && counts.passed > 0 ? 0 : 1;
}

function say(held: boolean, what: string, detail: () => string): void {
  counts[held ? 'passed' : 'failed'] += 1;
  process.stdout.write(held ? `ok     ${what}\n` : `FAILED ${what}\n       ${detail()}\n`);
}

function shown(value: unknown): string {
  return inspect(value, { depth: 8, breakLength: 120, maxStringLength: 2_000 }).replaceAll('\n', '\n       ');
}
