import type { BadgeKind } from './badge-kinds.ts';
import type { Language } from './words/language.ts';

/**
 * Addresses of pages and files, as one page writes them. `site`: the address of the index with the host, for feeds, null where
 * it is not known. What a way of serving does not have is null.
 */
export type Links = {
  readonly site: string | null;
  readonly index: string;
  readonly feed: string;
  readonly status: string;
  readonly events: string | null;
  check(name: string): string;
  asset(file: string): string;
  badge(name: string, kind: BadgeKind): string;
  runNow(name: string): string | null;
  language(language: Language): string | null;
};

/** Of a server, whose index is at `base`: `/`, or a path that ends with a slash. `site`: as in Links. */
export function serverLinks(base = '/', site: string | null = null): Links {
  return {
    site,
    index: base,
    feed: `${base}feed.atom`,
    status: `${base}status.json`,
    events: `${base}events`,
    check: (name) => `${base}checks/${encodeURIComponent(name)}`,
    asset: (file) => `${base}assets/${file}`,
    badge: (name, kind) => `${base}badges/${encodeURIComponent(name)}/${kind}.svg`,
    runNow: (name) => `${base}checks/${encodeURIComponent(name)}/run`,
    language: (language) => `?lang=${language}`,
  };
}

/** Where the pages of a list are as files, paths from the index on. */
type PageFiles = {
  readonly index: string;
  readonly feed: string;
  readonly status: string;
  check(name: string): string;
  asset(file: string): string;
  badge(name: string, kind: BadgeKind): string;
};

/** The files of pages that any web server hands out as they are. */
export const PAGE_FILES: PageFiles = {
  index: 'index.html',
  feed: 'feed.atom',
  status: 'status.json',
  check: (name) => `checks/${slugOf(name)}.html`,
  asset: (file) => `assets/${file}`,
  badge: (name, kind) => `badges/${slugOf(name)}/${kind}.svg`,
};

/**
 * Of pages that are files. They are relative, so that the files may lie below any address. `from`: which page writes
 * them. `site`: as in Links.
 */
export function fileLinks(from: 'index' | 'check', site: string | null = null): Links {
  const up = from === 'check' ? '../' : '';
  const file = (path: string) => `${up}${path}`;
  return {
    site,
    index: from === 'check' ? '../index.html' : 'index.html',
    feed: file(PAGE_FILES.feed),
    status: file(PAGE_FILES.status),
    events: null,
    check: (name) => file(PAGE_FILES.check(name)),
    asset: (name) => file(PAGE_FILES.asset(name)),
    badge: (name, kind) => file(PAGE_FILES.badge(name, kind)),
    runNow: () => null,
    language: () => null,
  };
}

/** Longer ones are written in hexadecimal as a whole: a name has 100 bytes at most, a file's name 255. */
const LONGEST_SLUG = 200;

/**
 * A name as part of a path, another one for each other name, in letters that every file system, web server and store keeps
 * as they are: small letters, digits, `-`, `_` and a `.` inside stay, every other byte of its UTF-8 is `~` and two digits.
 */
export function slugOf(name: string): string {
  const slug = name.replace(/[^a-z0-9._-]|^\./gsu, (character) =>
    Buffer.from(character).toString('hex').replace(/../g, '~$&'),
  );
  // No other slug begins so, because `~` is followed by a digit.
  return slug.length <= LONGEST_SLUG ? slug : `~~${Buffer.from(name).toString('hex')}`;
}
