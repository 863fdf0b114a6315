import { nameFault } from '#core/check/known-name.ts';
import type { PastVerdict } from '#core/status/past-verdict.ts';
import { localTime } from '#core/text/local-time.ts';
import { knownBy } from '../aws/known.ts';
import { type RemoteOptions, refuseExpress, remote } from '../aws/remote.ts';
import { MOST_LOOKED, verdictsOf } from '../aws/verdicts-of.ts';
import type { Asked } from '../checks-files.ts';
import { EXIT, interruptedCode } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { printJson } from '../output/json.ts';
import { say } from '../output/say.ts';
import { UsageError } from '../usage-error.ts';
import { askMemoryHere } from './local-memory.ts';

export type CheckHistoryOptions = RemoteOptions &
  Asked & {
    readonly max: number;
    /** Milliseconds. */
    readonly since?: number;
    readonly remember?: boolean;
    readonly json?: boolean;
  };

type Found = { readonly verdicts: readonly PastVerdict[]; readonly timezone: string | null };

/** Shows the verdicts of one check, the newest first: of executions on AWS, or of the runs of this machine. */
export async function checkHistory(check: string, options: CheckHistoryOptions, io: Io): Promise<number> {
  const found = options.remember ? await here(check, options, io) : await onAws(check, options, io);
  if (found === null) return EXIT.usage;
  const { verdicts, timezone } = found;
  if (options.json) {
    printJson(verdicts, io.stdout);
  } else if (verdicts.length === 0) {
    await say(`no verdict of ${check} was found`, io.stderr);
  } else {
    const [{ renderVerdicts }, { measuredTerminal }] = await Promise.all([
      import('../output/verdicts.ts'),
      import('../output/measures.ts'),
    ]);
    io.stdout.write(renderVerdicts(verdicts, timezone, measuredTerminal(io.stdout, io.env)));
  }
  return io.signal.aborted ? interruptedCode(io.signal) : EXIT.ok;
}

/** A check that the list has no more may still be remembered. */
async function here(check: string, options: CheckHistoryOptions, io: Io): Promise<Found | null> {
  const { max, since = 0 } = options;
  return askMemoryHere({ asked: options, to: 'look' }, io, async (store, list) => {
    const verdicts = await store.history(check, max, since);
    const names = [...list.checks, ...(list.guard ?? [])].map(({ name }) => name);
    if (verdicts.length === 0) refuseUnknown(check, names);
    return { verdicts, timezone: list.timezone ?? null };
  });
}

async function onAws(check: string, { max, since = 0, ...options }: CheckHistoryOptions, io: Io): Promise<Found> {
  const workflow = await remote(options, io);
  refuseExpress(workflow, 'history');
  const known = await knownBy(workflow, 'the name is not looked up', io);
  if (known !== null) refuseUnknown(check, known.names);
  const { verdicts, stoppedAt } = await verdictsOf(workflow, check, { atMost: max, since, signal: io.signal });
  const timezone = known?.timezone ?? null;
  if (stoppedAt !== null) {
    const back = localTime(stoppedAt, timezone ?? 'UTC');
    await say(`only executions back to ${back} were looked at, ${MOST_LOOKED} at most`, io.stderr);
  }
  return { verdicts, timezone };
}

function refuseUnknown(check: string, names: readonly string[]): void {
  const fault = nameFault(check, names);
  if (fault !== null) throw new UsageError(fault);
}
