/** Servers of tests are also started where no test runs: by the acceptance test, which ends them itself. */
const left: (() => unknown)[] = [];
const vitest = process.env['VITEST'] === undefined ? null : await import('vitest');

/** Ends what was started when the test is over, or at `endAll`. */
export function whenOver(end: () => unknown): void {
  if (vitest === null) left.push(end);
  else vitest.onTestFinished(async () => void (await end()));
}

/** Ends all that was started outside of a test. */
export async function endAll(): Promise<void> {
  await Promise.all(left.splice(0).map((end) => end()));
}
