import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PACKAGE_ROOT } from '../../package-root.ts';

type Locked = {
  readonly link?: true;
  readonly inBundle?: true;
  readonly integrity?: string;
  readonly hasInstallScript?: true;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
};
type Manifest = {
  readonly workspaces: readonly string[];
  readonly allowScripts: Readonly<Record<string, boolean>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
};

const read = <T>(...path: string[]): T => JSON.parse(readFileSync(join(PACKAGE_ROOT, ...path), 'utf8')) as T;
const manifest = read<Manifest>('package.json');
const { packages } = read<{ packages: Readonly<Record<string, Locked>> }>('package-lock.json');
const ours = new Set(['', ...manifest.workspaces]);
const theirs = Object.entries(packages).filter(([path, { link }]) => !ours.has(path) && link === undefined);

/** Where a package that `from` names is in the lock; null where it is not. */
function lockedAt(from: string, name: string): string | null {
  for (let folder = from; ; folder = dirname(folder)) {
    const path = join(folder, 'node_modules', name);
    if (packages[path] !== undefined) return path;
    if (folder === '.' || folder === '') return null;
  }
}

describe('package-lock.json', () => {
  it('has the integrity of every package, or of the one that brings it along', () => {
    const without = theirs.filter(([path, { integrity, inBundle }]) => {
      if (integrity !== undefined) return !integrity.startsWith('sha512-');
      const [bringer = ''] = path.split(/\/node_modules\/(?=[^/]+(?:\/[^/]+)?$)/);
      return inBundle !== true || packages[bringer]?.integrity === undefined;
    });
    expect(without.map(([path]) => path)).toEqual([]);
    expect(theirs.length).toBeGreaterThan(200);
  });

  it('has every package that another may install, for whatever platform', () => {
    const missing = Object.entries(packages).flatMap(([path, { dependencies, optionalDependencies }]) =>
      Object.keys({ ...dependencies, ...optionalDependencies })
        .filter((name) => lockedAt(path, name) === null)
        .map((name) => `${path} -> ${name}`),
    );
    expect(missing).toEqual([]);
  });

  it('has everything that is installed here', () => {
    expect(installed('node_modules').filter((path) => packages[path] === undefined)).toEqual([]);
  });

  it('lets one package run an install script, and that has the binary of each platform from the lock', () => {
    const scripted = theirs.filter(([, { hasInstallScript }]) => hasInstallScript === true).map(([path]) => path);
    expect(scripted).toEqual(['node_modules/esbuild', 'node_modules/protobufjs']); // the other one compares versions
    expect(Object.keys(manifest.allowScripts)).toEqual(['esbuild']);
    const binaries = Object.keys(packages['node_modules/esbuild']?.optionalDependencies ?? {});
    expect(binaries).toContain('@esbuild/linux-x64');
    expect(binaries.filter((name) => packages[`node_modules/${name}`]?.integrity === undefined)).toEqual([]);
  });
});

it('asks for exact versions only', () => {
  const asked = ['.', ...manifest.workspaces].flatMap((folder) => {
    const { devDependencies, optionalDependencies } = read<Manifest>(folder, 'package.json');
    return Object.entries({ ...devDependencies, ...optionalDependencies });
  });
  expect(asked.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
});

it('runs its scripts on a Node of the lock', () => {
  const bin = read<{ bin: { node: string } }>('node_modules', platformPackage(), 'package.json').bin.node;
  expect(existsSync(join(PACKAGE_ROOT, 'node_modules', platformPackage(), bin))).toBe(true);
  expect(packages[`node_modules/${platformPackage()}`]?.integrity).toMatch(/^sha512-/);
});

function platformPackage(): string {
  const all = Object.keys(read<Manifest>('packaging', 'node', 'package.json').optionalDependencies ?? {});
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const found = all.find((name) => name.endsWith(`-${platform}-${process.arch}`));
  if (found === undefined) throw new Error(`there is no Node package for ${platform} ${process.arch}`);
  return found;
}

/** The paths of the packages in a folder, those within packages too. */
function installed(folder: string): string[] {
  if (!existsSync(join(PACKAGE_ROOT, folder))) return [];
  const names = readdirSync(join(PACKAGE_ROOT, folder), { withFileTypes: true })
    .filter((entry) => !entry.name.startsWith('.') && !entry.isFile())
    .flatMap(({ name }) => (name.startsWith('@') ? scoped(folder, name) : [name]));
  return names.flatMap((name) => {
    const path = join(folder, name);
    return [path, ...installed(join(path, 'node_modules'))];
  });
}

const scoped = (folder: string, scope: string): string[] =>
  readdirSync(join(PACKAGE_ROOT, folder, scope)).map((name) => `${scope}/${name}`);
