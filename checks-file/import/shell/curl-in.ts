import { unquote } from '../../curl/unquote.ts';
import { variableName } from '../secrets.ts';
import { translated, type Use } from './expansions.ts';
import type { ShellCommand, Span } from './shell-command.ts';
import { standardInput, withInput } from './standard-input.ts';
import { assignmentIn, type Variables } from './variables.ts';

/** The curl command within a simple command, and how it is written for a check. */
export type Curl = Span & {
  /** How many words before it are left out. */
  readonly prefixes: number;
  readonly written: (
    producer: ShellCommand | null,
    variables: Variables,
  ) => { readonly text: string; readonly map: (offset: number) => number };
};

const CURL = /^["']?(?:\S*\/)?curl(?:\.exe)?["']?$/;
/** Commands that run the one behind them. */
const WRAPPERS =
  /^(?:sudo|doas|time|command|nohup|exec|env|timeout|gtimeout|watch|nice|docker|docker-compose|podman|kubectl|oc|minikube|if|then|else|elif|do|while|until|\{|!|HEALTHCHECK|RUN|CMD|ENTRYPOINT|&|@|-)$/;
/** Of these a variable for curl alone changes what it sends, or where to. */
const PROXY = /^(?:https?|all|no)_proxy=/i;

/** Null where a simple command runs no curl. */
export function curlIn(source: string, command: ShellCommand): Curl | null {
  const raws = command.words.map(({ from, to }) => source.slice(from, to));
  const start = raws.findIndex((raw) => assignmentIn(raw) === null);
  const first = raws[start] ?? '';
  const index = CURL.test(first)
    ? start
    : WRAPPERS.test(first)
      ? raws.findIndex((raw, at) => at > start && CURL.test(raw))
      : -1;
  const own = command.words[index];
  if (index === -1 || own === undefined || raws.slice(0, index).some((raw) => PROXY.test(raw))) return null;
  return {
    from: own.from,
    to: command.to,
    prefixes: index,
    written: (producer, variables) => writtenFrom(source, command, index, producer, variables),
  };
}

function writtenFrom(
  source: string,
  command: ShellCommand,
  index: number,
  producer: ShellCommand | null,
  variables: Variables,
) {
  const spans = command.words.slice(index);
  const raws = spans.map(({ from, to }) => source.slice(from, to));
  const isGlobOff = raws.some((raw) => /^(?:-[a-zA-Z]*g|--globoff)$/.test(raw));
  const input = raws.some((raw) => /@?-["']?$/.test(raw)) ? standardInput(source, command, producer, variables) : null;
  const words: readonly (string | null)[] = input === null ? raws : withInput(raws, input);
  let text = '';
  let end = spans[0]?.from ?? 0;
  const starts: { out: number; source: number }[] = [];
  words.forEach((word, place) => {
    const { from, to } = spans[place] as Span;
    if (word !== null) {
      const gap = source.slice(end, from);
      // What stood between may have been a redirection.
      if (place > 0) text += isBlank(gap) ? gap : ' ';
      starts.push({ out: text.length, source: from });
      const isOwn = word === raws[place];
      text += isOwn
        ? withPassword(translated(word, useOf(raws, place, isGlobOff), variables), raws, place, variables)
        : word;
    }
    end = to;
  });
  const map = (offset: number) => {
    const before = starts.findLast(({ out }) => out <= offset) ?? { out: 0, source: spans[0]?.from ?? 0 };
    return before.source + offset - before.out;
  };
  return { text, map };
}

function isBlank(gap: string): boolean {
  return /^(?:[ \t\r]|\\\n)+$/.test(gap);
}

const URL_LIKE =
  /^["']?(?:https?:\/\/|\$\{?[A-Za-z_]|<[A-Za-z]|\{|localhost\b|[\w-]+(?:\.[\w-]+)+(?::\d+)?(?:\/|["']?$)|[\w.-]+:\d+)/i;

function useOf(raws: readonly string[], place: number, isGlobOff: boolean): Use {
  const option = place === 0 ? '' : (raws[place - 1] ?? '');
  const raw = raws[place] ?? '';
  const isHeader = /^(?:-[a-zA-Z]*[Hu]|--header|--user|--oauth2-bearer)$/.test(option) || /^-[Hu]./.test(raw);
  const isData = /^(?:-[a-zA-Z]*[dFA]|--data.*|--json|--form.*|--user-agent)$/.test(option);
  const isUrl = !isHeader && !isData && URL_LIKE.test(raw) && !/[\s"]$/.test(raw.replace(/["']$/, ''));
  return { angles: isHeader || isUrl, braces: isUrl && !isGlobOff };
}

/** curl would ask for a password that is not there; a check has it in a variable. */
function withPassword(word: string, raws: readonly string[], place: number, { reference }: Variables): string {
  if (!/^(?:-[a-zA-Z]*u|--user)$/.test(raws[place - 1] ?? '')) return word;
  const text = textOf(word);
  if (text === null || text.replace(/\$\{env:/g, '').includes(':') || text === '') return word;
  const [, whole] = /^\$\{env:(\w+)\}$/.exec(text) ?? [];
  const password = (name: string) => reference(name, 'a password that curl would ask for');
  if (whole === undefined) return `${word}:${password(variableName(`${text} PASSWORD`))}`;
  return `${reference(`${whole}_USER`, `the user in $${whole}`)}:${password(`${whole}_PASSWORD`)}`;
}

function textOf(word: string): string | null {
  try {
    return unquote(word);
  } catch {
    return null;
  }
}
