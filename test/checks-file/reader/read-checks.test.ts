import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readChecks } from '#checks-file/reader/read-checks.ts';

const folder = mkdtempSync(join(tmpdir(), 'read-checks-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const listWith = (file: string) => `checks:\n  - {name: a, curl: "curl -d @${file} http://h"}\n`;

describe('a checks file with commands', () => {
  it('is read however their key is spelled', async () => {
    const { list } = await readChecks('checks:\n  - {name: a, "\\x63\\u0075rl": "\\x63url h"}', folder);
    expect(list?.checks).toMatchObject([{ target: { url: 'http://h/' } }]);
  });

  it('has the files that they name beside it', async () => {
    mkdirSync(join(folder, 'bodies'));
    writeFileSync(join(folder, 'bodies/one.txt'), 'from the file');
    const { list } = await readChecks(listWith('bodies/one.txt'), folder);
    expect(list?.checks).toMatchObject([{ target: { body: { text: 'from the file' } } }]);
  });

  it.each([
    ['gone.txt', 'there is no file gone.txt'],
    ['.', '. is no file'],
    ['/dev/zero', '/dev/zero is no file'],
    ['huge.txt', 'huge.txt takes 1.0GiB, more than any check can hold'],
    ['huge.txt/x', 'there is no file huge.txt/x'],
  ])('is refused for %s', async (file, told) => {
    if (file === 'huge.txt') {
      writeFileSync(join(folder, file), '');
      truncateSync(join(folder, file), 1024 ** 3 + 1);
    }
    const { faults } = await readChecks(listWith(file), folder);
    expect(faults).toEqual([{ line: 2, column: 30, path: 'checks[0].curl', message: `is refused: -d: ${told}` }]);
  });
});

it('reads the patterns of expectations, and tells where one is wrong', async () => {
  const { faults } = await readChecks("checks: [{name: a, http: {url: http://h}, expect: {matches: 'a('}}]", folder);
  expect(faults).toMatchObject([
    { path: 'checks[0].expect.matches', message: 'is "a(": missing closing ) at character 3' },
  ]);
});
