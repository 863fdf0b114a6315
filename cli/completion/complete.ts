import type { Argument, Command, Option } from 'commander';
import type { Asked } from '../checks-files.ts';
import type { Known } from './known.ts';
import { type Candidate, type Values, valuesFor } from './values.ts';

/** What completes the last word: names of files, which the shell knows, or these. */
export type Completed = 'files' | readonly Candidate[];

/** Where the words have led. */
type State = {
  readonly command: Command;
  /** The option whose value comes next. */
  readonly pending: Option | null;
  /** The words that were neither options nor commands. */
  readonly taken: readonly string[];
  /** The values of options, by their long names. */
  readonly given: readonly (readonly [option: string, value: string])[];
  /** Behind `--`: words of another program. */
  readonly isForeign: boolean;
};

/**
 * What may follow on a command line of which `words` are there, without the program's own name; the last of them, perhaps
 * empty, is the one at the cursor. `read` reads the checks files that they name.
 */
export async function complete(
  program: Command,
  words: readonly string[],
  read: (asked: Asked) => Promise<Known>,
): Promise<Completed> {
  const before = words.slice(0, -1);
  const current = words.at(-1) ?? '';
  const state = before.reduce(follow, startAt(program));
  if (state.isForeign) return 'files';
  const values = (placeholder: string) => valuesFor(placeholder, () => read(askedBy(state)));
  if (state.pending !== null) return valuesOf(state.pending, '', current, values);
  const [, assigned, value] = ASSIGNED.exec(current) ?? [];
  if (assigned !== undefined) {
    const option = optionOf(state.command, assigned);
    return option === undefined ? [] : valuesOf(option, `${assigned}=`, value ?? '', values);
  }
  if (current.startsWith('-')) return matching(optionsOf(state.command), current);
  const { registeredArguments: known } = state.command;
  const argument = known[state.taken.length] ?? known.findLast(({ variadic }) => variadic);
  if (argument !== undefined) return valuesOf(argument, '', current, values);
  return matching(commandsOf(state.command), current);
}

const startAt = (command: Command): State => ({ command, pending: null, taken: [], given: [], isForeign: false });

const ASSIGNED = /^(--[^=]+)=(.*)$/s;

function follow(state: State, word: string): State {
  if (state.isForeign) return state;
  const { pending, given } = state;
  if (pending !== null) return { ...state, pending: null, given: [...given, [pending.long ?? '', word]] };
  if (word === '--') return { ...state, isForeign: true };
  if (word.startsWith('-')) {
    const [, assigned, value] = ASSIGNED.exec(word) ?? [];
    if (assigned !== undefined) return { ...state, given: [...given, [assigned, value ?? '']] };
    const option = optionOf(state.command, word);
    return { ...state, pending: option !== undefined && !option.isBoolean() ? option : null };
  }
  const inner = state.command.commands.find((one) => one.name() === word);
  return inner === undefined ? { ...state, taken: [...state.taken, word] } : { ...state, command: inner, taken: [] };
}

function optionOf(command: Command, word: string): Option | undefined {
  return command.options.find(({ long, short }) => long === word || short === word);
}

/** The checks files that the words name, and what they say of variables. */
function askedBy({ command, taken, given }: State): Asked {
  const valuesOf = (option: string) => given.filter(([name]) => name === option).map(([, value]) => value);
  const { registeredArguments: known } = command;
  const files = taken.filter((_, index) => (known[index] ?? known.at(-1))?.name() === 'files');
  const environment = valuesOf('--environment').at(-1);
  const vars = valuesOf('--var').map((text) => text.split(/=(.*)/s, 2) as [string, string?]);
  return {
    checks: [...valuesOf('--checks'), ...files].filter((path) => path !== '-'),
    ...(environment !== undefined && { environment }),
    var: new Map(vars.map(([name, value = '']) => [name, value])),
    varFile: valuesOf('--var-file'),
  };
}

async function valuesOf(
  of: Option | Argument,
  prefix: string,
  value: string,
  values: (placeholder: string) => Promise<Values>,
): Promise<Completed> {
  const choices = of.argChoices;
  const known = choices === undefined ? await values(placeholderOf(of)) : { words: choices, isList: false };
  if (known === 'files') return 'files';
  const listed = known.isList ? value.slice(0, value.lastIndexOf(',') + 1) : '';
  const taken = new Set(listed.split(','));
  return known.words
    .filter((word) => !taken.has(word) && word.startsWith(value.slice(listed.length)))
    .map((word) => ({ value: `${prefix}${listed}${word}`, description: '' }));
}

/** `names` of `--only <names>` and of an argument `[names]`. */
function placeholderOf(of: Option | Argument): string {
  return 'flags' in of ? (/[<[]([\w=-]+)[>\]]/.exec(of.flags)?.[1] ?? '') : of.name();
}

function optionsOf(command: Command): readonly Candidate[] {
  return command
    .createHelp()
    .visibleOptions(command)
    .map(({ long, short, description }) => ({ value: long ?? short ?? '', description }));
}

function commandsOf(command: Command): readonly Candidate[] {
  return command
    .createHelp()
    .visibleCommands(command)
    .map((inner) => ({ value: inner.name(), description: inner.description() }));
}

function matching(candidates: readonly Candidate[], current: string): readonly Candidate[] {
  return candidates.filter(({ value }) => value.startsWith(current));
}
