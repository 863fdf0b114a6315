import { Command, CommanderError, Option } from 'commander';
import type { Format } from '#checks-file/import/detect.ts';
import { ALLOWABLE } from '#core/check/allowable.ts';
import { VERSION, WORKFLOW_TYPES } from '#core/contract.ts';
import { baseUrl, target, variable, words } from './arguments.ts';
import { withChecks, withFiles } from './checks-options.ts';
import type { CostOptions } from './commands/cost.ts';
import type { ExportOptions } from './commands/export.ts';
import type { ImportOptions } from './commands/import.ts';
import type { InitOptions } from './commands/init.ts';
import type { ProveOptions } from './commands/prove.ts';
import type { TestAlertOptions } from './commands/test-alert.ts';
import type { ValidateOptions } from './commands/validate.ts';
import { addCompletion } from './completion/command.ts';
import { concurrencyOption } from './concurrency-option.ts';
import { EXIT } from './exit-codes.ts';
import { DEFAULT_CHECKS_FILE } from './files.ts';
import { GITHUB, NO_GITHUB } from './github/command-options.ts';
import { addHeartbeatCommands } from './heartbeat-commands.ts';
import type { Io, Out } from './io.ts';
import { fitted } from './output/fitted.ts';
import { HELP_LAYOUT, paragraphs } from './output/help.ts';
import { safeLines } from './output/safe-lines.ts';
import { addRemoteCommands } from './remote-commands.ts';
import { refuseRepetition } from './repeated-options.ts';
import { addReportCommand } from './report-command.ts';
import { addRunCommand, withoutNames } from './run-command.ts';
import { withSelection } from './selection/options.ts';
import { tellFault } from './tell-fault.ts';
import { UsageError } from './usage-error.ts';
import { addWatchCommand } from './watch-command.ts';

/** As checks-file/import knows them; written again here, since that takes 100 ms to load. */
const FORMATS: readonly Format[] = [
  ...(['curl', 'har', 'openapi', 'postman', 'gatus', 'blackbox', 'kuma', 'compose', 'hurl', 'urls'] as const),
];

const EXIT_CODES_HELP = `
Exit codes: 0 all OK, 1 some NG, 2 wrong usage or checks file, 3 Rollcall itself failed,
130 interrupted (143 by SIGTERM, 129 by SIGHUP)`;

/**
 * Runs one command line and answers its exit code; never throws. Each command's own code is loaded when it is used, so
 * that --help and --version answer at once.
 */
export async function main(argv: readonly string[], io: Io): Promise<number> {
  let code: number = EXIT.ok;
  const said: Said[] = [];
  const program = programOf(
    argv,
    io,
    (exitCode) => {
      code = exitCode;
    },
    (out, text) => void said.push({ out, text }),
  );
  try {
    await program.parseAsync(withoutNames(argv), { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) {
      for (const { out, text } of said) out.write(await fitted(paragraphs(text, out), out));
    }
    return tellFault(error, argv, io);
  }
}

/** Help, or what is wrong with a command line, for a stream. */
type Said = { readonly out: Out; readonly text: string };

/**
 * The commands with their options, as a command line of these words is read by. `done` is given the exit code. `tell` is
 * given help and what is wrong with the command line.
 */
export function programOf(
  argv: readonly string[],
  io: Io,
  done: (exitCode: number) => void,
  tell: (out: Out, text: string) => void,
): Command {
  const program = new Command('rollcall')
    .description('Calls the roll of your APIs: every check is answered OK or NG.')
    .version(VERSION, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .addHelpText('after', EXIT_CODES_HELP)
    .exitOverride()
    .configureHelp(HELP_LAYOUT)
    .configureOutput({
      writeOut: (text) => tell(io.stdout, text),
      writeErr: (text) => tell(io.stderr, text),
      getOutHelpWidth: () => io.stdout.columns || 100,
      getErrHelpWidth: () => io.stderr.columns || 100,
      outputError: (text, write) => write(`${safeLines(text.trimEnd())}\n`),
    })
    .enablePositionalOptions()
    .showHelpAfterError('(rollcall --help lists what there is)');

  addRunCommand(program, argv, io, done);
  addWatchCommand(program, io, done);
  addReportCommand(program, io, done);

  withChecks(program.command('test-alert [files...]'))
    .description('send a marked sample to the receivers in a checks file, or to a topic')
    .option('--route <topic>', 'only where this topic’s alerts go (default: every topic)')
    .option('--publish', 'send it to the SNS topic of a stack instead')
    .option('--topic <arn>', 'the SNS topic of --publish, in place of the stack’s')
    .option('--stack <name>', 'the stack whose topic it is (default: the one that the checks file deploys)')
    .option('--region <region>', 'the Region of the stack')
    .option('--json', 'print one JSON document instead of lines')
    .action(async (files: readonly string[], options: TestAlertOptions) => {
      const { testAlert } = await import('./commands/test-alert.ts');
      done(await testAlert(withFiles(options, files), io));
    });

  withChecks(program.command('validate [files...]'))
    .description('print every fault of a checks file')
    .option('--json', 'print one JSON document instead of lines')
    .addOption(GITHUB)
    .addOption(NO_GITHUB)
    .action(async (files: readonly string[], options: ValidateOptions) => {
      const { validate } = await import('./commands/validate.ts');
      done(await validate(withFiles(options, files), io));
    });

  withSelection(withChecks(program.command('prove [files...]')))
    .description('try whether the expectations of a checks file can fail: judge what broken targets would answer')
    .option('--allow <mutations>', `what checks may miss: any of ${ALLOWABLE.join(', ')}`, words)
    .option('--offline', 'ask no target: make up an answer that fits the expectations')
    .option('--json', 'print one JSON document instead of the table')
    .addOption(concurrencyOption('how many targets are asked at a time'))
    .action(async (files: readonly string[], options: ProveOptions) => {
      const { prove } = await import('./commands/prove.ts');
      done(await prove(withFiles(options, files), io));
    });

  withChecks(program.command('cost [files...]'))
    .description('print what a checks file would cost a month on AWS')
    .addOption(
      new Option('--workflow <type>', "the type of the workflow, in place of the file's").choices(WORKFLOW_TYPES),
    )
    .option('--region <region>', "the Region that it is priced for, in place of the file's")
    .option('--json', 'print one JSON document instead of the table')
    .action(async (files: readonly string[], options: CostOptions) => {
      const { cost } = await import('./commands/cost.ts');
      done(await cost(withFiles(options, files), io));
    });

  program
    .command('init')
    .description('write a starter checks file')
    .option('-c, --checks <file>', 'where to', target, DEFAULT_CHECKS_FILE)
    .option('--json', 'print one JSON document instead of lines')
    .allowExcessArguments()
    .action(async (options: InitOptions, { args }: Command) => {
      refuseArguments('init', args);
      const { init } = await import('./commands/init.ts');
      done(await init(options, io));
    });

  program
    .command('import')
    .description('turn curl commands, a HAR file, an OpenAPI document, a Postman collection … into checks')
    .argument('[file]', 'what to read; - or nothing reads the standard input')
    .addOption(new Option('--from <format>', 'what it is, when that cannot be seen').choices(FORMATS))
    .addOption(new Option('--out <file>', 'write a new checks file instead of stdout').argParser(target))
    .addOption(new Option('--append <file>', 'add to a checks file that is there').argParser(target))
    .option('--flow', 'HAR, Hurl: one check of all requests, with what they take from answers before them')
    .option('--unsafe', 'OpenAPI, Postman, Hurl: also POST, PUT, PATCH and DELETE')
    .option('--base-url <url>', 'OpenAPI, compose: the address to call, in place of its servers or localhost', baseUrl)
    .option('--var <name=value>', 'OpenAPI, Postman, Hurl: a parameter’s or variable’s value; several times', variable)
    .option('--host <hosts>', 'HAR: the hosts to take, in place of the page’s own site, separated by commas', words)
    .option('--targets <file>', 'blackbox: the targets, one a line with its module, or as Prometheus has them')
    .option('--keep-secrets', 'keep credentials as they are, not as references to environment variables')
    .option('--json', 'print one JSON document instead of the checks and what was left out')
    .action(async (file: string | undefined, options: ImportOptions) => {
      const { importFile } = await import('./commands/import.ts');
      done(await importFile(file, options, io));
    });

  withChecks(program.command('export [files...]'))
    .description('write the status page of what this machine remembers as files')
    .option('--html <folder>', 'where to: a new folder, an empty one, or that of an earlier export', target)
    .option('--base-url <url>', 'the address that the files will have, for the feed', baseUrl)
    .option('--public', 'what page.public lets everybody see (default)')
    .option('--private', 'everything')
    .action(async (files: readonly string[], options: ExportOptions) => {
      const { exportPages } = await import('./commands/export.ts');
      done(await exportPages(withFiles(options, files), io));
    });

  addHeartbeatCommands(program, io, done);
  addRemoteCommands(program, io, done);
  addCompletion(program, io, done);
  for (const command of program.commands) refuseRepetition(command);
  return program;
}

/** commander counts the arguments that are too many; a user wants to know which, and what was meant. */
function refuseArguments(command: string, [first]: readonly string[]): void {
  if (first === undefined) return;
  throw new UsageError(`${command} takes no arguments, got "${first}"; a checks file goes with --checks ${first}`);
}
