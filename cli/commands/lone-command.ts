import type { CurlCheck } from '#checks-file/curl/parse-curl.ts';
import type { Outside } from '#checks-file/outside.ts';
import type { CheckList } from '#core/check/check-list.ts';
import { formatPath, type PathFault } from '#core/settings/fault.ts';
import type { Io } from '../io.ts';
import { say } from '../output/say.ts';

/** What the answer to a command on the command line must be like. */
export type Wanted = { readonly status?: string; readonly keyword?: string; readonly absent?: string };

const DEFAULT_COLUMNS = 100;

/**
 * The list of the one check that a curl command is, given as words or as one quoted text; null when every fault of it
 * has been told. Files that it names are relative to where the command runs.
 */
export async function listOfCommand(words: readonly string[], wanted: Wanted, io: Io): Promise<CheckList | null> {
  const [{ parseCurl }, { filesIn }, { notedDisk }] = await Promise.all([
    import('#checks-file/curl/parse-curl.ts'),
    import('#checks-file/reader/named-files.ts'),
    import('#local/watch/noted-disk.ts'),
  ]);
  const command = words.length === 1 ? await published(words[0] ?? '', io) : await asWritten(words);
  const outside = { files: filesIn(io.cwd, notedDisk(io.filesRead)), curl: parseCurl };
  const read = parseCurl(command, outside.files);
  if ('check' in read) return listOf(command, read.check, outside, wanted, io);
  const { renderPlace } = await import('../output/caret.ts');
  for (const fault of read.faults) {
    await say(`error: ${fault.message}`, io.stderr);
    io.stderr.write(renderPlace(command, fault, io.stderr.columns || DEFAULT_COLUMNS));
  }
  return null;
}

/**
 * A text as people paste it, with its shell's variables as references to the environment and without what belongs to the
 * answer, which is reported. A text that is not one command stays as it is, for its faults.
 */
async function published(text: string, io: Io): Promise<string> {
  const [{ publishedCommands }, { isCmd }] = await Promise.all([
    import('#checks-file/import/shell/published-commands.ts'),
    import('#checks-file/curl/cmd-words.ts'),
  ]);
  if (isCmd(text)) return text;
  const isSet = (name: string) => io.env[name] !== undefined;
  const { commands, strays, notes } = publishedCommands(text.replaceAll('\r\n', '\n'), { keepSecrets: true, isSet });
  const [only, second] = commands;
  if (only === undefined || second !== undefined || strays.length > 0) return text;
  for (const note of notes) await say(`note: ${note}`, io.stderr);
  return only.text;
}

/** Words that a shell has read already: what looks like a template of somebody else's is text. */
async function asWritten(words: readonly string[]): Promise<string> {
  const [{ quote }, { literalText }] = await Promise.all([
    import('#core/text/shell-quoting.ts'),
    import('#checks-file/import/shell/expansions.ts'),
  ]);
  return words.map((word) => quote(literalText(word))).join(' ');
}

/** The command goes the way of an entry with `curl:`, so that it means the same. Without --retry it is sent once. */
async function listOf(
  command: string,
  { http, rechecks }: CurlCheck,
  outside: Outside,
  { status, keyword, absent }: Wanted,
  io: Io,
): Promise<CheckList | null> {
  const [{ readEntries }, { nameOfRequest }] = await Promise.all([
    import('#checks-file/entry/entries.ts'),
    import('#kinds/http/request-name.ts'),
  ]);
  const entry = {
    name: nameOfRequest(http),
    curl: command,
    ...(rechecks === null && { rechecks: 0 }),
    expect: {
      ...(status !== undefined && { status: statusOf(status) }),
      ...(keyword !== undefined && { keyword }),
      ...(absent !== undefined && { absent }),
    },
  };
  const { checks, faults } = readEntries([entry], {}, outside);
  for (const fault of faults) await say(`error: ${told(fault)}`, io.stderr);
  return faults.length > 0 ? null : { checks };
}

/** `200`, `2xx` or `200-299`, or several with commas, as a checks file has them. */
function statusOf(text: string): unknown {
  const parts = text.split(',').map((part) => (/^\d+$/.test(part.trim()) ? Number(part) : part.trim()));
  return parts.length === 1 ? parts[0] : parts;
}

/** The fault by the option that said it: `--status is "2x"; write …`. */
function told({ path: [, , setting, key], message }: PathFault): string {
  const plain = message.replace('{inside}', '');
  if (setting === 'expect' && key !== undefined) return `--${formatPath([key])} ${plain}`;
  return setting === undefined ? `the check ${plain}` : `the command ${plain}`;
}
