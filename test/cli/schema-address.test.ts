import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { calledAs } from '../../cli/called-as.ts';
import { addressIn } from '../../cli/schema-address.ts';

const manifest = { name: '@you/rollcall', version: '1.2.3' };
const hidden = { ...manifest, private: true };

it.each([
  ['a private package', hidden, '/home/me/checks.yaml', '../../opt/rollcall/checks.schema.json'],
  ['the clone', hidden, '/opt/rollcall/checks.yaml', './checks.schema.json'],
  ['a published package', manifest, '/home/me/checks.yaml', 'https://unpkg.com/@you/rollcall@1.2.3/checks.schema.json'],
])('of %s leads to the schema', (_, given, file, address) => {
  expect(addressIn(given, file, '/opt/rollcall')).toBe(address);
});

describe('of a private package that is installed in the project', () => {
  const project = mkdtempSync(join(tmpdir(), 'schema-address-'));
  const installed = join(project, 'node_modules', '@you', 'rollcall');
  mkdirSync(installed, { recursive: true });
  writeFileSync(join(installed, 'checks.schema.json'), '{}');
  afterAll(() => rmSync(project, { recursive: true, force: true }));

  it.each([
    [installed],
    [join(project, 'node_modules/.pnpm/rollcall@file+rollcall.tgz/node_modules/@you/rollcall')],
    ['/root/.npm/_npx/13bd5f/node_modules/@you/rollcall'],
    ['/usr/lib/node_modules/@you/rollcall'],
  ])('is the path by the name that lasts, called from %s', (packageRoot) => {
    const schema = 'node_modules/@you/rollcall/checks.schema.json';
    expect(addressIn(hidden, join(project, 'checks.yaml'), packageRoot)).toBe(`./${schema}`);
    expect(addressIn(hidden, join(project, 'team/a/checks.yaml'), packageRoot)).toBe(`../../${schema}`);
  });
});

it.each([
  '/root/.npm/_npx/13bd5f/node_modules/rollcall',
  '/root/.cache/pnpm/dlx/ab12/18c-4/node_modules/rollcall',
  '/tmp/xfs-1/dlx-77/node_modules/rollcall',
  '/tmp/bunx-0-rollcall@latest/node_modules/rollcall',
])('is none where the package is thrown away: %s', (packageRoot) => {
  expect(addressIn(hidden, '/home/me/checks.yaml', packageRoot)).toBeNull();
});

it.each([
  [{}, 'rollcall'],
  [{ npm_command: 'exec', npm_config_user_agent: 'npm/11.6.0 node/v24.1.0' }, 'npx rollcall'],
  [
    { npm_command: 'run', npm_lifecycle_event: 'rollcall', npm_config_user_agent: 'npm/11.6.0' },
    'npm run -s rollcall --',
  ],
  [{ npm_command: 'run', npm_lifecycle_event: 'test', npm_config_user_agent: 'npm/11.6.0' }, 'rollcall'],
  [{ npm_config_user_agent: 'pnpm/9.15.9 npm/? node/v20.20.2' }, 'pnpm rollcall'],
  [{ npm_config_user_agent: 'yarn/4.1.0 npm/?' }, 'yarn rollcall'],
])('a command is called again as it was called: %j', (env, words) => {
  expect(calledAs(env)).toBe(words);
});
