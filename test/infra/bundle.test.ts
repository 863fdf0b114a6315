import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { folderOf } from '#core/check/kind-names.ts';
import { ENV } from '#core/contract.ts';
import { KIND_NAMES } from '#kinds/settings.ts';
import { bundleFunction } from '../../infra/bundle.ts';
import { PACKAGE_ROOT } from '../../package-root.ts';
import { httpCheck } from '../kinds/checks.ts';

const FOLDERS = readdirSync('functions').filter((name) => readdirSync(join('functions', name)).includes('handler.ts'));
type Bundle = { readonly outdir: string; readonly texts: ReadonlyMap<string, string> };

/** What functions find beside their code, with nothing in it. */
const FILES = {
  'checks.json': '{"checks":[]}',
  'alerts.json': '{"checks":[],"routes":[],"formats":[]}',
  'heartbeats.json': '[]',
  'page.json': '{"checks":[]}',
  'shards.json': '{"shards":[],"guards":[]}',
};

const made: string[] = [];
const known = new Map<string, Bundle>();

afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});

/** Bundles outside the repository, where nothing can be resolved from its node_modules: as on Lambda. */
function newlyBundled(folder: string): Bundle {
  const outdir = mkdtempSync(join(tmpdir(), 'bundle-'));
  made.push(outdir);
  bundleFunction(folder, outdir, FILES);
  return {
    outdir,
    texts: new Map(readdirSync(outdir).map((name) => [name, readFileSync(join(outdir, name), 'utf8')])),
  };
}

/** A function's bundle, made once for all tests. */
function bundled(folder: string): Bundle {
  const bundle = known.get(folder) ?? newlyBundled(folder);
  known.set(folder, bundle);
  return bundle;
}

/** The characters of index.mjs and of all files that it imports before it runs. */
function startOf(texts: ReadonlyMap<string, string>, name = 'index.mjs', seen = new Set<string>()): number {
  if (seen.has(name)) return 0;
  seen.add(name);
  const text = texts.get(name) ?? '';
  const imported = [...text.matchAll(/(?:from|import)"\.\/([^"]+)"/g)].map(([, file = '']) => file);
  return imported.reduce((sum, file) => sum + startOf(texts, file, seen), text.length);
}

/** The settings that any of the functions has on Lambda. */
const SETTINGS = {
  [ENV.topicArn]: 'arn:aws:sns:us-east-1:123456789012:alerts',
  [ENV.namespace]: 'Rollcall',
  [ENV.concurrency]: '40',
  [ENV.workflow]: 'standard',
  [ENV.incidentTable]: 'incidents',
  [ENV.settleMs]: '600000',
  [ENV.heartbeatKey]: 'key',
  [ENV.tracker]: 'tracker',
  [ENV.historyTable]: 'history',
  [ENV.historyBucket]: 'history',
  [ENV.pagesBucket]: 'pages',
  [ENV.pageUrl]: 'https://status.example.com/',
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'AKID',
  AWS_SECRET_ACCESS_KEY: 'hidden',
};

/** What a program in the bundle's folder writes. A real Node runs it: modules that wait for each other end it, vitest's own loader would not notice. */
function node(folder: string, program: string): string {
  const options = { cwd: folder, env: { ...process.env, ...SETTINGS }, encoding: 'utf8' } as const;
  return execFileSync(process.execPath, ['--input-type=module', '-e', program], options);
}

describe('a bundle', () => {
  it.each(FOLDERS)('of %s is the same bytes wherever it is made, and tells nothing of this machine', (folder) => {
    const { texts } = bundled(folder);
    expect(newlyBundled(folder).texts).toEqual(texts);
    for (const text of texts.values()) expect(text).not.toContain(PACKAGE_ROOT);
  });

  it('is made in a folder named from the current one too, as `cdk synth` names it', () => {
    const { outdir, texts } = newlyBundled('check-tcp');
    rmSync(join(outdir, 'index.mjs'));
    bundleFunction('check-tcp', relative(process.cwd(), outdir));
    expect(readFileSync(join(outdir, 'index.mjs'), 'utf8')).toBe(texts.get('index.mjs'));
  });

  it.each(FOLDERS)('of %s starts with nothing beside itself but Node', (folder) => {
    const { outdir } = bundled(folder);
    expect(node(outdir, "console.log(typeof (await import('./index.mjs')).handler)")).toBe('function\n');
  });

  it.each(FOLDERS.filter((name) => name !== 'prepare-checks'))('of %s carries no validator', (folder) => {
    expect([...bundled(folder).texts.values()].join('\n')).not.toContain('ZodError');
  });

  it.each(FOLDERS)('of %s has files that each find what they need', (folder) => {
    const { outdir, texts } = bundled(folder);
    const modules = [...texts.keys()].filter((name) => name.endsWith('.mjs'));
    node(outdir, modules.map((name) => `await import('./${name}');`).join(''));
  });

  it('of check-http starts with less than 120 kB', () => {
    expect(startOf(bundled('check-http').texts)).toBeLessThan(120_000);
  });

  it.each(KIND_NAMES.map(folderOf))('of %s reads neither commands nor lists', (folder) => {
    const { texts } = bundled(folder);
    expect([...texts.values()].join('\n')).not.toMatch(/YAMLException|parseCurl|openapi/i);
  });

  it('has the files that its function reads beside the code', () => {
    expect(bundled('prepare-checks').texts.get('checks.json')).toBe('{"checks":[]}');
  });

  it('reads an ad hoc curl command', async () => {
    for (const [name, value] of Object.entries(SETTINGS)) vi.stubEnv(name, value);
    const { outdir } = bundled('prepare-checks');
    const { handler } = await import(pathToFileURL(join(outdir, 'index.mjs')).href);
    const input = { checks: [{ name: 'a', curl: 'curl -d x http://h/' }] };
    const { roll } = await handler({ input, executionId: 'e', startTime: '2026-11-23T09:00:00Z' });
    expect(roll).toMatchObject([{ name: 'a', target: { url: 'http://h/', body: { text: 'x' } } }]);
  });

  it('of check-http judges by regex, JSONPath and schema from what it loads then', async () => {
    vi.stubEnv(ENV.allowLoopback, 'true');
    const { outdir } = bundled('check-http');
    const server = createServer((_, response) => void response.end('{"a":"down"}')).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const more = {
      matches: ['up'],
      json: [{ path: '$.b', exists: true }],
      schema: { properties: { a: { pattern: '^u' } } },
    };
    const { handler } = await import(pathToFileURL(join(outdir, 'index.mjs')).href);
    const { reason } = await handler({ check: httpCheck(url, { expect: { more } }), previous: { attempts: 0 } });
    server.close();
    expect(reason.message).toBe(
      '"up" does not match in the 12 bytes of the body; also by the schema /a is "down", must match pattern "^u"; ' +
        'also $.b is not there (the body is JSON)',
    );
  });

  it('keeps what is loaded only at need, like other ways to find credentials, out of the first file', () => {
    const { texts } = bundled('publish-metrics');
    expect(texts.size).toBeGreaterThan(1);
    expect(texts.get('index.mjs')).not.toContain('SSOOIDCClient');
    expect([...texts.values()].join('\n')).toContain('SSOOIDCClient');
  });
});
