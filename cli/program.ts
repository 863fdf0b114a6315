import { Command, CommanderError, Option } from 'commander';
import type { Format } from '#checks-file/import/detect.ts';
import { ALLOWABLE } from '#core/check/allowable.ts';
import { DEFAULT_CONCURRENCY, VERSION, WORKFLOW_TYPES } from '#core/contract.ts';
import { formatDuration } from '#core/text/duration.ts';
import { safeText } from '#core/text/safe-text.ts';
import { quote } from '#core/text/shell-quoting.ts';
import { baseUrl, retention, seen, variable, wholeNumber, words } from './arguments.ts';
import { withChecks, withFiles } from './checks-options.ts';
import type { CostOptions } from './commands/cost.ts';
import type { ImportOptions } from './commands/import.ts';
import type { InitOptions } from './commands/init.ts';
import type { ProveOptions } from './commands/prove.ts';
import type { RunOptions } from './commands/run.ts';
import type { TestAlertOptions } from './commands/test-alert.ts';
import type { ValidateOptions } from './commands/validate.ts';
import { addCompletion } from './completion/command.ts';
import { EXIT, interruptedCode } from './exit-codes.ts';
import { DEFAULT_CHECKS_FILE } from './files.ts';
import { GITHUB, NO_GITHUB } from './github/command-options.ts';
import { addHeartbeatCommands } from './heartbeat-commands.ts';
import type { Io } from './io.ts';
import { errorText } from './output/failure.ts';
import { safeLines } from './output/safe-lines.ts';
import { addRemoteCommands } from './remote-commands.ts';
import { refuseRepetition } from './repeated-options.ts';
import { CHANGED_SINCE, EXCLUDE, ONLY, TAGS } from './selection/options.ts';
import { UsageError } from './usage-error.ts';

/** More sockets at once than this is a load test, and beyond the open files that most hosts allow. */
const MOST_CONCURRENCY = 1000;

const DEFAULT_RETENTION_MS = 30 * 24 * 3_600_000;

/** As core/checks/import knows them; written again here, since that takes 100 ms to load. */
const FORMATS: readonly Format[] = [
  ...(['curl', 'har', 'openapi', 'postman', 'gatus', 'blackbox', 'kuma', 'compose', 'hurl', 'urls'] as const),
];

const EXIT_CODES_HELP = `
Exit codes: 0 all OK, 1 some NG, 2 wrong usage or checks file, 3 Rollcall itself failed,
            130 interrupted (143 by SIGTERM, 129 by SIGHUP)`;

const COMMAND_HELP = `
A curl command is checked once, without a checks file, and nothing is kept. A text in quotes may be as it was published:
its variables are those of the environment, a prompt and what reads the answer are left out.
  rollcall run --keyword alive -- curl -X POST -d @order.json https://api.example.com/orders
  rollcall run "curl 'https://api.example.com/' -H 'accept: text/html'"`;

/**
 * Runs one command line and answers its exit code; never throws. Each command's own code is loaded when it is used, so
 * that --help and --version answer at once.
 */
export async function main(argv: readonly string[], io: Io): Promise<number> {
  let code: number = EXIT.ok;
  const program = programOf(argv, io, (exitCode) => {
    code = exitCode;
  });
  try {
    await program.parseAsync(withoutNames(argv), { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    if (io.signal.aborted) {
      io.stderr.write('interrupted before any check was called\n');
      return interruptedCode(io.signal);
    }
    const isUsage = error instanceof UsageError;
    const text = isUsage ? error.message : errorText(error);
    io.stderr.write(`${isUsage ? 'error' : 'rollcall failed'}: ${safeText(text)}\n`);
    return isUsage ? EXIT.usage : EXIT.failed;
  }
}

/** The commands with their options, as a command line of these words is read by. `done` is given the exit code. */
export function programOf(argv: readonly string[], io: Io, done: (exitCode: number) => void): Command {
  const program = new Command('rollcall')
    .description('Calls the roll of your APIs: every check is answered OK or NG.')
    .version(VERSION, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .addHelpText('after', EXIT_CODES_HELP)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
      getOutHelpWidth: () => io.stdout.columns ?? 100,
      getErrHelpWidth: () => io.stderr.columns ?? 100,
      outputError: (text, write) => write(`${safeLines(text.trimEnd())}\n`),
    })
    .enablePositionalOptions()
    .showHelpAfterError('(rollcall --help lists what there is)');

  withChecks(program.command('run [files...]'))
    .description('call the roll of a checks file, or check one curl command, on this machine')
    .usage('[options] [files…] | [options] -- curl …')
    .passThroughOptions(argv.some((word) => CURL.test(word)))
    .addOption(ONLY)
    .addOption(EXCLUDE)
    .addOption(TAGS)
    .addOption(CHANGED_SINCE)
    .option('--fail-fast', 'stop at the first NG; what was not called is said to be skipped')
    .option('--status <status>', 'of a curl command: the statuses that are OK, such as 200 or 2xx,304 (default: 2xx)')
    .option('--keyword <text>', 'of a curl command: text that the body must hold')
    .option('--absent <text>', 'of a curl command: text that the body must not hold')
    .option('-v, --verbose [names]', 'show what each attempt did, as curl -v; of the checks of these names alone', seen)
    .option('--only-ng', 'show only what is NG')
    .option('-q, --quiet', 'print nothing but faults: the exit code tells')
    .option('--alert', 'print the alerts too, as they would be sent')
    .option('--json', 'print one JSON document instead of the table')
    .option('--junit <file>', 'also write a JUnit XML report')
    .option('--metrics <file>', "also write Prometheus metrics, for node_exporter's textfile collector: a .prom file")
    .option('--otlp <url>', 'also send metrics to an OpenTelemetry receiver, by OTLP/HTTP')
    .option(
      '--github',
      'also tell GitHub Actions: annotations, summary, outputs (default: where GITHUB_ACTIONS is set)',
    )
    .option('--no-github', 'tell GitHub Actions nothing')
    .option(
      '--concurrency <n>',
      'how many checks are in flight at a time',
      wholeNumber(MOST_CONCURRENCY),
      DEFAULT_CONCURRENCY,
    )
    .option('--remember', 'remember incidents in .rollcall/: alerts when one opens and when it is over, not at each NG')
    .addOption(
      new Option('--keep-for <duration>', 'how long --remember keeps verdicts')
        .argParser(retention)
        .default(DEFAULT_RETENTION_MS, formatDuration(DEFAULT_RETENTION_MS)),
    )
    .option('--send', 'send alerts to the receivers in the checks file too')
    .option('--keep <dir>', 'keep alerts and metrics as files in this folder')
    .option('--publish', 'send alerts and metrics to AWS')
    .option('--topic <arn>', 'the SNS topic of --publish')
    .option('--namespace <name>', 'the CloudWatch namespace of --publish (default: Rollcall)')
    .allowExcessArguments()
    .addHelpText('after', COMMAND_HELP)
    .action(async (_files: readonly string[], options: RunOptions, command: Command) => {
      refuseMixture(options, command);
      refuseQuietTalk(options);
      const { run } = await import('./commands/run.ts');
      const isCommand = isCurl(command.args);
      done(await run(isCommand ? command.args : [], isCommand ? options : withFiles(options, command.args), io));
    });

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

  withChecks(program.command('prove [files...]'))
    .description('try whether the expectations of a checks file can fail: judge what broken targets would answer')
    .addOption(ONLY)
    .addOption(EXCLUDE)
    .addOption(TAGS)
    .addOption(CHANGED_SINCE)
    .option('--allow <mutations>', `what checks may miss: any of ${ALLOWABLE.join(', ')}`, words)
    .option('--offline', 'ask no target: make up an answer that fits the expectations')
    .option('--json', 'print one JSON document instead of the table')
    .option(
      '--concurrency <n>',
      'how many targets are asked at a time',
      wholeNumber(MOST_CONCURRENCY),
      DEFAULT_CONCURRENCY,
    )
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
    .option('-c, --checks <file>', 'where to', DEFAULT_CHECKS_FILE)
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
    .addOption(new Option('--out <file>', 'write a new checks file instead of stdout'))
    .addOption(new Option('--append <file>', 'add to a checks file that is there'))
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

/** A word that is curl: the first of several, or anywhere in one text, behind a prompt or `sudo`. */
const CURL = /(?:^|[\s;&|("'`=])(?:[\w./~-]*\/)?curl(?:\.exe)?(?:\s|$)/;

/** Whether the arguments are a curl command, in words or as one text; else they are files. */
function isCurl([first, ...others]: readonly string[]): boolean {
  return first !== undefined && CURL.test(others.length === 0 ? first : `${first} `);
}

/** A word that is a checks file or a folder, and no check's name: `shop.yaml`, `teams/`, `-`. */
const FILE = /\.ya?ml$|\/$|^-$/;

/** `-v curl …`, `-v shop.yaml`: what follows an option that may have a value is a command or a file here, and no check's name. */
function withoutNames(argv: readonly string[]): readonly string[] {
  const at = argv.findIndex((word) => word === '-v' || word === '--verbose') + 1;
  const next = argv[at];
  if (at === 0 || next === undefined || argv[0] !== 'run' || argv.slice(0, at).includes('--')) return argv;
  if (FILE.test(next)) return [...argv.toSpliced(at - 1, 1), '--verbose'];
  return CURL.test(`${next} `) && !next.startsWith('-') ? argv.toSpliced(at, 0, '--') : argv;
}

/** Checks files have options of their own, and so has a curl command; what goes with the other would be ignored. */
function refuseMixture(options: RunOptions, command: Command): void {
  const { args } = command;
  const isCommand = isCurl(args);
  const address = isCommand ? undefined : args.find((word) => /^https?:\/\//i.test(word));
  if (address !== undefined) {
    throw new UsageError(
      `run takes checks files, got the address "${address}"; a URL is checked as a curl command: rollcall run -- curl ${quote(address)}`,
    );
  }
  if (!isCommand && args.includes('--')) {
    throw new UsageError('run takes checks files, or a curl command behind --; take one of them out');
  }
  if (command.getOptionValueSource('keepFor') === 'cli' && !options.remember)
    throw new UsageError('--keep-for says how long --remember keeps verdicts; add --remember, or take it out');
  if (isCommand && Array.isArray(options.verbose))
    throw new UsageError('--verbose takes names of checks in a file; of a curl command write -v alone');
  const foreign = (isCommand ? OF_A_FILE : OF_A_COMMAND).find((name) => {
    return options[name] !== undefined && command.getOptionValueSource(name) === 'cli';
  });
  if (foreign === undefined) return;
  const option = foreign.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  const advice = isCommand
    ? 'goes with a checks file, not with a curl command'
    : 'goes with a curl command; in a checks file write it under expect';
  throw new UsageError(`--${option} ${advice}`);
}

function refuseQuietTalk({ quiet, ...said }: RunOptions): void {
  const loud = (['json', 'verbose', 'alert', 'onlyNg'] as const).find((name) => said[name] !== undefined);
  if (quiet !== true || loud === undefined) return;
  throw new UsageError(
    `--quiet prints nothing, so --${loud === 'onlyNg' ? 'only-ng' : loud} means nothing; take one out`,
  );
}

const OF_A_FILE = [
  ...(['checks', 'environment', 'var', 'varFile'] as const),
  ...(['only', 'exclude', 'tags', 'changedSince', 'failFast', 'remember', 'send'] as const),
];
const OF_A_COMMAND = ['status', 'keyword', 'absent'] as const;
