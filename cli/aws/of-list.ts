import type { CheckList } from '#core/check/check-list.ts';
import { stackNameOf } from '#core/check/stack-name.ts';
import type { Asked } from '../checks-files.ts';
import { readList } from '../commands/read-list.ts';
import type { Io } from '../io.ts';
import { UsageError } from '../usage-error.ts';
import { readArn } from './arn.ts';
import type { Place } from './place.ts';
import type { RemoteOptions } from './remote.ts';

type Options = RemoteOptions & Asked & { readonly remember?: boolean };

/**
 * The options with the stack of the list in them, where one was asked for: a word of files, environment or variables that
 * changed nothing of where a command acts would have it act on another deployment. Null when the files have faults, which were
 * reported. `named`: what the command is about, which by an ARN says where by itself.
 */
export async function ofList<T extends Options>(options: T, io: Io, named?: string): Promise<T | null> {
  if (options.remember === true) {
    refusePlace(options);
    return options;
  }
  const asked = listOption(options);
  if (asked === null) return options;
  refuseTwoPlaces(asked, options, named);
  const list = await readList(options, io);
  return list === null ? null : { ...options, ...stackOf(list, options.region) };
}

function refusePlace({ stateMachine, stack, region }: RemoteOptions): void {
  const said = { 'state-machine': stateMachine, stack, region };
  const idle = Object.entries(said).find(([, value]) => value !== undefined);
  if (idle === undefined) return;
  throw new UsageError(`--remember is on this machine, so --${idle[0]} means nothing; take one of them out`);
}

function refuseTwoPlaces(asked: string, { stateMachine, stack }: RemoteOptions, named: string | undefined): void {
  if (named !== undefined && readArn(named) !== null) {
    throw new UsageError(`${named} says where it is, so --${asked} means nothing; take it out`);
  }
  const place = stateMachine !== undefined ? 'state-machine' : stack !== undefined ? 'stack' : null;
  if (place === null) return;
  throw new UsageError(
    `--${asked} is of the list whose stack it is, and --${place} names another; take one of them out`,
  );
}

/** Where the stack of a list is. Throws UsageError where that is several Regions, or not the one that was said. */
export function stackOf({ deploy = {} }: CheckList, region: string | undefined): Pick<Place, 'stack' | 'region'> {
  const { home, regions = [] } = deploy;
  const known = regions.join(', ');
  if (region !== undefined && regions.length > 0 && !regions.includes(region)) {
    throw new UsageError(`--region ${region} is none of the list's; it is deployed to ${known}`);
  }
  const found = region ?? home ?? regions[0];
  if (region === undefined && home === undefined && regions.length > 1) {
    throw new UsageError(`the list is deployed to ${known}, each by itself; say which with --region`);
  }
  return { stack: stackNameOf(deploy), region: found };
}

/** The first option that says which list it is; null when none does. */
function listOption({ checks, environment, var: vars, varFile }: Asked): string | null {
  if (checks !== undefined) return 'checks';
  if (environment !== undefined) return 'environment';
  if (vars !== undefined) return 'var';
  return varFile !== undefined ? 'var-file' : null;
}
