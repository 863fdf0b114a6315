import type { Argument, Command, Option } from 'commander';
import { type Candidate, type Values, valuesFor } from './values.ts';

/** What completes the last word: names of files, which the shell knows, or these. */
export type Completed = 'files' | readonly Candidate[];

/** Where the words have led. */
type State = {
  readonly command: Command;
  /** The option whose value comes next. */
  readonly pending: Option | null;
  /** How many words were neither options nor commands. */
  readonly taken: number;
  /** Behind `--`: words of another program. */
  readonly isForeign: boolean;
};

/**
 * What may follow on a command line of which `words` are there, without the program's own name; the last of them, perhaps
 * empty, is the one at the cursor. `textOf` reads the checks file of that name, null where it cannot.
 */
export async function complete(
  program: Command,
  words: readonly string[],
  textOf: (checksFile: string) => Promise<string | null>,
): Promise<Completed> {
  const before = words.slice(0, -1);
  const current = words.at(-1) ?? '';
  const state = before.reduce(follow, { command: program, pending: null, taken: 0, isForeign: false });
  if (state.isForeign) return 'files';
  const values = (placeholder: string) => fileText(before, textOf).then((text) => valuesFor(placeholder, text));
  if (state.pending !== null) return valuesOf(state.pending, '', current, values);
  const [, assigned, value] = /^(--[^=]+)=(.*)$/s.exec(current) ?? [];
  if (assigned !== undefined) {
    const option = optionOf(state.command, assigned);
    return option === undefined ? [] : valuesOf(option, `${assigned}=`, value ?? '', values);
  }
  if (current.startsWith('-')) return matching(optionsOf(state.command), current);
  const { registeredArguments: known } = state.command;
  const argument = known[state.taken] ?? known.findLast(({ variadic }) => variadic);
  if (argument !== undefined) return valuesOf(argument, '', current, values);
  return matching(commandsOf(state.command), current);
}

function follow(state: State, word: string): State {
  if (state.isForeign) return state;
  if (state.pending !== null) return { ...state, pending: null };
  if (word === '--') return { ...state, isForeign: true };
  if (word.startsWith('-')) {
    const option = word.includes('=') ? undefined : optionOf(state.command, word);
    return { ...state, pending: option !== undefined && !option.isBoolean() ? option : null };
  }
  const inner = state.command.commands.find((one) => one.name() === word);
  return inner === undefined ? { ...state, taken: state.taken + 1 } : { ...state, command: inner, taken: 0 };
}

function optionOf(command: Command, word: string): Option | undefined {
  return command.options.find(({ long, short }) => long === word || short === word);
}

/** The text of the checks file that the words name, or of the one that is read where they name none. */
function fileText(words: readonly string[], textOf: (file: string) => Promise<string | null>) {
  const at = words.findLastIndex((word) => word === '--checks' || word === '-c');
  const assigned = words.findLast((word) => word.startsWith('--checks='))?.slice('--checks='.length);
  const named = words.findLast((word) => /^[^-].*\.ya?ml$/.test(word));
  return textOf(at < 0 ? (assigned ?? named ?? 'checks.yaml') : (words[at + 1] ?? ''));
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
