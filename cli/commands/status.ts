import type { Status } from '#core/status/status.ts';
import { placeOf, type RemoteOptions, remote } from '../aws/remote.ts';
import type { Asked } from '../checks-files.ts';
import { EXIT } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { printJson } from '../output/json.ts';
import { askMemoryHere } from './local-memory.ts';

export type StatusOptions = RemoteOptions &
  Asked & {
    readonly remember?: boolean;
    readonly json?: boolean;
  };

/**
 * Shows what is down since when and why, what is quiet, the last runs, and whether the monitor itself is well: of the deployed
 * workflow, or on this machine. Ends with 3 when it is not, else with 1 when something is down.
 */
export async function status(options: StatusOptions, io: Io): Promise<number> {
  const found = options.remember ? await here(options, io) : await onAws(options, io);
  if (found === null) return EXIT.usage;
  if (options.json) {
    printJson(found, io.stdout);
  } else {
    const [{ renderStatus }, { measuredTerminal }] = await Promise.all([
      import('../output/status.ts'),
      import('../output/measures.ts'),
    ]);
    io.stdout.write(renderStatus(found, measuredTerminal(io.stdout, io.env)));
  }
  if (found.monitor.length > 0) return EXIT.failed;
  return found.open.some(({ kind }) => kind !== 'degraded') ? EXIT.ng : EXIT.ok;
}

async function here(asked: Asked, io: Io): Promise<Status | null> {
  const { statusHere } = await import('#local/status.ts');
  return askMemoryHere({ asked, to: 'look' }, io, (store, list) => statusHere(store, list, Date.now()));
}

async function onAws(options: StatusOptions, io: Io): Promise<Status> {
  const [{ statusOnAws }, workflow] = await Promise.all([import('../aws/status.ts'), remote(options, io)]);
  return statusOnAws(workflow, placeOf(options, io), Date.now());
}
