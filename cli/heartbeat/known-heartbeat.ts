import type { CheckList } from '#core/check/check-list.ts';
import { heartbeatChecks } from '#core/check/heartbeat-checks.ts';
import { HEARTBEATS } from '#core/contract.ts';
import { nearest } from '#core/text/nearest.ts';
import { quoted } from '#core/text/shown.ts';
import { type Asked, loadAsked } from '../checks-files.ts';
import type { Io } from '../io.ts';
import { UsageError } from '../usage-error.ts';

/** What is wrong with the name of a job, with the heartbeat that was probably meant; null when the list has it. */
export function heartbeatFault(name: string, { checks, guard = [] }: CheckList): string | null {
  const all = [...checks, ...guard];
  const found = all.find((check) => check.name === name);
  if (found?.kind === HEARTBEATS.kind) return null;
  if (found !== undefined) return `${name} is a check of kind ${found.kind}, which is asked; only a heartbeat reports`;
  const meant = nearest(
    name,
    heartbeatChecks({ checks, guard }).map((check) => check.name),
  );
  return `there is no check ${name} in the list${meant === null ? '' : `; did you mean ${quoted(meant)}?`}`;
}

/** The same of the checks file where the command runs; null too where there is none that can be read. */
export async function heartbeatFaultHere(
  name: string,
  asked: Pick<Asked, 'environment'>,
  io: Io,
): Promise<string | null> {
  try {
    const { list } = await loadAsked(asked, io);
    return list === null ? environmentFault(asked, io) : heartbeatFault(name, list);
  } catch (error) {
    if (error instanceof UsageError) return null;
    throw error;
  }
}

/** What is wrong with the environment of a job where the list cannot be read with it: nobody would look for its reports there. */
async function environmentFault({ environment }: Pick<Asked, 'environment'>, io: Io): Promise<string | null> {
  if (environment === undefined) return null;
  const { environments } = await (await import('../completion/known.ts')).knownIn({}, io);
  if (environments.includes(environment)) return null;
  const meant = nearest(environment, environments);
  return `there is no environment ${quoted(environment)} in the list${meant === null ? '' : `; did you mean ${quoted(meant)}?`}`;
}
