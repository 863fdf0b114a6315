import type { Check } from '#core/check/check.ts';
import type { CheckList } from '#core/check/check-list.ts';
import type { Asked, LoadedFiles } from '../checks-files.ts';
import type { Io } from '../io.ts';
import { say } from '../output/say.ts';
import { UsageError } from '../usage-error.ts';
import type { ChooseOptions } from './choose.ts';

/** What the command line says of which checks to take. */
export type SelectOptions = ChooseOptions & {
  /** A git ref: only checks that changed since. */
  readonly changedSince?: string;
};

/**
 * The checks to take of a list, in its order, or null when nothing was said: then all. Empty only when nothing has changed
 * since a git ref. Throws UsageError for what names nothing, and where git cannot tell.
 */
export async function selectedChecks(
  list: CheckList,
  loaded: LoadedFiles | null,
  options: SelectOptions & Asked,
  io: Io,
): Promise<readonly Check[] | null> {
  const { only, exclude, tags, shown, changedSince: ref } = options;
  const isChosen = [only, exclude, tags, shown].some((words) => words !== undefined);
  if (!isChosen && ref === undefined) return null;
  const { chooseChecks } = await import('./choose.ts');
  const chosen = isChosen ? chooseChecks(list.checks, options) : list.checks;
  if (ref === undefined) return chosen;
  if (loaded === null) throw new UsageError('--changed-since goes with a checks file, not with a curl command');
  const { changedSince } = await import('./changed-since.ts');
  const { checks, note } = await changedSince(ref, { asked: options, loaded, checks: chosen }, io);
  if (note !== null) await say(`note: ${note}`, io.stderr);
  if (checks.length === 0) await say(`no check has changed since ${ref}; nothing is called`, io.stderr);
  return checks;
}
