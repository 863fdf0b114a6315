import type { Command } from 'commander';
import { baseUrl } from './arguments.ts';
import { withChecks } from './checks-options.ts';
import type { ExecOptions } from './commands/exec.ts';
import type { PingOptions, UrlOptions } from './commands/heartbeat.ts';
import type { Io } from './io.ts';

const EXEC_HELP = `
Its start, its exit code and the end of its output are reported: to --url or ROLLCALL_HEARTBEAT_URL, as rollcall heartbeat
url prints it, else to .rollcall/ where the command runs. The exit code is the command's; one that is not there is 127.
  rollcall exec nightly-backup -- ./backup.sh --all`;

const URL = ['--url <url>', 'where to report, in place of .rollcall/ (or ROLLCALL_HEARTBEAT_URL)'] as const;
const ENVIRONMENT = ['--environment <environment>', 'in .rollcall/: the environment that the job is of'] as const;

/** Adds the commands of jobs that report by themselves. */
export function addHeartbeatCommands(program: Command, io: Io, done: (exitCode: number) => void): void {
  program
    .command('exec <job> [command...]')
    .description('run a job and report it as the heartbeat of that name')
    .usage('[options] <job> -- command …')
    .option(...URL)
    .option(...ENVIRONMENT)
    .addHelpText('after', EXEC_HELP)
    .action(async (name: string, command: string[], options: ExecOptions) => {
      const { exec } = await import('./commands/exec.ts');
      done(await exec(name, command, options, io));
    });

  const heartbeat = program.command('heartbeat').description('where a job reports to, and a report by hand');

  withChecks(heartbeat.command('url <job>').description('print the URL that a job reports to, with its token'))
    .option('--remember', 'of rollcall watch on this machine, in place of AWS')
    .option('--base-url <url>', 'with --remember: where jobs reach it (default: http://127.0.0.1:8080)', baseUrl)
    .option('--stack <name>', 'the stack that takes the reports (default: the one that the checks file deploys)')
    .option('--region <region>', 'the Region of the stack')
    .addHelpText('after', '\nWhere neither is there, jobs of this machine report by rollcall exec NAME -- command …')
    .action(async (name: string, options: UrlOptions) => {
      const { heartbeatUrl } = await import('./commands/heartbeat.ts');
      done(await heartbeatUrl(name, options, io));
    });

  heartbeat
    .command('ping <job> [report]')
    .description('report success, or start, fail, log, or an exit code')
    .option(...URL)
    .option(...ENVIRONMENT)
    .action(async (name: string, what: string | undefined, options: PingOptions) => {
      const { heartbeatPing } = await import('./commands/heartbeat.ts');
      done(await heartbeatPing(name, what ?? 'success', options, io));
    });
}
