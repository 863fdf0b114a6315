import type { Command } from 'commander';
import { moment, muteTime, wholeNumber, words } from './arguments.ts';
import type { RemoteOptions } from './aws/remote.ts';
import type { Asked } from './checks-files.ts';
import { withChecks } from './checks-options.ts';
import type { CheckHistoryOptions } from './commands/check-history.ts';
import type { HistoryOptions } from './commands/history.ts';
import type { LastOptions } from './commands/last.ts';
import type { MuteOptions } from './commands/mute.ts';
import type { OpenOptions } from './commands/open.ts';
import type { RerunOptions } from './commands/rerun.ts';
import type { StartOptions } from './commands/start.ts';
import type { StatusOptions } from './commands/status.ts';
import { EXIT } from './exit-codes.ts';
import type { Io } from './io.ts';

/** Each execution is described by a call of its own: more of them would be throttled. */
const MOST_HISTORY = 1000;
const DEFAULT_HISTORY = 20;

const PLACE_HELP = `
The state machine is found by --state-machine, by the output StateMachineArn of --stack or of the stack that the list of
--checks and --environment deploys, by ROLLCALL_STATE_MACHINE, else by that of the stack Rollcall.
Credentials and Region are those of the AWS SDK: AWS_PROFILE, AWS_REGION, …`;

const STATUS_HELP = `
Exit codes: 0 all well, 1 something is down, 3 the monitor itself is not well: the rest may be out of date`;

/** Said of options that say which list. */
const OF_LIST = 'of the list whose stack it is: ';

/** Adds the commands that speak with what is deployed on AWS. */
export function addRemoteCommands(program: Command, io: Io, done: (exitCode: number) => void): void {
  const command = (usage: string, description: string) =>
    onAws(withChecks(program.command(usage).description(description), OF_LIST));
  const act = async <T extends RemoteOptions & Asked>(options: T, work: (at: T) => Promise<number>, arn?: string) => {
    const { ofList } = await import('./aws/of-list.ts');
    const at = await ofList(options, io, arn);
    done(at === null ? EXIT.usage : await work(at));
  };
  const actHereToo: typeof act = async (options, work) => {
    const { orHere } = await import('./aws/or-here.ts');
    await act(options, (at) => orHere(io, () => work(at)));
  };

  command('start', 'start an execution on AWS, and show its results as run does')
    .option('--only <names>', 'only the checks of these names, separated by commas; * and ? as of run', words)
    .option('--tags <tags>', 'only checks with any of these tags, separated by commas', words)
    .option('--input <json>', 'the whole input, in place of --only and --tags')
    .option('--no-follow', 'only start it; do not wait for its end')
    .option('--json', 'print one JSON document instead of the table')
    .action(async (options: StartOptions) => {
      const { start } = await import('./commands/start.ts');
      await act(options, (at) => start(at, io));
    });

  command('last', 'show the newest execution that has ended')
    .option('--shard <id>', 'the newest of this shard, such as 5m-0')
    .option('--json', 'print one JSON document instead of the table')
    .action(async (options: LastOptions) => {
      const { last } = await import('./commands/last.ts');
      await act(options, (at) => last(at, io));
    });

  command('history [check]', 'list executions, or the verdicts of one check, the newest first')
    .option('-n, --max <n>', 'how many', wholeNumber(MOST_HISTORY), DEFAULT_HISTORY)
    .option('--since <when>', 'only since then: a duration such as 24h or 7d, or an instant', moment)
    .option(
      '--remember',
      'of a check: from the memory of run --remember on this machine, of the list or of checks.yaml',
    )
    .option('--json', 'print a JSON list instead of the table')
    .action(async (check: string | undefined, options: HistoryOptions & CheckHistoryOptions) => {
      if (check === undefined) {
        const { history } = await import('./commands/history.ts');
        await act(options, (at) => history(at, io));
      } else {
        const { checkHistory } = await import('./commands/check-history.ts');
        await actHereToo(options, (at) => checkHistory(check, at, io));
      }
    });

  command('rerun <execution>', 'finish what broke in an execution, or start one with the same input')
    .option('--no-follow', 'only set it going; do not wait for its end')
    .option('--json', 'print one JSON document instead of the table')
    .action(async (execution: string, options: RerunOptions) => {
      const { rerun } = await import('./commands/rerun.ts');
      await act(options, (at) => rerun(execution, at, io), execution);
    });

  command('status', 'show what is down since when and why, and whether the monitor itself is well')
    .option('--remember', 'from the memory of run --remember on this machine, of the list or of checks.yaml')
    .option('--json', 'print one JSON document')
    .addHelpText('after', STATUS_HELP)
    .action(async (options: StatusOptions) => {
      const { status } = await import('./commands/status.ts');
      await actHereToo(options, (at) => status(at, io));
    });

  for (const verb of ['mute', 'unmute'] as const) addMute(verb);

  function addMute(verb: 'mute' | 'unmute'): void {
    const isMute = verb === 'mute';
    const described = isMute
      ? command('mute [check]', 'tell nobody of a check for a while; without one, show what is muted')
      : command('unmute <check>', 'end the mute of a check');
    if (isMute) described.option('--for <duration>', 'how long, such as 2h; it ends by itself', muteTime);
    described
      .option('--remember', 'in the memory of run --remember on this machine, of the list or of checks.yaml')
      .option('--json', 'print a JSON list of what is muted')
      .action(async (check: string | undefined, options: MuteOptions) => {
        const { mute } = await import('./commands/mute.ts');
        await actHereToo(options, (at) => mute(verb, check, at, io));
      });
  }

  command(
    'open [what]',
    'open the AWS console: dashboard, alarms, a check’s latest execution, or one by its name; or the status page',
  )
    .option('--print', 'only print the links')
    .option('--json', 'print one JSON document of the links')
    .action(async (what: string | undefined, options: OpenOptions) => {
      const { open } = await import('./commands/open.ts');
      await act(options, (at) => open(what, at, io), what);
    });
}

function onAws(command: Command): Command {
  return command
    .option('--state-machine <arn>', 'the state machine')
    .option('--stack <name>', 'the stack whose state machine it is (default: "Rollcall", or that of the list)')
    .option('--region <region>', 'the Region of the stack')
    .addHelpText('after', PLACE_HELP);
}
