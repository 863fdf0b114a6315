import { type Command, Option } from 'commander';
import { retention, seen, target } from './arguments.ts';
import { withChecks, withFiles } from './checks-options.ts';
import type { RunOptions } from './commands/run.ts';
import { concurrencyOption } from './concurrency-option.ts';
import type { Io } from './io.ts';
import { withSelection } from './selection/options.ts';
import { UsageError } from './usage-error.ts';

const DEFAULT_RETENTION = '30d';

const COMMAND_HELP = `
A curl command is checked once, without a checks file, and nothing is kept. A text in quotes may be as it was published:
its variables are those of the environment, a prompt and what reads the answer are left out.
  rollcall run --keyword alive -- curl -X POST -d @order.json https://api.example.com/orders
  rollcall run "curl 'https://api.example.com/' -H 'accept: text/html'"`;

/** Adds the command that takes either checks files or a curl command. `argv`: all words of the command line. */
export function addRunCommand(
  program: Command,
  argv: readonly string[],
  io: Io,
  done: (exitCode: number) => void,
): void {
  withSelection(withChecks(program.command('run [files...]')))
    .description('call the roll of a checks file, or check one curl command, on this machine')
    .usage('[options] [files…] | [options] -- curl …')
    // `-vq` is `-v -q`, and not the check named q.
    .combineFlagAndOptionalValue(false)
    .passThroughOptions(argv.some((word) => CURL.test(word)))
    .option(
      '--fail-fast',
      'stop at the first NG that is not quiet on purpose; what was not called is said to be skipped',
    )
    .option('--status <status>', 'of a curl command: the statuses that are OK, such as 200 or 2xx,304 (default: 2xx)')
    .option('--keyword <text>', 'of a curl command: text that the body must hold')
    .option('--absent <text>', 'of a curl command: text that the body must not hold')
    .option('-v, --verbose [names]', 'show what each attempt did, as curl -v; of the checks of these names alone', seen)
    .option('--only-ng', 'show only what is NG')
    .option('-q, --quiet', 'print nothing but faults: the exit code tells')
    .option('--alert', 'print the alerts too, as they would be sent')
    .option('--json', 'print one JSON document instead of the table')
    .option('--junit <file>', 'also write a JUnit XML report', target)
    .option(
      '--metrics <file>',
      "also write Prometheus metrics, for node_exporter's textfile collector: a .prom file",
      target,
    )
    .option('--otlp <url>', 'also send metrics to an OpenTelemetry receiver, by OTLP/HTTP')
    .option(
      '--github',
      'also tell GitHub Actions: annotations, summary, outputs (default: where GITHUB_ACTIONS is set)',
    )
    .option('--no-github', 'tell GitHub Actions nothing')
    .addOption(concurrencyOption('how many checks are in flight at a time'))
    .option('--remember', 'remember incidents in .rollcall/: alerts when one opens and when it is over, not at each NG')
    .addOption(
      new Option('--keep-for <duration>', 'how long --remember keeps verdicts')
        .argParser(retention)
        .default(retention(DEFAULT_RETENTION), DEFAULT_RETENTION),
    )
    .option('--send', 'send alerts to the receivers in the checks file too')
    .option('--keep <dir>', 'keep alerts and metrics as files in this folder', target)
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
export function withoutNames(argv: readonly string[]): readonly string[] {
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
