import { basename, dirname, isAbsolute, join, relative, resolve } from 'node:path';
import type { PathFault } from '#core/settings/fault.ts';
import { isPattern } from '#core/text/glob.ts';
import { isMap, type Path } from '#core/text/json-values.ts';
import { quoted } from '#core/text/shown.ts';
import { formatSize } from '#core/text/size.ts';
import { contentOf, type Source } from '../sources/source.ts';
import { mentionsVariables } from '../sources/substitute.ts';
import { MOST_CHARACTERS, readYaml } from '../text/yaml.ts';
import type { Disk } from './disk.ts';
import { matchingFiles } from './matching-files.ts';
import { filesIn } from './named-files.ts';
import { textIn } from './text-in.ts';

/** A checks file that was asked for. `name`: what messages call it. `path`: where it is, for one that is a file. */
export type Root = { readonly name?: string; readonly text: string; readonly folder: string; readonly path?: string };

const MOST_FILES = 500;
/** Of all files together. */
const MOST_IN_ALL = 4 * MOST_CHARACTERS;

/** A file on the way down from one that was asked for, by where it really is. */
type Step = { readonly real: string; readonly shown: string };
/** What all files of a list have in common: which were read, and where they may lead. */
type Loading = {
  readonly disk: Disk;
  readonly seen: Map<string, unknown>;
  readonly sources: Source[];
  readonly room: string;
};

/** All texts of a list: those that were asked for, each followed by what it includes. A file is read once. */
export function loadSources(roots: readonly Root[], disk: Disk): readonly Source[] {
  const seen = new Map<string, unknown>();
  const sources: Source[] = [];
  for (const { name, text, folder, path } of roots) {
    // A pipe of the shell is read already, and is nowhere.
    const real = disk.real(path ?? folder) ?? path ?? folder;
    if (path !== undefined && seen.has(real)) continue;
    seen.set(real, true);
    const room = disk.real(folder) ?? folder;
    load({ text, folder, ...(name !== undefined && { name }) }, [{ real, shown: name ?? basename(path ?? '') }], {
      disk,
      seen,
      sources,
      room,
    });
  }
  return sources;
}

type Text = { readonly name?: string; readonly text: string; readonly folder: string };

function load({ name, text, folder }: Text, way: readonly Step[], loading: Loading): void {
  const unread: PathFault[] = [];
  const source: Source = {
    ...(name !== undefined && { name }),
    text,
    read: readYaml(text),
    files: filesIn(folder, loading.disk),
    unread,
  };
  loading.sources.push(source);
  for (const [path, pattern] of includesOf(source)) {
    for (const include of filesOf(pattern, folder, way, loading.disk)) {
      const fault = 'fault' in include ? include.fault : one(include.file, { name, folder }, way, loading);
      if (fault !== null) unread.push({ path, message: fault });
    }
  }
}

/** What a text includes, as far as it is text. */
function includesOf(source: Source): readonly (readonly [Path, string])[] {
  const value = contentOf(source);
  const written = isMap(value) ? value['include'] : undefined;
  if (typeof written === 'string') return written === '' ? [] : [[['include'], written]];
  if (!Array.isArray(written)) return [];
  return written.flatMap((one: unknown, index) =>
    typeof one === 'string' && one !== '' ? [[['include', index], one] as const] : [],
  );
}

/** The files of one include, relative to the folder: one by its name, or all that a pattern fits but the file itself. */
function filesOf(
  pattern: string,
  folder: string,
  way: readonly Step[],
  disk: Disk,
): readonly ({ readonly file: string } | { readonly fault: string })[] {
  if (mentionsVariables(pattern)) {
    return [{ fault: `is ${quoted(pattern)}, and files are read before variables are known; name the file` }];
  }
  if (!isPattern(pattern)) return [{ file: pattern }];
  const files = matchingFiles(folder, pattern, MOST_FILES, disk);
  if (files === null) return [{ fault: `is ${quoted(pattern)}, which fits more than ${MOST_FILES} files; write less` }];
  const isOnTheWay = (file: string) => way.some(({ real }) => real === disk.real(resolve(folder, file)));
  const others = files.filter((file) => !isOnTheWay(file));
  if (others.length > 0) return others.map((file) => ({ file }));
  return [{ fault: `is ${quoted(pattern)}, which no file fits; check the path` }];
}

/** Loads an included file. Answers why it cannot be. */
function one(
  file: string,
  { name, folder }: { readonly name: string | undefined; readonly folder: string },
  way: readonly Step[],
  loading: Loading,
): string | null {
  const full = resolve(folder, file);
  const real = loading.disk.real(full);
  const shown = isAbsolute(file) ? file : join(dirname(name ?? ''), file);
  if (real === null) return `is ${quoted(file)}, and there is no such file; check the path`;
  if (isOutside(real, full, loading)) {
    return `is ${quoted(file)}, which leads out of the folder by a symbolic link; name the file that it leads to`;
  }
  const begin = way.findIndex((step) => step.real === real);
  if (begin >= 0) {
    const circle = [...way.slice(begin).map((step) => step.shown), shown].join(' → ');
    return `goes round in a circle: ${circle}; take one of them out`;
  }
  if (loading.seen.has(real)) return null;
  loading.seen.set(real, true);
  if (loading.seen.size > MOST_FILES) return `is one more than the ${MOST_FILES} files that a list may have`;
  const read = textIn(full, loading.disk);
  if ('fault' in read) return `is ${quoted(file)}, which ${read.fault}`;
  const inAll = loading.sources.reduce((sum, { text }) => sum + text.length, read.text.length);
  if (inAll > MOST_IN_ALL) return `makes the list longer than ${formatSize(MOST_IN_ALL)}; write less`;
  load({ name: shown, text: read.text, folder: dirname(full) }, [...way, { real, shown }], loading);
  return null;
}

/** Whether a link on the way to the file leads out of the folder of the first file. `..` that was written may. */
function isOutside(real: string, full: string, { room, disk }: Loading): boolean {
  const within = (path: string): boolean => {
    const way = relative(room, path);
    return way !== '..' && !way.startsWith('../') && !isAbsolute(way);
  };
  const folder = disk.real(dirname(full));
  const isLink = real !== join(folder ?? '', basename(full)) || folder !== resolve(dirname(full));
  return isLink && within(resolve(full)) && !within(real);
}
