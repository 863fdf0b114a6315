import { type FSWatcher, realpathSync, statSync, watch } from 'node:fs';
import { basename, dirname } from 'node:path';
import type { Clock } from './clock.ts';
import { linksOf } from './links.ts';

/** Tells when files have changed. */
export type Changes = {
  /** What the paths that are followed are now, as one text. */
  state(): string;
  /**
   * These paths, files and folders, from now on; what is not there may come. `seen`: what those before were when they began to be
   * read; where they differ from that already, they are read again.
   */
  follow(paths: ReadonlySet<string>, seen?: string): void;
  stop(): void;
};

/** An editor writes in several steps. */
const CALM_MS = 200;
/** Not every file system tells of changes: network and container mounts do not. */
const LOOK_MS = 5_000;

/**
 * Watches the folders that the paths are in, because editors and config maps put a new file in the place of the old one, and
 * looks at all of them now and then. What counts is whether they differ from what they were.
 */
export function changesOf(clock: Clock, onChange: () => void): Changes {
  let watchers: readonly FSWatcher[] = [];
  let followed: ReadonlySet<string> = new Set();
  let known = '';
  let cancel = () => {};
  let isSoon = false;
  const look = () => {
    const now = stateOf(followed);
    const isOther = now !== known;
    known = now;
    wait(LOOK_MS);
    if (isOther) onChange();
  };
  const wait = (ms: number) => {
    cancel();
    isSoon = ms < LOOK_MS;
    cancel = clock.after(ms, look);
  };
  const stop = () => {
    cancel();
    for (const watcher of watchers) watcher.close();
    watchers = [];
  };
  return {
    state: () => stateOf(followed),
    follow(paths, seen) {
      const isLate = seen !== undefined && stateOf(followed) !== seen;
      stop();
      followed = paths;
      known = isLate ? '' : stateOf(paths);
      watchers = [...watchedFor(paths)].flatMap(([folder, names]) => {
        // Whatever else is written there, perhaps the log of watch itself, neither counts nor puts the look off.
        const onEvent = (name: string | null) => {
          if (!isSoon && (names === ALL || name === null || names.has(name))) wait(CALM_MS);
        };
        return watcherOf(folder, onEvent) ?? [];
      });
      wait(isLate ? CALM_MS : LOOK_MS);
    },
    stop,
  };
}

const ALL = 'all';

/** The folders to watch, each with the names in it that count. */
function watchedFor(paths: ReadonlySet<string>): ReadonlyMap<string, Set<string> | typeof ALL> {
  const folders = new Map<string, Set<string> | typeof ALL>();
  for (const place of [...paths].flatMap(linksOf)) {
    const names = folders.get(dirname(place)) ?? new Set<string>();
    if (names !== ALL) folders.set(dirname(place), names.add(basename(place)));
  }
  for (const path of paths) if (isFolder(path)) folders.set(path, ALL);
  return folders;
}

function watcherOf(folder: string, onEvent: (name: string | null) => void): FSWatcher | null {
  try {
    const watcher = watch(folder, { persistent: false }, (_, name) => onEvent(name));
    // A folder that is taken away, or a limit of the system: looking now and then remains.
    watcher.on('error', () => watcher.close());
    return watcher;
  } catch {
    return null;
  }
}

/** Where each path leads and what is there, as one text. */
function stateOf(paths: ReadonlySet<string>): string {
  return [...paths]
    .toSorted()
    .map((path) => {
      try {
        const { mtimeMs, size, ino } = statSync(path);
        return [path, realpathSync(path), mtimeMs, size, ino].join('\t');
      } catch {
        return path;
      }
    })
    .join('\n');
}

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
