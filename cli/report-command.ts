import { type Command, InvalidArgumentError, Option } from 'commander';
import { target } from './arguments.ts';
import { withChecks, withFiles } from './checks-options.ts';
import type { ReportFormat, ReportOptions } from './commands/report.ts';
import type { Io } from './io.ts';
import { withNames } from './selection/options.ts';

const FORMATS: readonly ReportFormat[] = ['text', 'json', 'csv', 'html'];

const HELP = `
It is made from what run --remember and watch have kept in .rollcall/ of this folder. An uptime is the share of verdicts that
were OK, without those of maintenance windows and of an offline monitor.`;

/** Adds the command that tells how the checks of a list did in a month. */
export function addReportCommand(program: Command, io: Io, done: (exitCode: number) => void): void {
  withNames(withChecks(program.command('report [files...]')))
    .description(
      'tell of a month: uptime, incidents, how long repairs took, latencies, and what is left of error budgets',
    )
    .option('--month [month]', 'which one: 2026-11, or last for the one before (default: the one that it is, so far)')
    .option('--slo <percent>', 'the objective of checks that have no slo of their own, such as 99.9', objective)
    .addOption(new Option('--format <format>', 'how it is written').choices(FORMATS).default('text'))
    .option('--out <file>', 'write it into this file, not to stdout', target)
    .option('--json', 'print one JSON document instead of the table: --format json')
    .addHelpText('after', HELP)
    .action(async (files: readonly string[], options: ReportOptions) => {
      const { report } = await import('./commands/report.ts');
      done(await report(withFiles(options, files), io));
    });
}

/** Percent. */
function objective(value: string): number {
  const percent = Number(value.replace(/%$/, ''));
  if (/^\d+(?:\.\d+)?%?$/.test(value) && percent > 0 && percent < 100) return percent;
  throw new InvalidArgumentError('use percent between 0 and 100, such as 99.9');
}
