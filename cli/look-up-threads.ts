import { DEFAULT_CONCURRENCY } from '#core/contract.ts';

/** libuv makes no more. */
const MOST_THREADS = 1024;
/**
 * Half of libuv's threads look up names. A look-up outlives the check that gave up on it, and its place is taken by
 * the next check meanwhile: so there are two such threads for each check in flight. An idle one costs 7 kB.
 */
const THREADS_PER_CHECK = 4;

/** How many checks `watch` has in flight unless it is said: what hangs for a minute must not keep the others waiting. */
export const WATCH_CONCURRENCY = 200;

/**
 * Gives libuv as many threads as the look-ups of the checks in flight need, before anything has made it start its usual
 * four, of which two hanging names would take all that look up. What is set in the environment stays.
 */
export function widenThreadPool(argv: readonly string[], env: NodeJS.ProcessEnv): void {
  const inFlight = concurrencyIn(argv) ?? (argv[0] === 'watch' ? WATCH_CONCURRENCY : DEFAULT_CONCURRENCY);
  env['UV_THREADPOOL_SIZE'] ??= String(Math.min(THREADS_PER_CHECK * inFlight, MOST_THREADS));
}

/** The number behind --concurrency. Read before the arguments are, which would load too much; a wrong one is said then. */
function concurrencyIn(argv: readonly string[]): number | null {
  const at = argv.findLastIndex((word) => word === '--concurrency' || word.startsWith('--concurrency='));
  const written = at === -1 ? undefined : (argv[at]?.split('=')[1] ?? argv[at + 1]);
  const count = Number(written);
  return Number.isInteger(count) && count > 0 ? count : null;
}
