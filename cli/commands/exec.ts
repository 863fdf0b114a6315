import { randomUUID } from 'node:crypto';
import { type Report, type Reporter, reporterOf, type To, URL_VARIABLE } from '../heartbeat/reporter.ts';
import { runJob } from '../heartbeat/run-job.ts';
import type { Io } from '../io.ts';
import { errorText } from '../output/failure.ts';
import { say } from '../output/say.ts';
import { UsageError } from '../usage-error.ts';

export type ExecOptions = To;

const NOTHING = Buffer.alloc(0);

/**
 * Runs a job and reports its start and its end under a name. Answers the job's exit code. A report that is not taken is told,
 * and changes nothing of the job: it is not waited for before the job is over.
 */
export async function exec(name: string, command: readonly string[], options: ExecOptions, io: Io): Promise<number> {
  if (command.length === 0) throw new UsageError(`what is to be run? rollcall exec ${name} -- command …`);
  const { report, nameFault } = reporterOf(name, options, io);
  const rid = randomUUID();
  const tell = async (what: Report, words: string) => {
    try {
      await report(what);
    } catch (error) {
      await say(`rollcall: ${words} of ${name} was not reported: ${errorText(error)}`, io.stderr);
    }
  };
  const started = tell({ sort: 'start', exit: null, rid, said: NOTHING }, 'the start');
  const named = tellNameFault(nameFault, io);
  const { [URL_VARIABLE]: _, ...env } = io.env;
  const { code, said, fault } = await runJob(command, env, io);
  if (fault !== null) await say(`rollcall: ${command[0] ?? ''}: ${fault}`, io.stderr);
  await Promise.all([started, named]);
  await tell({ sort: code === 0 ? 'success' : 'fail', exit: code, rid, said }, 'the end');
  return code;
}

/** A report under a name that no check has helps nobody, and is no reason not to run the job. */
async function tellNameFault(nameFault: Reporter['nameFault'], io: Io): Promise<void> {
  try {
    const fault = await nameFault();
    if (fault !== null) await say(`rollcall: ${fault}`, io.stderr);
  } catch (error) {
    await say(`rollcall: the checks file cannot be read: ${errorText(error)}`, io.stderr);
  }
}
