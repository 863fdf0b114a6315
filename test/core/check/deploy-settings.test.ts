import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { deploySchema } from '#checks-file/deploy/deploy.ts';

const SETTINGS = Object.keys(deploySchema().shape);
/** Not for operators. */
const UNTOLD = ['allowLoopback'];

describe('a setting of deploy', () => {
  const properties = readFileSync('core/check/deploy-settings.ts', 'utf8').split('export type DeploySettings')[1] ?? '';
  const reference = readFileSync('docs/reference/deployment.md', 'utf8');

  it.each(SETTINGS)('is a property of the construct that says its default: %s', (setting) => {
    const [before = '', ...rest] = properties.split(`  readonly ${setting}?:`);
    expect(rest).toHaveLength(1);
    expect(before.trimEnd()).toMatch(/\/\*\*(?:(?!\*\/)[\s\S])*@default [\s\S]*\*\/$/);
  });

  it('has no property beside it that checks.yaml does not know', () => {
    const named = Array.from(properties.matchAll(/^ {2}readonly (\w+)\?:/gm), ([, name]) => name);
    expect(named.toSorted()).toEqual(SETTINGS.toSorted());
  });

  it.each(SETTINGS.filter((setting) => !UNTOLD.includes(setting)))('is told in the reference: %s', (setting) => {
    expect(reference).toMatch(new RegExp(`^\\| \`${setting}\``, 'm'));
  });
});
