import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderWith } from './command.ts';
import { rollcallHere } from './in-process.ts';

const LIST = `
defaults: { tags: [everyday] }
alerts: { topics: { pager: {} } }
environments: { prod: {} }
checks:
  - { name: down town, tags: [pay, everyday], htp: {} }
  - { name: db, tcp: { host: h, port: 1 } }
  - { name: off, enabled: false, tags: [old], tcp: { host: h, port: 1 } }
  - { name: "\${var:nothing}", tcp: { host: h, port: 1 } }
  - { name: "evil\\nrm -rf", tcp: { host: h, port: 1 } }
`;

/** Without faults: what only a reader knows. */
const READ = `
include: parts/*.yaml
vars: { team: shop }
environments: { prod: { vars: { team: sales } } }
defaults: { tags: [everyday] }
checks:
  - { name: "\${var:team} up", tcp: { host: h, port: 1 } }
  - { name: "row \${var:region}", for: [{ region: eu }, { region: us }], tags: [rows], tcp: { host: h, port: 1 } }
  - { name: off, enabled: false, tags: [old], tcp: { host: h, port: 1 } }
  - { name: backup, heartbeat: { every: 1d } }
  - { curl_cmd: "curl https://h.example/", search_keyword: ok }
`;
const INCLUDED = `checks: [{ name: part, tcp: { host: h, port: 1 } }]`;
const NAMES = ['part', 'row eu', 'row us', 'backup'];

async function completed(...words: string[]): Promise<readonly string[]> {
  const cwd = await folderWith({
    'checks.yaml': LIST,
    'other.yaml': 'checks: [{ name: other }]',
    'broken.yaml': '{',
    '.env': 'team=from-file',
  });
  await mkdir(join(cwd, 'read/parts'), { recursive: true });
  await writeFile(join(cwd, 'read/all.yaml'), READ);
  await writeFile(join(cwd, 'read/parts/one.yaml'), INCLUDED);
  const { code, stdout, stderr } = await rollcallHere(['complete', '--', ...words], { cwd });
  expect([code, stderr]).toEqual([0, '']);
  return stdout.split('\n').flatMap((line) => line.split('\t')[0] || []);
}

describe('rollcall complete', () => {
  it.each([
    [
      ['run', '--only', ''],
      ['down town', 'db'],
    ],
    [['run', '--only', 'db,'], ['db,down town']],
    [
      ['run', '--only=d'],
      ['--only=down town', '--only=db'],
    ],
    [
      ['run', '--tags', ''],
      ['pay', 'everyday'],
    ],
    [['run', '-c', 'other.yaml', '--only', ''], ['other']],
    [['run', '--checks=other.yaml', '--only', ''], ['other']],
    [['run', '-c', 'missing.yaml', '--only', ''], []],
    [['run', '-c', 'broken.yaml', '--only', ''], []],
    [['run', '-c', '/dev/stdin', '--only', ''], []],
    [['run', '--checks', ''], [':files']],
    [['run', '--', 'curl', ''], [':files']],
    [['run', ''], [':files']],
    [['run', 'a.yaml', ''], [':files']],
    [['run', 'other.yaml', '--only', ''], ['other']],
    [['cost', '--environment', ''], ['prod']],
    [['run', '--unknown=a'], []],
    [['import', ''], [':files']],
    [['import', 'a.har', ''], []],
    [
      ['mute', 'd'],
      ['down town', 'db'],
    ],
    [
      ['mute', '--for', '2'],
      ['2h', '24h'],
    ],
    [['cost', '--workflow', 'n'], ['nested']],
    [['prove', '--allow', 'slow,emp'], ['slow,empty-body']],
    [
      ['test-alert', '--route', ''],
      ['default', 'pager'],
    ],
    [
      ['completion', ''],
      ['bash', 'zsh', 'fish'],
    ],
    [['--vers'], ['--version']],
    [
      ['open', ''],
      ['dashboard', 'alarms', 'page', 'down town', 'db'],
    ],
    [
      ['heartbeat', 'ping', 'nightly', 's'],
      ['success', 'start'],
    ],
    [['heartbeat', 'url', '-c', 'read/all.yaml', ''], ['backup']],
    [
      ['run', 'read/all.yaml', '--tags', ''],
      ['everyday', 'rows'],
    ],
    [['run', '-c', 'other.yaml', 'read', '--only', 'o'], ['other']],
  ])('offers after %j %j', async (words, offered) => {
    expect(await completed(...words)).toEqual(offered);
  });

  it.each([
    [[], 'shop up'],
    [['--environment', 'prod'], 'sales up'],
    [['--var', 'team=own'], 'own up'],
    [['--var-file=.env'], 'from-file up'],
  ])('offers the names of a folder of files as they are read, with %j', async (said, first) => {
    const offered = await completed('run', 'read', ...said, '--only', '');
    expect(offered.toSorted()).toEqual([...NAMES, first, expect.stringContaining('h.example')].toSorted());
  });

  it('offers every command that the help lists, itself not', async () => {
    const { stdout } = await rollcallHere(['--help'], { cwd: '.' });
    const listed = [...stdout.slice(stdout.indexOf('Commands:')).matchAll(/^ {2}([a-z][\w-]*)/gm)].map(
      ([, name]) => name,
    );
    expect(listed).toContain('completion');
    expect(listed).not.toContain('complete');
    expect(await completed('')).toEqual(listed);
  });

  it('says which shells there are', async () => {
    const { code, stderr } = await rollcallHere(['completion', 'csh'], { cwd: '.' });
    expect([code, stderr]).toEqual([2, expect.stringContaining('Allowed choices are bash, zsh, fish')]);
  });
});
