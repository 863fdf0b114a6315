import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What the sources import of each other, types included: Biome's rules for imports pass over those. */

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** The rooms of the house from the ground up; what stands beside another imports nothing of it. */
export const FLOORS: readonly (readonly string[])[] = [
  ['core'],
  ['kinds'],
  ['checks-file'],
  ['functions'],
  ['infra', 'local'],
  ['cli', 'bench'],
];

export type SourceFile = {
  readonly path: string;
  readonly room: string;
  readonly lines: number;
  readonly imports: readonly string[];
};

const IMPORT = /(?:\bfrom\s+|\bimport\s*\(\s*|\bimport\s+)'([#.][^'\n]+\.ts)'/g;

/** Every source file of the rooms, with the files of the rooms that it imports, paths from the root on. */
export function sources(): readonly SourceFile[] {
  return FLOORS.flat().flatMap((room) =>
    readdirSync(join(ROOT, room), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => sourceOf(room, join(room, name))),
  );
}

/** A source file, its path from the root on. */
export function textOf(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

function sourceOf(room: string, path: string): SourceFile {
  const text = textOf(path);
  const imports = [...text.matchAll(IMPORT)].map(([, specifier = '']) => resolved(path, specifier));
  return { path, room, lines: text.split('\n').length, imports };
}

function resolved(from: string, specifier: string): string {
  return specifier.startsWith('#') ? specifier.slice(1) : normalize(join(dirname(from), specifier));
}

/** Imports that run up, or across a floor, as `from -> to`. */
export function wrongWay(files: readonly SourceFile[]): readonly string[] {
  const floorOf = (path: string) => FLOORS.findIndex((rooms) => rooms.includes(path.split('/')[0] ?? ''));
  return files.flatMap(({ path, room, imports }) =>
    imports.filter((to) => to.split('/')[0] !== room && floorOf(to) >= floorOf(path)).map((to) => `${path} -> ${to}`),
  );
}

/** One circle of imports as the files on it, or null when there is none. */
export function circleIn(files: readonly SourceFile[]): readonly string[] | null {
  const imports = new Map(files.map((file) => [file.path, file.imports]));
  const done = new Set<string>();
  const visit = (path: string, way: readonly string[]): readonly string[] | null => {
    if (way.includes(path)) return [...way.slice(way.indexOf(path)), path];
    if (done.has(path)) return null;
    for (const next of imports.get(path) ?? []) {
      const circle = visit(next, [...way, path]);
      if (circle !== null) return circle;
    }
    done.add(path);
    return null;
  };
  for (const { path } of files) {
    const circle = visit(path, []);
    if (circle !== null) return circle;
  }
  return null;
}
