import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ENV } from '#core/contract.ts';
import { bundleFunction, REPOSITORY } from '../../infra/bundle.ts';
import { httpCheck } from '../functions/checks.ts';

const FOLDERS = readdirSync('functions').filter((name) => readdirSync(join('functions', name)).includes('handler.ts'));
const made: string[] = [];

afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** Bundles outside the repository, where nothing can be resolved from its node_modules: as on Lambda. */
function bundled(folder: string, files?: Record<string, string>): { outdir: string; texts: Map<string, string> } {
  const outdir = mkdtempSync(join(tmpdir(), 'bundle-'));
  made.push(outdir);
  bundleFunction(folder, outdir, files);
  return {
    outdir,
    texts: new Map(readdirSync(outdir).map((name) => [name, readFileSync(join(outdir, name), 'utf8')])),
  };
}

const NO_PLAN = '{"checks":[],"routes":[],"formats":[]}';

/** The bytes of the chunks that a module cannot start without, and theirs. */
function importedBy(text: string, texts: ReadonlyMap<string, string>, seen = new Set<string>()): number {
  return [...text.matchAll(/(?:from|import)"\.\/([\w.-]+)"/g)].reduce((bytes, [, name = '']) => {
    if (seen.has(name)) return bytes;
    seen.add(name);
    const chunk = texts.get(name) ?? '';
    return bytes + chunk.length + importedBy(chunk, texts, seen);
  }, 0);
}

describe('a bundle', () => {
  it.each(FOLDERS)('of %s is the same bytes wherever it is made, and tells nothing of this machine', (folder) => {
    const { texts } = bundled(folder);
    expect(bundled(folder).texts).toEqual(texts);
    for (const text of texts.values()) expect(text).not.toContain(REPOSITORY);
  });

  it.each(FOLDERS)('of %s starts with nothing beside itself but Node', async (folder) => {
    vi.stubEnv(ENV.topicArn, 'arn:aws:sns:us-east-1:123456789012:alerts');
    vi.stubEnv(ENV.namespace, 'Rollcall');
    vi.stubEnv(ENV.concurrency, '40');
    vi.stubEnv(ENV.workflow, 'standard');
    vi.stubEnv('AWS_REGION', 'us-east-1');
    const { outdir } = bundled(folder, { 'checks.json': '{"checks":[]}', 'alerts.json': NO_PLAN });
    const { handler } = await import(pathToFileURL(join(outdir, 'index.mjs')).href);
    expect(handler).toBeTypeOf('function');
  });

  it.each(FOLDERS.filter((name) => name !== 'prepare-checks'))('of %s carries no validator', (folder) => {
    expect([...bundled(folder).texts.values()].join('\n')).not.toContain('ZodError');
  });

  it('of check-http starts with less than 120 kB', () => {
    const { texts } = bundled('check-http');
    expect(startSize(texts, 'index.mjs')).toBeLessThan(120_000);
  });

  it('has the files that its function reads beside the code', () => {
    expect(bundled('prepare-checks', { 'checks.json': '{"checks":[]}' }).texts.get('checks.json')).toBe(
      '{"checks":[]}',
    );
  });

  it('reads an ad hoc curl command with the grammar beside it', async () => {
    vi.stubEnv(ENV.topicArn, 'arn:aws:sns:us-east-1:123456789012:alerts');
    vi.stubEnv(ENV.concurrency, '40');
    vi.stubEnv(ENV.workflow, 'standard');
    vi.stubEnv('AWS_REGION', 'us-east-1');
    const { outdir } = bundled('prepare-checks', { 'checks.json': '{"checks":[]}' });
    const { handler } = await import(pathToFileURL(join(outdir, 'index.mjs')).href);
    const input = { checks: [{ name: 'a', curl: 'curl -d x http://h/' }] };
    const { roll } = await handler({ input, executionId: 'e', startTime: '2026-11-23T09:00:00Z' });
    expect(roll).toMatchObject([{ name: 'a', http: { url: 'http://h/', body: { text: 'x' } } }]);
  });

  it('of check-http begins small, and judges by regex, JSONPath and schema from what it loads then', async () => {
    vi.stubEnv(ENV.allowLoopback, 'true');
    const { outdir, texts } = bundled('check-http');
    const first = texts.get('index.mjs') ?? '';
    expect(first.length + importedBy(first, texts)).toBeLessThan(120 * 1024);
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

/** Bytes of a bundle's file and of all that it imports, dynamic imports left out. */
function startSize(texts: ReadonlyMap<string, string>, entry: string): number {
  const seen = new Set<string>();
  const visit = (name: string): void => {
    const text = texts.get(name);
    if (text === undefined || seen.has(name)) return;
    seen.add(name);
    for (const [, imported = ''] of text.matchAll(/(?:from|import)"\.\/([^"]+)"/g)) visit(imported);
  };
  visit(entry);
  return [...seen].reduce((sum, name) => sum + Buffer.byteLength(texts.get(name) ?? ''), 0);
}
