import { join, resolve } from 'node:path';
import type { Disk } from '#checks-file/reader/disk.ts';
import type { Loaded } from '#checks-file/reader/read-checks.ts';
import type { Given } from '#checks-file/sources/given.ts';
import { quote } from '#core/text/shell-quoting.ts';
import { plainFileError } from '#local/files.ts';
import { notedDisk } from '#local/watch/noted-disk.ts';
import { asCommand, type ChecksFile, DEFAULT_CHECKS_FILE, readChecksFile, STDIN } from './files.ts';
import type { Io } from './io.ts';
import { allOrFaults, UsageError } from './usage-error.ts';

/** Which checks files a command is about, and what their variables are. */
export type Asked = {
  /** Files and folders; `-` is the standard input. checks.yaml when there are none. */
  readonly checks?: readonly string[];
  readonly environment?: string;
  readonly var?: ReadonlyMap<string, string>;
  readonly varFile?: readonly string[];
};

/** A list as it was read, the files that were asked for, and what to call them together. */
export type LoadedFiles = Loaded & { readonly name: string; readonly files: readonly ChecksFile[] };

/** The files and folders that a command was asked for. */
export function pathsAsked({ checks = [] }: Asked): readonly string[] {
  return checks.length === 0 ? [DEFAULT_CHECKS_FILE] : checks;
}

/** The files that a command was asked for, folders as their files. Throws UsageError. */
async function filesAsked(asked: Asked, io: Io): Promise<readonly string[]> {
  const found = await allOrFaults(pathsAsked(asked).map((path) => filesAt(path, io)));
  const seen = new Set<string>();
  return found.flat().filter((path) => {
    const full = path === STDIN ? path : resolve(io.cwd, path);
    return !seen.has(full) && seen.add(full);
  });
}

async function filesAt(path: string, io: Io): Promise<readonly string[]> {
  if (path === STDIN) return [path];
  if (/^https?:\/\//i.test(path))
    throw new UsageError(`"${path}" is an address, and no checks file; ${asCommand(path)}`);
  const { filesOfFolder, NO_FILES } = await import('#checks-file/reader/read-files.ts');
  try {
    const names = filesOfFolder(resolve(io.cwd, path));
    if (names?.length === 0) throw new UsageError(`${path} ${NO_FILES}`);
    return names?.map((name) => join(path, name)) ?? [path];
  } catch (cause) {
    if (cause instanceof UsageError) throw cause;
    throw new UsageError(`${path} cannot be read: ${plainFileError(cause)}`, { cause });
  }
}

/**
 * Reads all that a command was asked for as one list. `disk`: where what these files name is read. Throws UsageError when a
 * file cannot be read.
 */
export async function loadAsked(asked: Asked, io: Io, disk: Disk = notedDisk(io.filesRead)): Promise<LoadedFiles> {
  const paths = await filesAsked(asked, io);
  const [files, given, { loadChecks }] = await Promise.all([
    filesIn(paths, io),
    givenBy(asked, io),
    import('#checks-file/reader/read-checks.ts'),
  ]);
  const roots = files.map(({ name, text, folder }, index) => {
    const path = paths[index] ?? STDIN;
    return { name, text, folder, ...(path !== STDIN && { path: resolve(io.cwd, path) }) };
  });
  return { ...(await loadChecks(roots, given, disk)), name: nameOf(files, asked), files };
}

async function filesIn(paths: readonly string[], io: Io): Promise<readonly ChecksFile[]> {
  try {
    return await allOrFaults(paths.map((path) => readChecksFile(path, io)));
  } catch (error) {
    const names = error instanceof UsageError ? await checksAmong(paths, io) : [];
    if (!(error instanceof UsageError) || names.length === 0) throw error;
    const said = error.messages.map((message) => {
      const name = names.find((one) => message.startsWith(`there is no file ${one};`));
      return name === undefined
        ? message
        : `${message}; it is a check of ${DEFAULT_CHECKS_FILE}: --only ${quote(name)}`;
    });
    throw new UsageError(said, { cause: error });
  }
}

/** Words that were taken for files, and are names of checks in the file that is read without any. */
async function checksAmong(words: readonly string[], io: Io): Promise<readonly string[]> {
  if (words.every((word) => word === DEFAULT_CHECKS_FILE)) return [];
  try {
    const { list } = await loadAsked({}, io);
    const names = new Set(list?.checks.map(({ name }) => name));
    return words.filter((word) => names.has(word));
  } catch (error) {
    if (error instanceof UsageError) return [];
    throw error;
  }
}

function nameOf(files: readonly ChecksFile[], { environment }: Asked): string {
  const [first, ...others] = files.map(({ name }) => name);
  const names =
    others.length === 0
      ? `${first}`
      : others.length < 3
        ? [first, ...others].join(', ')
        : `${first} and ${others.length} more`;
  return environment === undefined ? names : `${names} (environment ${environment})`;
}

/** What was said of variables. Throws UsageError when a file of values cannot be read, or understood. */
export async function givenBy({ environment, var: vars, varFile = [] }: Asked, io: Io): Promise<Given> {
  return { environment, vars, ...(varFile.length > 0 && { varFile: await varFiles(varFile, io) }) };
}

/** The values of env files; of a name that several have, the last one counts. */
async function varFiles(paths: readonly string[], io: Io): Promise<ReadonlyMap<string, string>> {
  const { readEnvFile } = await import('#checks-file/reader/env-file.ts');
  const texts = await allOrFaults(paths.map((path) => readChecksFile(path, io, '')));
  const read = texts.map(({ text, name }) => readEnvFile(text, name));
  const faults = read.flatMap((file) => file.faults);
  if (faults.length > 0) throw new UsageError(faults);
  return new Map(read.flatMap(({ values }) => [...values]));
}

/** What a list is called where it is remembered: by the words that it was asked for with, in any order. */
export function listId({ environment, ...asked }: Asked, io: Io): string {
  const paths = new Set(pathsAsked(asked).map((path) => (path === STDIN ? path : resolve(io.cwd, path))));
  return [...[...paths].toSorted(), ...environmentLine(environment)].join('\n');
}

/** The same as an older Rollcall had it, with the files of folders. Throws UsageError. */
export async function earlierListId(asked: Asked, io: Io): Promise<string> {
  const paths = (await filesAsked(asked, io)).map((path) => (path === STDIN ? path : resolve(io.cwd, path)));
  return [...paths, ...environmentLine(asked.environment)].join('\n');
}

const environmentLine = (environment: string | undefined): readonly string[] =>
  environment === undefined ? [] : [`environment ${environment}`];
