import { quote } from '#core/text/shell-quoting.ts';
import { unquote } from '../../curl/unquote.ts';
import type { Values } from './expansions.ts';
import { expandedText, literalText, TEXT, translated } from './expansions.ts';
import type { Redirect, ShellCommand } from './shell-command.ts';

/** What a command reads from its here-document, here-string or the `echo` before its pipe; null where that is not known. */
export function standardInput(
  text: string,
  { redirects }: ShellCommand,
  producer: ShellCommand | null,
  values: Values,
): { readonly text: string } | { readonly file: string } | null {
  const redirect = redirects.findLast(({ sort, from }) => sort !== 'file' || text.startsWith('<', from));
  if (redirect !== undefined) return redirected(text, redirect, values);
  if (producer === null) return null;
  const words = producer.words.map(({ from, to }) => wordText(text.slice(from, to), values));
  const [name = '', ...args] = words;
  if (name === 'cat' && args.length === 1) return { file: args[0] ?? '' };
  const isBare = name === 'printf' || args[0] === '-n';
  const said = args.filter((arg, index) => index > 0 || !/^-[neE]+$/.test(arg)).join(' ');
  if (name === 'printf' && /[%\\]/.test(said)) return null;
  return name === 'echo' || name === 'printf' ? { text: isBare ? said : `${said}\n` } : null;
}

function redirected(text: string, redirect: Redirect, values: Values) {
  const { sort, body, isLiteral, isIndented } = redirect;
  const inner = text.slice(body.from, body.to);
  if (sort === 'file') return { file: wordText(inner, values) };
  if (sort === 'string') return { text: `${wordText(inner, values)}\n` };
  const plain = isIndented ? inner.replace(/^\t+/gm, '') : inner;
  return { text: isLiteral ? literalText(plain, TEXT, values) : expandedText(plain, values) };
}

function wordText(raw: string, values: Values): string {
  try {
    return unquote(translated(raw, TEXT, values));
  } catch {
    return raw;
  }
}

/**
 * The words of a command's source with what it would read from its standard input written into it. `null` stands for a
 * word that is part of the one before.
 */
export function withInput(words: readonly string[], input: StandardInput): readonly (string | null)[] {
  const out: (string | null)[] = [...words];
  words.forEach((word, index) => {
    const joined = /^(-[a-zA-Z]*d)@-$/.exec(word)?.[1];
    const option = joined ?? words[index - 1] ?? '';
    const value = joined === undefined ? word.replace(/^(["'])(.*)\1$/, '$2') : '@-';
    const written = writtenFor(option, value, input);
    if (written === null) return;
    out[index] = joined === undefined ? null : written;
    if (joined === undefined) out[index - 1] = written;
  });
  return out;
}

type StandardInput = { readonly text: string } | { readonly file: string };

const UPLOADS = /^(?:-T|--upload-file)$/;

/** The option and its value with the input in them; null where the value does not ask for it. */
function writtenFor(option: string, value: string, input: StandardInput): string | null {
  const isUpload = value === '-' && UPLOADS.test(option);
  if (!isUpload && !/^[\w.-]*@-$/.test(value)) return null;
  if (!('file' in input))
    return isUpload ? `-X PUT -H 'Content-Type:' ${data(input.text)}` : withText(option, value, input.text);
  if (isUpload) return `${option} ${quote(input.file)}`;
  return value === '@-' && option.startsWith('-') ? `${option} ${quote(`@${input.file}`)}` : null;
}

function withText(option: string, value: string, text: string): string | null {
  if (option === '--data-urlencode') return `${option} ${quoted(`${value.slice(0, -'@-'.length)}=${text}`)}`;
  if (value !== '@-') return null;
  // -d takes the ends of lines out of what it reads.
  const oneLine = text.replace(/[\r\n\0]/g, '');
  const cluster = /^-([a-zA-Z]*)d$/.exec(option)?.[1];
  if (cluster !== undefined) return `${cluster === '' ? '' : `-${cluster} `}${data(oneLine)}`;
  if (/^--data(?:-ascii)?$/.test(option)) return data(oneLine);
  if (option === '--data-binary') return data(text);
  return option === '--json' && !text.startsWith('@') ? `--json ${quoted(text)}` : null;
}

/** A text that begins with @ would be the name of a file. */
function data(text: string): string {
  return `${text.startsWith('@') ? '--data-raw' : '--data-binary'} ${quoted(text)}`;
}

function quoted(text: string): string {
  return /^[^\p{Cc}]*$/u.test(text.replace(/[\n\t]/g, '')) ? `'${text.replaceAll("'", "'\\''")}'` : quote(text);
}
