import { type MuteAnswer, type MuteEvent, muteChecks } from '#functions/track-incidents/mute-checks.ts';
import { askMemory } from '../aws/remembered.ts';
import { type RemoteOptions, remote } from '../aws/remote.ts';
import type { Asked } from '../checks-files.ts';
import { EXIT } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { printJson } from '../output/json.ts';
import { say } from '../output/say.ts';
import { UsageError } from '../usage-error.ts';
import { askMemoryHere } from './local-memory.ts';

export type MuteOptions = RemoteOptions &
  Asked & {
    /** Milliseconds. */
    readonly for?: number;
    readonly remember?: boolean;
    readonly json?: boolean;
  };

/** Mutes a check, ends its mute, or shows what is muted: where the deployed workflow remembers, or on this machine. */
export async function mute(
  verb: 'mute' | 'unmute',
  check: string | undefined,
  options: MuteOptions,
  io: Io,
): Promise<number> {
  const event = eventOf(verb, check, options.for);
  const answer = options.remember
    ? await askMemoryHere({ asked: options, to: TO[event.mode] }, io, (store, list) =>
        muteChecks(event, { store, names: list.checks.map(({ name }) => name), now: Date.now }),
      )
    : await onAws(event, options, io);
  if (answer === null) return EXIT.usage;
  if ('faults' in answer) throw new UsageError(answer.faults);
  if (options.json) printJson(answer.mutes, io.stdout);
  else if (answer.mutes.length === 0) await say('nothing is muted', io.stdout);
  else for (const { check, until } of answer.mutes) await say(`${check}  muted until ${until}`, io.stdout);
  return EXIT.ok;
}

/** What is muted only when it is over is no reason to make a file. */
const TO = { mute: 'write', unmute: 'use', mutes: 'look' } as const;

function eventOf(verb: 'mute' | 'unmute', check: string | undefined, forMs: number | undefined): MuteEvent {
  if (verb === 'unmute') return { mode: 'unmute', check: check ?? '' };
  if (check === undefined && forMs === undefined) return { mode: 'mutes' };
  if (check === undefined) throw new UsageError('--for says how long; name the check too: rollcall mute NAME --for 2h');
  if (forMs === undefined) throw new UsageError(`for how long? try: rollcall mute ${check} --for 2h`);
  return { mode: 'mute', check, forMs };
}

async function onAws(event: MuteEvent, options: MuteOptions, io: Io): Promise<MuteAnswer> {
  const answer = await askMemory(await remote(options, io), event);
  const { mutes, faults } = (answer ?? {}) as Partial<Record<'mutes' | 'faults', unknown>>;
  if (Array.isArray(faults)) return { faults };
  if (Array.isArray(mutes)) return { mutes };
  throw new Error('what is deployed knows no mutes; deploy again');
}
