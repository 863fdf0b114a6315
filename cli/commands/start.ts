import { isPattern } from '#core/text/glob.ts';
import { knownBy } from '../aws/known.ts';
import { lookFirst } from '../aws/look-first.ts';
import { type RemoteOptions, remote } from '../aws/remote.ts';
import type { Workflow } from '../aws/workflow.ts';
import { EXIT } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { say } from '../output/say.ts';
import { fits } from '../selection/glob.ts';
import { asOptions } from '../selection-words.ts';
import { UsageError } from '../usage-error.ts';
import { showWhenEnded, tellStarted } from './ended.ts';

export type StartOptions = RemoteOptions & {
  readonly only?: readonly string[];
  readonly tags?: readonly string[];
  readonly input?: string;
  readonly follow: boolean;
  readonly json?: boolean;
};

/** Starts an execution of the deployed workflow and follows it to its end, as `rollcall run` does; or only starts it. */
export async function start(options: StartOptions, io: Io): Promise<number> {
  const { json } = options;
  const said = inputOf(options);
  const workflow = await remote(options, io);
  const names = await namesIn(options, workflow, io);
  const input = names === null ? said : inputOf({ ...options, only: names });
  await lookFirst(workflow, input, io, options.input === undefined ? asOptions : undefined);
  const execution = await workflow.start(input);
  if (!options.follow || workflow.type === 'EXPRESS') {
    if (options.follow)
      await say('not followed: AWS tells nothing of the executions of an express workflow', io.stderr);
    tellStarted(execution, {}, `started ${execution}`, json, io);
    return EXIT.ok;
  }
  await say(`started ${execution}`, io.stderr);
  return showWhenEnded(workflow, { execution, ...(json && { json }) }, io);
}

/** Patterns as the names that fit them, as of `run`. One that none fits stays, and is refused as a name. */
async function namesIn({ only = [] }: StartOptions, workflow: Workflow, io: Io): Promise<readonly string[] | null> {
  if (!only.some(isPattern)) return null;
  const known = await knownBy(workflow, 'patterns are not looked up', io);
  const names = known?.names ?? [];
  const fitting = (word: string) =>
    isPattern(word) && !names.includes(word) ? names.filter((name) => fits(word, name)) : [];
  return only.flatMap((word) => (fitting(word).length > 0 ? fitting(word) : [word]));
}

/** The input as PrepareChecks will read it. */
function inputOf({ only, tags, input }: StartOptions): string {
  if (input === undefined) return JSON.stringify({ ...(only && { only }), ...(tags && { tags }) });
  if (only !== undefined || tags !== undefined) {
    throw new UsageError('--input is the whole input: write only and tags into it, or leave it out');
  }
  try {
    return JSON.stringify(JSON.parse(input));
  } catch (cause) {
    const said = cause instanceof Error ? cause.message : String(cause);
    throw new UsageError(`--input is not JSON (${said}); write it in single quotes: --input '{"only": ["name"]}'`, {
      cause,
    });
  }
}
