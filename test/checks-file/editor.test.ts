import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Editor } from './language-server.ts';

/** The language server that VS Code, Neovim, Helix and others run for YAML, with our schema. */

const folder = mkdtempSync(join(tmpdir(), 'rollcall-editor-'));
const ADDRESSES = {
  'a first line': '# yaml-language-server: $schema=./checks.schema.json',
  'a key': '$schema: ./checks.schema.json',
} as const;
const TEXT = `checks:
  - name: a
    every:${' '}
    http:
      url: https://example.com/
      method:${' '}
      timeout:${' '}
      c
    expect:
      status:${' '}
      keyword: ok
  - name: b
    tcp: { host: 1, port: 5432 }
`;
let editor: Editor;

beforeAll(async () => {
  copyFileSync(fileURLToPath(new URL('../../checks.schema.json', import.meta.url)), join(folder, 'checks.schema.json'));
  editor = await Editor.open(folder);
});

afterAll(() => {
  editor.close();
  rmSync(folder, { recursive: true });
});

describe.each(Object.entries(ADDRESSES))('an editor, with the schema named by %s', (name, address) => {
  const file = join(folder, `${name}.yaml`);
  const text = `${address}\n${TEXT}`;
  const end = (line: string) => {
    const at = text.split('\n').findIndex((one) => one.startsWith(line));
    return [at, line.length] as const;
  };
  let found: readonly { readonly message: string }[];

  beforeAll(async () => {
    found = await editor.show(file, text);
  });

  it.each([
    ['      method: ', ['GET', 'POST', 'DELETE']],
    ['      timeout: ', ['500ms', '10s', '1m']],
    ['    every: ', ['1m', '1h', '1d']],
    ['      status: ', ['200', '2xx', '200-299']],
    ['      c', ['connectTimeout', 'cookies', 'compressed']],
  ])('completes "%s"', async (line, words) => {
    expect(await editor.completions(file, ...end(line))).toEqual(expect.arrayContaining(words));
  });

  it('shows what a setting is called and means', async () => {
    const shown = await editor.hover(file, end('      timeout')[0], 8);
    expect(shown).toContain('Timeout');
    expect(await editor.hover(file, end('      keyword')[0], 8)).toContain('Text that the body must hold');
  });

  it('marks what is wrong', () => {
    expect(found.map(({ message }) => message).join('\n')).toMatch(/Incorrect type\. Expected "string"/);
  });
});

const HTTP = 'checks:\n  - name: a\n    http:\n      url: https://example.com/';
const IN = {
  expect: `${HTTP}\n    expect:`,
  steps: 'checks:\n  - name: a\n    steps:',
  topic: 'alerts:\n  topics:\n    a:',
};

describe('an editor', () => {
  it.each([
    ['checks', 'checks:\n  - ', ['http', 'http check', 'curl_cmd check']],
    ['an expectation of JSON', `${IN.expect}\n      json:\n        - `, ['path', 'an item of json']],
    ['a user and password', `${HTTP}\n      auth:\n        basic:\n          `, ['user', 'Basic']],
    ['a part of a body', `${HTTP}\n      multipart:\n        - `, ['file', 'an item of multipart']],
    ['a step', `${IN.steps}\n      flow:\n        - `, ['capture', 'an item of flow']],
    ['a receiver', `${IN.topic}\n      receivers:\n        - `, ['smtp', 'Receivers with smtp']],
  ])('offers for %s no name of a part of the schema', async (name, text, words) => {
    const file = join(folder, `${name}.yaml`);
    const whole = `${ADDRESSES['a first line']}\n${text}`;
    await editor.show(file, whole);
    const lines = whole.split('\n');
    const offered = await editor.completions(file, lines.length - 1, lines.at(-1)?.length ?? 0);
    expect(offered).toEqual(expect.arrayContaining(words));
    expect(offered.filter((label) => /^part\d|^object/.test(label))).toEqual([]);
  });
});
