import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const printed = (script: string): string =>
  execFileSync(process.execPath, [`packaging/${script}.ts`], { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });

describe('npm run licences', () => {
  const list = printed('licences');

  it('has every installed package below a licence', () => {
    for (const name of readdirSync('node_modules').filter((one) => /^[a-z]/.test(one) && !one.startsWith('rollcall'))) {
      const { version } = JSON.parse(readFileSync(`node_modules/${name}/package.json`, 'utf8'));
      expect(list).toContain(`\n  ${name} ${version}\n`);
    }
    expect(list).toMatch(/^MIT \(\d+\)\n {2}/);
    expect(list).not.toContain('names no licence');
  });

  it('has none that forbids to use it, or asks for the source of what uses it', () => {
    const licences = Array.from(list.matchAll(/^(\S.*) \(\d+\)$/gm), ([, licence = '']) => licence);
    expect(licences.filter((licence) => /GPL|UNLICENSED|SSPL|BUSL/.test(licence) && !/\bOR\b/.test(licence))).toEqual(
      [],
    );
  });
});

it('npm run sbom names the product, and every package of the lock', () => {
  const { metadata, components } = JSON.parse(printed('sbom'));
  expect(metadata.component).toMatchObject({ name: 'rollcall', version: '0.1.0' });
  expect(components.length).toBeGreaterThan(200);
});
