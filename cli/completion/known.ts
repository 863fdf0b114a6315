import { statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { readSources } from '#checks-file/read-text.ts';
import { THIS_DISK } from '#checks-file/reader/disk.ts';
import { loadOutside } from '#checks-file/reader/load-outside.ts';
import { loadSources, type Root } from '#checks-file/reader/load-sources.ts';
import { filesIn } from '#checks-file/reader/named-files.ts';
import { filesOfFolder } from '#checks-file/reader/read-files.ts';
import { assembled } from '#checks-file/sources/assemble.ts';
import { type Given, NOTHING_GIVEN } from '#checks-file/sources/given.ts';
import { contentOf, type Source } from '#checks-file/sources/source.ts';
import { isMap } from '#core/text/json-values.ts';
import { type Asked, givenBy, pathsAsked } from '../checks-files.ts';
import type { Io } from '../io.ts';

/** What checks files hold that can be named on a command line. */
export type Known = {
  readonly checks: readonly { readonly name: string; readonly kind: string; readonly tags: readonly string[] }[];
  readonly topics: readonly string[];
  readonly environments: readonly string[];
};

/** A file that takes longer to read than somebody waits for a completion. */
const MOST_BYTES = 2 * 1024 * 1024;

/**
 * What there is in the files that a command line names, with all that they include, as the command itself would read it. A file
 * that is being written may have faults: then it is what can be read of it. Never throws.
 */
export async function knownIn(asked: Asked, io: Io): Promise<Known> {
  try {
    const given = await givenBy({ ...asked, varFile: (asked.varFile ?? []).filter((path) => isPlain(path, io)) }, io);
    return await knownOf(pathsAsked(asked), given, io);
  } catch {
    return knownOf(pathsAsked(asked), NOTHING_GIVEN, io).catch(() => NOTHING);
  }
}

const NOTHING: Known = { checks: [], topics: [], environments: [] };

async function knownOf(paths: readonly string[], given: Given, io: Io): Promise<Known> {
  const sources = loadSources(
    paths.flatMap((path) => rootsAt(path, io)),
    THIS_DISK,
  ).filter(({ read }) => 'value' in read);
  const environments = [...new Set(sources.flatMap(environmentsIn))];
  const all = sources.map(({ text }) => text).join('\n');
  const read = readSources(sources, given, await loadOutside(all, filesIn(io.cwd, THIS_DISK)));
  const { content } = 'list' in read ? read.assembled : assembled(sources, given);
  const topics = ['default', ...keysOf(isMap(content?.['alerts']) ? content['alerts']['topics'] : undefined)];
  return { checks: 'list' in read ? read.list.checks : entriesIn(content ?? {}), topics, environments };
}

/** The text of a plain file, or of each in a folder; none where there is none, such as a pipe that would be waited for. */
function rootsAt(path: string, io: Io): readonly Root[] {
  const full = resolve(io.cwd, path);
  const files = filesOfFolder(full)?.map((name) => join(full, name)) ?? [full];
  return files.flatMap((file) => {
    if (!isPlain(file, io)) return [];
    return [{ name: file, path: file, folder: dirname(file), text: new TextDecoder().decode(THIS_DISK.read(file)) }];
  });
}

function isPlain(path: string, { cwd }: Io): boolean {
  const found = statSync(resolve(cwd, path), { throwIfNoEntry: false });
  return found?.isFile() === true && found.size <= MOST_BYTES;
}

function environmentsIn(source: Source): readonly string[] {
  const content = contentOf(source);
  return isMap(content) ? keysOf(content['environments']) : [];
}

/** The enabled entries of a list with faults, by what they say of themselves. */
function entriesIn({ checks, defaults }: Readonly<Record<string, unknown>>): Known['checks'] {
  const shared = isMap(defaults) ? textsIn(defaults['tags']) : [];
  const entries = Array.isArray(checks) ? checks.filter(isMap) : [];
  return entries.flatMap(({ name, enabled, tags, heartbeat }) => {
    if (typeof name !== 'string' || enabled === false) return [];
    const kind = heartbeat === undefined ? '' : 'heartbeat';
    return [{ name, kind, tags: tags === undefined ? shared : textsIn(tags) }];
  });
}

const textsIn = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];

const keysOf = (value: unknown): readonly string[] => (isMap(value) ? Object.keys(value) : []);
