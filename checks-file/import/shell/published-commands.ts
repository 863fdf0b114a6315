import { type Curl, curlIn } from './curl-in.ts';
import { type Place, placesIn } from './lines.ts';
import { newTally, notesOf, type Tally } from './notes.ts';
import { withoutPrompts } from './prompts.ts';
import type { ShellCommand } from './shell-command.ts';
import { shellCommands } from './shell-commands.ts';
import { assignmentIn, type VariableOptions, type Variables, variablesOf } from './variables.ts';

/** A curl command of a text, as one that a check can hold. `placeOf`: where what is at an offset of it stands in the text. */
export type PublishedCommand = {
  readonly text: string;
  readonly line: number;
  readonly placeOf: (offset: number) => Place;
};

/** What a text of commands holds. `strays` are the places of what is none, and why; `notes` what was left out, counted. */
export type Published = {
  readonly commands: readonly PublishedCommand[];
  readonly strays: readonly { readonly where: string; readonly what: string }[];
  readonly notes: readonly string[];
  readonly places: ReadonlyMap<string, string>;
};

/** `what` is null for lines that hold no curl command. */
type Stray = { readonly from: number; readonly to: number; readonly what: string | null };

type Reading = {
  readonly placeOf: (at: number) => Place;
  readonly variables: Variables;
  readonly tally: Tally;
  readonly commands: PublishedCommand[];
  readonly strays: Stray[];
};

/** A part of the text that is read as a text of its own, and its offset in the whole. */
type Part = { readonly source: string; readonly offset: number };

/**
 * The curl commands of a text as vendors and people publish them: a shell's script, or lines copied from a terminal, a
 * crontab, a Dockerfile. What a shell would put in becomes a reference or its value; what belongs to curl's answer is left out
 * and counted, and what is no curl command is reported with its lines.
 */
export function publishedCommands(written: string, options: VariableOptions): Published {
  const text = withoutPrompts(written);
  const variables = variablesOf(options);
  const reading: Reading = {
    ...{ placeOf: placesIn(text), variables, tally: newTally() },
    ...{ commands: [], strays: [] },
  };
  reading.tally.blanks = written.match(/[ \t]\\[ \t]+$/gm)?.length ?? 0;
  readPart(reading, { source: text, offset: 0 });
  const { commands, tally } = reading;
  return { commands, strays: straysOf(reading), notes: notesOf(tally), places: variables.places };
}

function readPart(reading: Reading, part: Part): void {
  const { commands, comments } = shellCommands(part.source);
  reading.tally.comments += comments;
  for (const list of listsOf(commands)) readList(reading, part, list);
}

/** Commands that stand in one line of the shell, joined by `|`, `&&`, `;` and the like. */
function listsOf(commands: readonly ShellCommand[]): readonly (readonly ShellCommand[])[] {
  const lists: ShellCommand[][] = [];
  for (const command of commands) {
    const last = lists.at(-1);
    if (last === undefined || command.after === '') lists.push([command]);
    else last.push(command);
  }
  return lists;
}

function readList(reading: Reading, part: Part, list: readonly ShellCommand[]): void {
  const { source, offset } = part;
  const found = list.map((command) => curlIn(source, command));
  const hasCurl = found.some((curl) => curl !== null) || list.some((command) => nestedIn(source, command).length > 0);
  list.forEach((command, index) => {
    const curl = found[index] ?? null;
    const { from, to, fault } = command;
    if (fault !== null) {
      const isOurs = curl !== null || command.words.length === 0;
      const stray = { from: offset + from, to: offset + to, what: null };
      reading.strays.push(isOurs ? { ...stray, from: offset + fault.at, what: fault.message } : stray);
    } else if (curl === null) readOther(reading, part, command, hasCurl);
    else {
      const producer = command.after === '|' ? (list[index - 1] ?? null) : null;
      reading.commands.push(published(reading, part, command, curl, producer));
    }
  });
}

function published(
  { tally, variables, placeOf }: Reading,
  { offset }: Part,
  { redirects, isOpenEnded, hasTail }: ShellCommand,
  curl: Curl,
  producer: ShellCommand | null,
): PublishedCommand {
  tally.redirects += redirects.filter(({ sort }) => sort === 'file').length;
  tally.backslashes += isOpenEnded ? 1 : 0;
  tally.pipes += hasTail ? 1 : 0;
  tally.prefixes += curl.prefixes;
  const { text, map } = curl.written(producer, variables);
  return { text, placeOf: (at) => placeOf(offset + map(at)), line: placeOf(offset + curl.from).line };
}

/** What runs no curl by itself: a variable that is set, what reads an answer, or a stray. */
function readOther(reading: Reading, part: Part, command: ShellCommand, hasCurl: boolean): void {
  const { source, offset } = part;
  const { tally, strays } = reading;
  for (const { from, to } of nestedIn(source, command))
    readPart(reading, { source: source.slice(from, to), offset: offset + from });
  if (isSetting(source, command, reading.variables)) tally.settings += 1;
  else if (command.after === '|' && hasCurl) tally.pipes += 1;
  else if (isFrame(source, command)) return;
  else if (hasCurl) tally.others.add(nameOf(source, command));
  else strays.push({ from: offset + command.from, to: offset + command.to, what: null });
}

const NESTED = /(?:\$\(|`)[ \t\n]*(?=(?:\S*\/)?curl(?:\.exe)?[ \t])/;

/** The curl command in `$(…)` or backticks, up to the end of the word that it stands in. */
function nestedIn(source: string, { words }: ShellCommand) {
  return words.flatMap(({ from, to }) => {
    const raw = source.slice(from, to);
    const first = NESTED.exec(raw);
    if (first === null) return [];
    const end = raw.lastIndexOf(first[0].startsWith('`') ? '`' : ')');
    return [{ from: from + first.index + first[0].length, to: from + (end === -1 ? raw.length : end) }];
  });
}

const DECLARES = /^(?:export|declare|local|readonly|typeset|set)$/;

/** Whether a command sets variables and does nothing else; they are kept. */
function isSetting(source: string, { words }: ShellCommand, variables: Variables): boolean {
  const [first = '', ...rest] = words.map(({ from, to }) => source.slice(from, to));
  const powerShell = /^\$([A-Za-z_]\w*)$/.exec(first)?.[1];
  if (powerShell !== undefined && rest[0] === '=' && rest.length === 2) {
    variables.assign([[powerShell, rest[1] ?? '']], false);
    return true;
  }
  const declares = DECLARES.test(first);
  const given = declares ? rest.filter((word) => !word.startsWith('-')) : [first, ...rest];
  const pairs = given.map(assignmentIn);
  if (pairs.length === 0 || (!declares && pairs.includes(null))) return false;
  variables.assign(
    pairs.filter((pair) => pair !== null),
    declares,
  );
  return true;
}

const FRAME = /^(?:if|then|else|elif|fi|do|done|while|until|\{|\}|!)$/;

/** Only words of the shell's grammar. */
function isFrame(source: string, { words }: ShellCommand): boolean {
  return words.every(({ from, to }) => FRAME.test(source.slice(from, to)));
}

function nameOf(source: string, { words }: ShellCommand): string {
  const named = words.map(({ from, to }) => source.slice(from, to)).find((word) => !FRAME.test(word));
  return /^[\w./[-]{1,20}$/.exec(named ?? '')?.[0] ?? 'other words';
}

/** Lines that follow each other are reported as one. */
function straysOf({ strays, placeOf }: Reading): Published['strays'] {
  const told: { first: number; last: number; what: string | null; column: number }[] = [];
  for (const { from, to, what } of strays.toSorted((a, b) => a.from - b.from)) {
    const { line, column } = placeOf(from);
    const last = Math.max(line, what === null ? placeOf(Math.max(from, to - 1)).line : line);
    const before = told.at(-1);
    if (what === null && before?.what === null && line <= before.last + 1) before.last = Math.max(before.last, last);
    else told.push({ first: line, last, what, column });
  }
  return told.map(({ first, last, what, column }) => {
    if (what !== null) return { where: `line ${first}, column ${column}`, what };
    if (first === last) return { where: `line ${first}`, what: 'is no curl command' };
    return { where: `lines ${first} to ${last}`, what: 'are no curl commands' };
  });
}
