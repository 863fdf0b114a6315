import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { documentOf } from '../../cli/output/document.ts';
import { httpServer } from '../kinds/servers.ts';
import { folderWith } from './command.ts';
import { DOCUMENTS, documentFaults, holdToSchema, schemaFiles } from './documents.ts';
import { rollcallHere } from './in-process.ts';
import { checksOf, startTarget } from './target.ts';
import { ng, rollCall, verdict } from './verdicts.ts';

const help = async (...args: readonly string[]) => (await rollcallHere([...args, '--help'], { cwd: '.' })).stdout;
const commands = async () => Array.from((await help()).matchAll(/^ {2}(\w[\w-]*) /gm), ([, name = '']) => name);

/** Every map that a schema allows, itself included. */
function mapsIn(schema: unknown): readonly Record<string, unknown>[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const own = 'properties' in schema ? [schema as Record<string, unknown>] : [];
  return [...own, ...Object.values(schema).flatMap(mapsIn)];
}

describe('the schemas of --json', () => {
  it('are there for each command that has --json, and for no other', async () => {
    const withJson: string[] = [];
    for (const name of await commands()) {
      if (name !== 'help' && (await help(name)).includes('  --json')) withJson.push(name);
    }
    expect(withJson.toSorted()).toEqual(Object.keys(DOCUMENTS).toSorted());
    expect((await commands()).filter((name) => !withJson.includes(name)).toSorted()).toEqual([
      'completion',
      'exec',
      'export',
      'heartbeat',
      'help',
      'watch',
    ]);
  });

  it('name commands and options that there are', async () => {
    const helps = await Promise.all((await commands()).map((name) => help(name)));
    for (const file of schemaFiles()) {
      const text = readFileSync(new URL(`../../schemas/${file}`, import.meta.url), 'utf8');
      for (const [option] of text.matchAll(/--[a-z][a-z-]+/g)) {
        expect(helps.join('\n'), `${option} in ${file}`).toMatch(new RegExp(`${option}\\b`));
      }
    }
  });

  it.each(schemaFiles())('allow nothing that they do not name, and are in the reference: %s', (file) => {
    const schema = JSON.parse(readFileSync(new URL(`../../schemas/${file}`, import.meta.url), 'utf8'));

    expect(schema).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      title: expect.any(String),
    });
    for (const map of mapsIn(schema)) expect(map['additionalProperties'], JSON.stringify(map)).toBe(false);
    expect(readFileSync(new URL('../../docs/reference/json.md', import.meta.url), 'utf8')).toContain(
      `](../../schemas/${file})`,
    );
  });

  it('are in the package', () => {
    const { files, exports } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
    expect(files).toContain('schemas');
    expect(exports['./schemas/*']).toBe('./schemas/*');
  });

  it('see what is missing, what is new and what is another type', () => {
    const { counts, ...rest } = documentOf({ rollCall: rollCall([verdict()]), total: 1, elapsedMs: 1 });
    const [result] = rest.results;

    expect(documentFaults('run', { ...rest, counts })).toEqual([]);
    expect(documentFaults('run', rest)).toEqual([expect.stringContaining("must have required property 'counts'")]);
    expect(documentFaults('run', { ...rest, counts, more: 1 })).toEqual([
      expect.stringContaining('additional properties'),
    ]);
    expect(documentFaults('run', { ...rest, counts, results: [{ ...result, attempts: '1' }] })).toEqual([
      expect.stringContaining('data/results/0/attempts must be integer'),
    ]);
    expect(() => holdToSchema(['run', '--json'], '{}')).toThrow('run.schema.json');
    expect(() => holdToSchema(['run', '--', 'curl', '--json'], '{}')).not.toThrow();
  });

  it('know all that a verdict can have', () => {
    const all = ng('status 503, wanted 200', {
      status: 503,
      lenient: ['a header is folded'],
      certificate: { daysLeft: -1, fingerprint: 'a' },
      warning: 'slow',
      seen: { address: '::1', hops: 2, secure: true, sizes: [1, 2] },
      excerpt: 'x',
      curl: 'curl https://a',
      quiet: { because: 'muted', by: 'noon' },
      severity: 'warning',
      metrics: ['latency'],
    });
    const call = rollCall([all], { interrupted: true });
    const settings = {
      failureThreshold: 2,
      notify: 'every',
      severity: 'info',
      runbook: 'https://a',
      dependsOn: ['b'],
    } as const;
    const run = { ...call.run, guards: ['up'], adHoc: [['a', settings] as const] };
    const interrupted = documentOf({ rollCall: { ...call, run }, total: 2, elapsedMs: 1 });
    expect(documentFaults('run', interrupted)).toEqual([]);
  });
});

// Each goes through rollcallHere, which holds what is printed to the schema.
describe('the document of', () => {
  const SOUND = 'checks:\n  - { name: a, http: { url: https://a.example/ } }\n';

  it.each([
    { name: 'validate, sound', args: ['validate'], file: SOUND, code: 0 },
    {
      name: 'validate, with a warning',
      args: ['validate'],
      file: SOUND.replace('/ }', '/, headers: { authorization: Bearer abcdefghij } }'),
      code: 0,
    },
    { name: 'validate, with faults', args: ['validate'], file: 'checks:\n  - name: a\n    htp: {}\n', code: 2 },
    { name: 'validate, no YAML', args: ['validate'], file: 'checks: [', code: 2 },
    { name: 'cost', args: ['cost'], file: SOUND, code: 0 },
    {
      name: 'cost of an express workflow elsewhere',
      args: ['cost', '--workflow', 'express', '--region', 'eu-west-1'],
      file: SOUND,
      code: 0,
    },
    { name: 'init', args: ['init', '-c', 'new.yaml'], file: SOUND, code: 0 },
    { name: 'import to stdout', args: ['import', 'urls.txt'], file: SOUND, code: 0 },
    { name: 'import to a file', args: ['import', 'urls.txt', '--out', 'new.yaml'], file: SOUND, code: 0 },
    { name: 'import of nothing', args: ['import', 'post.hurl'], file: SOUND, code: 2 },
    {
      name: 'test-alert',
      args: ['test-alert'],
      file: `alerts: { topics: { default: { receivers: [{ webhook: { url: http://127.0.0.1:9/ } }] } } }\n${SOUND}`,
      code: 3,
    },
    { name: 'prove --offline', args: ['prove', '--offline'], file: SOUND, code: 1 },
    { name: 'mute', args: ['mute', 'a', '--for', '1h', '--remember'], file: SOUND, code: 0 },
    { name: 'status', args: ['status', '--remember'], file: SOUND, code: 3 },
  ])('$name', async ({ args, file, code }) => {
    const cwd = await folderWith({
      'checks.yaml': file,
      'urls.txt': 'https://b.example/x\n',
      'post.hurl': 'POST https://b.example/x\nHTTP 200\n',
    });
    const ended = await rollcallHere([...args, '--json'], { cwd });

    expect([ended.code, JSON.parse(ended.stdout)], ended.stderr).toEqual([code, expect.anything()]);
  });

  it('run, with OK, NG and a guard, and stopped at the first NG', async () => {
    const { url } = await startTarget();
    const guard = `guard:\n  - { name: up, http: { url: ${url}/ok } }\n`;
    const cwd = await folderWith({ 'checks.yaml': guard + checksOf(url, ['ok', 'down', 'hanging']) });
    const ended = await rollcallHere(['run', '--json', '--fail-fast'], { cwd });

    expect(JSON.parse(ended.stdout)).toMatchObject({ run: { guards: ['up'] }, failFast: { ng: 'down' } });
  });

  it('prove, of an answer', async () => {
    const url = await httpServer((_, response) => response.end('up'));
    const cwd = await folderWith({ 'checks.yaml': `checks:\n  - { name: a, http: { url: ${url} } }\n` });
    expect((await rollcallHere(['prove', '--json'], { cwd })).code).toBe(1);
  });
});
