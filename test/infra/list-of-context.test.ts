import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import recommendedFlags from 'aws-cdk-lib/recommended-feature-flags.json' with { type: 'json' };
import { expect, it, onTestFinished, vi } from 'vitest';
import { loadList } from '../../infra/list-of-context.ts';

async function loaded(context: Readonly<Record<string, string>>) {
  const folder = mkdtempSync(join(tmpdir(), 'list-of-context-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const checks = join(folder, 'mine.yaml');
  writeFileSync(checks, 'checks: [{ name: a, tcp: { host: h, port: 1 } }]\n');
  writeFileSync(join(folder, 'junk.env'), 'A=1\nB\n');
  const said: string[] = [];
  const write = vi.spyOn(process.stderr, 'write').mockImplementation((text) => said.push(String(text)) > 0);
  onTestFinished(() => void write.mockRestore());
  const filled = Object.entries(context).map(([key, value]) => [key, value.replace('FOLDER', folder)]);
  const app = new App({ context: { ...recommendedFlags, checks, ...Object.fromEntries(filled) } });
  const list = await loadList(app);
  return { isThere: list !== null, said: said.join('').replaceAll(folder, 'FOLDER') };
}

it('reads the context, beside keys of others', async () => {
  expect(await loaded({ vpc: 'vpc-1', account: '1', domainName: 'd', allowLoopback: 'true' })).toEqual({
    isThere: true,
    said: '',
  });
});

it.each([
  ['enviroment', 'environment'],
  ['varfile', 'varFile'],
  ['var-file', 'varFile'],
  ['vars', 'var'],
  ['check', 'checks'],
])('refuses -c %s, which it would ignore', async (key, meant) => {
  const said = `-c ${key} is nothing that Rollcall reads; did you mean ${meant}?\n`;
  expect(await loaded({ [key]: 'x' })).toEqual({ isThere: false, said });
});

it('says which line of a file of variables is none', async () => {
  expect((await loaded({ varFile: 'FOLDER/junk.env' })).said).toMatch(/FOLDER\/junk.env:2 is no NAME=VALUE/);
});
