import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readYaml } from '#checks-file/text/yaml.ts';
import { rollcallHere } from '../cli/in-process.ts';

const page = readFileSync(new URL('../../docs/ci.md', import.meta.url), 'utf8');
const blocks = (language: string) =>
  Array.from(page.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gms')), ([, text = '']) => text);

function yamlOf(text: string): Readonly<Record<string, unknown>> {
  const read = readYaml(text);
  if ('fault' in read) throw new Error(`${read.fault.message} in ${text}`);
  return read.value as Readonly<Record<string, unknown>>;
}

describe('docs/ci.md', () => {
  // Checks files are held by yaml-blocks.test.ts.
  it.each(blocks('yaml'))('has YAML: %s', (text) => {
    expect(Object.keys(yamlOf(text)).length).toBeGreaterThan(0);
  });

  it('calls git where there is one', () => {
    const sections = page.split(/^## /m);
    const comparing = sections.filter((section) => section.includes('--changed-since') && section.includes('image:'));
    expect(comparing.length).toBeGreaterThan(0);
    for (const section of comparing) expect(section).not.toMatch(/image: \S+-(?:slim|alpine)/);
  });

  it('gives the action what it takes', () => {
    const action = yamlOf(readFileSync(new URL('../../action.yml', import.meta.url), 'utf8'));
    const [, used = ''] = /uses: OWNER\/rollcall.*?with:\n(.*?)^ {8}env:/ms.exec(page) ?? [];
    const given = Array.from(used.matchAll(/^ {10}([\w-]+):/gm), ([, name]) => name);

    expect(given.length).toBeGreaterThan(0);
    expect(Object.keys(action['inputs'] as object)).toEqual(expect.arrayContaining(given));
    for (const name of Object.keys(action['inputs'] as object)) expect(page).toContain(`| \`${name}\``);
  });

  it('calls commands with options that they have', async () => {
    const calls = Array.from(page.matchAll(/rollcall (run|validate|prove|start)((?: +[^\s`|'"#;]+| "[^"]*")*)/g));
    expect(calls.length).toBeGreaterThan(10);
    for (const [call, command = '', rest = ''] of calls) {
      const { stdout } = await rollcallHere([command, '--help'], { cwd: '.' });
      for (const [option] of rest.replace(/ -- .*/, '').matchAll(/--[\w-]+/g))
        expect(stdout, call).toMatch(new RegExp(`${option}\\b`));
    }
  });
});
