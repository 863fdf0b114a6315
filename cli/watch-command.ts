import { type Command, InvalidArgumentError, Option } from 'commander';
import { formatDuration, parseDuration } from '#core/text/duration.ts';
import { withChecks, withFiles } from './checks-options.ts';
import type { WatchOptions } from './commands/watch.ts';
import { concurrencyOption } from './concurrency-option.ts';
import type { Io } from './io.ts';
import { WATCH_CONCURRENCY } from './look-up-threads.ts';
import { withWeb } from './web-options.ts';

const HELP = `
It runs until it is stopped: SIGTERM and Ctrl-C end it with exit code 0. It reads the checks file again when it changes, and
on SIGHUP. What it remembers is in .rollcall/ of the folder that it is started in, where each list has one watch at a time.`;

const LEVELS = ['debug', 'info', 'warn', 'error'] as const;
const LONGEST_EVERY_MS = 24 * 3_600_000;

/** Adds the command that runs each check on its own schedule. */
export function addWatchCommand(program: Command, io: Io, done: (exitCode: number) => void): void {
  withWeb(withChecks(program.command('watch [files...]')))
    .description('run each check of a checks file on its own schedule, on this machine, until it is stopped')
    .addOption(
      new Option('--every <duration>', "an interval for all checks, in place of the file's, such as 10s").argParser(
        interval,
      ),
    )
    .addOption(concurrencyOption('how many checks are in flight at a time', WATCH_CONCURRENCY))
    .option('--no-send', 'send no alerts to the receivers in the checks file')
    .addOption(new Option('--log-level <level>', 'the least that is logged').choices(LEVELS).default('info'))
    .addHelpText('after', HELP)
    .action(async (files: readonly string[], options: WatchOptions) => {
      const { watch } = await import('./commands/watch.ts');
      done(await watch(withFiles(options, files), io));
    });
}

/** Milliseconds of a duration of whole seconds. */
function interval(value: string): number {
  const ms = parseDuration(value);
  if (ms !== null && ms >= 1_000 && ms <= LONGEST_EVERY_MS && ms % 1_000 === 0) return ms;
  throw new InvalidArgumentError(
    `use a duration of whole seconds from 1s to ${formatDuration(LONGEST_EVERY_MS)}, such as 10s`,
  );
}
