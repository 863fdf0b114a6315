import { AsyncLocalStorage } from 'node:async_hooks';
import { inspect, isDeepStrictEqual } from 'node:util';

const counts = { passed: 0, failed: 0 };
/** The lines of each scenario that runs: several do at a time, and each prints its own when it is over. */
const lines = new AsyncLocalStorage<string[]>();

/** One line: what was expected held, or did not and what was there instead. */
export function expectThat(what: string, actual: unknown, expected: unknown): void {
  const held = isDeepStrictEqual(actual, expected);
  say(held, what, () => `got  ${shown(actual)}\n       want ${shown(expected)}`);
}

/** As expectThat, for what is not simply equal to something. */
export function expectTrue(what: string, held: boolean, actual: unknown): void {
  say(held, what, () => `got  ${shown(actual)}`);
}

/** A line that nothing hangs on: what was measured. */
export function tell(text: string): void {
  print(`       ${text}`);
}

/** Runs one scenario; what it throws is one failed line, so that the scenarios after it still run. */
export function scenario(name: string, act: () => Promise<void>): Promise<void> {
  const started = performance.now();
  return lines.run([], async () => {
    try {
      await act();
    } catch (error) {
      say(false, `${name} runs to its end`, () =>
        error instanceof Error ? (error.stack ?? error.message) : shown(error),
      );
    }
    print(`   -- ${name}: ${((performance.now() - started) / 1000).toFixed(1)} s\n`);
    process.stdout.write(`${lines.getStore()?.join('\n')}`);
  });
}

/** Prints the sums as the last line and gives the exit code. */
export function conclude(): number {
  process.stdout.write(`${counts.passed} passed, ${counts.failed} failed\n`);
  return counts.failed === 0 && counts.passed > 0 ? 0 : 1;
}

function say(held: boolean, what: string, detail: () => string): void {
  counts[held ? 'passed' : 'failed'] += 1;
  print(held ? `ok     ${what}` : `FAILED ${what}\n       ${detail()}`);
}

function print(line: string): void {
  lines.getStore()?.push(line);
}

function shown(value: unknown): string {
  return inspect(value, { depth: 8, breakLength: 120, maxStringLength: 2_000 }).replaceAll('\n', '\n       ');
}
