import { spokenDuration } from '#core/text/duration.ts';
import { safeText } from '#core/text/safe-text.ts';
import { type StatusAnswer, statusNow } from '#functions/track-incidents/status.ts';
import { callFunction } from '../aws/functions.ts';
import { type RemoteOptions, remote } from '../aws/remote.ts';
import type { Asked } from '../checks-files.ts';
import { EXIT } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { askMemoryHere } from './local-memory.ts';

export type StatusOptions = RemoteOptions &
  Asked & {
    readonly remember?: boolean;
    readonly json?: boolean;
  };

/** Shows what is down since when and why, and what is muted: where the deployed workflow remembers, or on this machine. */
export async function status(options: StatusOptions, io: Io): Promise<number> {
  const answer = options.remember
    ? await askMemoryHere(options, io, (store, names) => statusNow({ store, mutes: store, names, now: Date.now }))
    : await onAws(options, io);
  if (answer === null) return EXIT.usage;
  io.stdout.write(options.json ? `${JSON.stringify(answer, null, 2)}\n` : textOf(answer, Date.now()));
  return EXIT.ok;
}

function textOf({ open, mutes }: StatusAnswer, now: number): string {
  const muted = new Set(mutes.map(({ check }) => check));
  const down = open.map(({ check, kind, since, reason }) => {
    const what = { target: 'down', fault: 'cannot be checked', degraded: 'degraded' }[kind];
    const lasting = spokenDuration(Math.max(0, now - Date.parse(since)));
    return `${check}  ${what} for ${lasting}, since ${since}${muted.has(check) ? ' (muted)' : ''}: ${reason.message}`;
  });
  const quiet = mutes.map(({ check, until }) => `${check}  muted until ${until}`);
  return [...(down.length === 0 ? ['nothing is down'] : down), ...quiet].map((line) => `${safeText(line)}\n`).join('');
}

/** Of the function that remembers: it alone may read the table, and knows the deployed names. */
async function onAws(options: StatusOptions, io: Io): Promise<StatusAnswer> {
  const { answer, fault } = await callFunction(await remote(options, io), 'TrackIncidents', { mode: 'status' });
  if (fault !== null) throw new Error(`TrackIncidents failed: ${fault.errorMessage ?? 'it did not say why'}`);
  const { open, mutes } = (answer ?? {}) as Partial<Record<keyof StatusAnswer, unknown>>;
  if (Array.isArray(open) && Array.isArray(mutes)) return { open, mutes };
  throw new Error('what is deployed knows no status; deploy again');
}
