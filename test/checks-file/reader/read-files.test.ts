import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { formatFault } from '#checks-file/fault-text.ts';
import { readChecksFiles } from '#checks-file/reader/read-files.ts';

const folder = mkdtempSync(join(tmpdir(), 'read-files-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const at = (name: string) => join(folder, name);
const told = async (...paths: string[]) => {
  const { list, faults } = await readChecksFiles(paths);
  return { list, faults: faults.map((fault) => formatFault('checks.yaml', fault).replace(`${folder}/`, '')) };
};

it('reads files and those of folders as one list', async () => {
  mkdirSync(at('teams'));
  writeFileSync(at('one.yaml'), '\uFEFFchecks: [{ name: a, tcp: { host: h, port: 1 } }]');
  writeFileSync(at('teams/two.yaml'), 'checks: [{ name: b, tcp: { host: h, port: 1 } }]');
  const { list, faults } = await told(at('one.yaml'), at('teams'));
  expect(faults).toEqual([]);
  expect(list?.checks.map(({ name }) => name)).toEqual(['a', 'b']);
});

it('reports every file that cannot be read as a fault of it', async () => {
  mkdirSync(at('empty'));
  writeFileSync(at('latin.yaml'), Buffer.from('# \xe9', 'latin1'));
  writeFileSync(at('sound.yaml'), 'checks: [{ name: a, tcp: { host: h, port: 1 } }]');
  expect(await told(at('gone.yaml'), at('sound.yaml'), at('empty'), at('latin.yaml'), at('sound.yaml/x'))).toEqual({
    list: null,
    faults: [
      'gone.yaml:1:1 is not there; write it, or name another file',
      'empty:1:1 is a folder without checks files; put files that end in .yaml or .yml there, or name a file',
      'latin.yaml:1:1 is not UTF-8 text; save it as UTF-8',
      'sound.yaml/x:1:1 is not there; write it, or name another file',
    ],
  });
});

it('reports that no file is named', async () => {
  expect(await told()).toEqual({
    list: null,
    faults: ["checks.yaml:1:1 names no file; write readChecksFiles(['checks.yaml'])"],
  });
});
