import { once } from 'node:events';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { zstdCompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PACKAGE_ROOT } from '../../package-root.ts';
import { httpsServer } from '../kinds/servers.ts';
import { copiedBy, stagesOf } from '../packaging/dockerfile.ts';
import { APP, shapeOf, type Template } from './apps.ts';
import { claimedNode, hostNode, installClaimed } from './claimed.ts';
import { ended, installPacked, linkPackages } from './installed.ts';

const fetching = installClaimed();
const { project, packed, remove } = installPacked();
const claimed = await fetching;
const oldest = claimedNode(claimed, 'node-oldest');
/** This Node, and those at both ends of the range; the host's own in place of one that could not be fetched. */
const nodes = [...new Set([process.execPath, oldest ?? hostNode(), claimedNode(claimed, 'node-newest') ?? hostNode()])];
const installed = join(project, 'node_modules', 'rollcall');
const command = join(project, 'node_modules', '.bin', 'rollcall');
const server = createServer((socket) => socket.end());

beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});

afterAll(() => {
  server.close();
  remove();
});

/** A folder elsewhere with a checks file of its own. */
function elsewhere(name: string): string {
  const folder = join(project, '..', name);
  mkdirSync(folder, { recursive: true });
  const { port } = server.address() as AddressInfo;
  writeFileSync(join(folder, 'checks.yaml'), `checks:\n  - name: ${name}\n    tcp: {host: 127.0.0.1, port: ${port}}\n`);
  return folder;
}

describe('an installed package', () => {
  it('is one folder without dependencies', () => {
    expect(readdirSync(join(project, 'node_modules')).filter((name) => !name.startsWith('.'))).toEqual(['rollcall']);
    expect(readdirSync(installed).sort()).toEqual(
      [
        'LICENSE',
        'README.md',
        'bin',
        'checks.schema.json',
        'cli',
        'dist',
        'package.json',
        'schemas',
        'statemachines',
      ].sort(),
    );
  });

  it('has the size that README.md and docs/package.md name', () => {
    const files = readdirSync(installed, { recursive: true, encoding: 'utf8', withFileTypes: true })
      .filter((file) => file.isFile() && !file.parentPath.includes('.cache'))
      .map(({ parentPath, name }) => statSync(join(parentPath, name)).size);
    const megabytes = [statSync(packed).size, files.reduce((sum, size) => sum + size, 0)].map((bytes) => bytes / 1e6);
    expect(megabytes[0]).toBeLessThan(6.5);
    expect(megabytes[1]).toBeLessThan(29);
    for (const page of ['README.md', 'docs/package.md']) {
      const text = readFileSync(join(PACKAGE_ROOT, page), 'utf8');
      const [, ...named] = /(\d+) MB packed, (\d+) MB installed/.exec(text) ?? [];
      const off = megabytes.map((size, at) => Math.abs(Number(named[at]) / size - 1));
      expect(Math.max(...off), `${page}, of ${megabytes.map((size) => size.toFixed(1))}`).toBeLessThan(0.1);
    }
  });

  it('tells nothing of the machine that it was built on', () => {
    const texts = readdirSync(join(installed, 'dist'), { recursive: true, encoding: 'utf8', withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
    expect(texts.filter((text) => text.includes(PACKAGE_ROOT) || text.includes(process.env['HOME'] ?? '?'))).toEqual(
      [],
    );
  });

  it('names whose code is in it', () => {
    const notices = readFileSync(join(installed, 'dist', 'NOTICES.txt'), 'utf8');
    expect(notices).toMatch(/^zod [\d.]+ \(MIT\)$/m);
    expect(notices).toMatch(/^@aws-sdk\/client-sns [\d.]+ \(Apache-2\.0\)$/m);
    expect(notices).toMatch(/Permission is hereby granted/);
  });

  it('has nothing in it that asks for more than to be named', () => {
    const [, list = ''] = readFileSync(join(installed, 'dist', 'NOTICES.txt'), 'utf8').split('\n\n');
    const licences = new Set(
      list.split('\n').flatMap((line) => {
        const named = / \((.+)\)$/.exec(line)?.[1] ?? 'none';
        return named.replaceAll(/[()]/g, '').split(/ (?:AND|OR) /);
      }),
    );
    const permissive = ['0BSD', 'Apache-2.0', 'BlueOak-1.0.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', 'MIT', 'MIT-0'];
    expect([...licences].filter((licence) => !permissive.includes(licence))).toEqual([]);
  });

  it('brings the bill of materials of what is in it, with hashes', () => {
    const [, list = ''] = readFileSync(join(installed, 'dist', 'NOTICES.txt'), 'utf8').split('\n\n');
    const bill = JSON.parse(readFileSync(join(installed, 'dist', 'sbom.cdx.json'), 'utf8'));
    const named = bill.components.map(({ name, version }: Record<string, string>) => `${name} ${version}`);
    expect(named.sort()).toEqual(
      list
        .split('\n')
        .map((line) => line.replace(/ \(.*$/, ''))
        .sort(),
    );
    expect(bill).toMatchObject({ bomFormat: 'CycloneDX', metadata: { component: { name: 'rollcall' } } });
    const hashless = bill.components.filter(
      ({ hashes = [] }: { hashes?: { alg: string }[] }) => hashes[0]?.alg !== 'SHA-512',
    );
    expect(hashless).toEqual([]);
  });
});

describe.each(nodes.filter((node) => node !== null))('the installed command with %s', (node) => {
  it('reads the checks file of the folder it is called in', async () => {
    const { code, stdout } = await ended(node, [command, 'run'], elsewhere('afar'));
    expect(stdout).toMatch(/✓ {2}afar/);
    expect(code).toBe(0);
  });

  it('keeps its compiled code a command, and compiles again where that is spoilt', async () => {
    const folder = join(installed, 'node_modules', '.cache', 'rollcall');
    const afar = elsewhere('spoilt');
    const run = () => ended(node, [command, 'run'], afar);
    rmSync(folder, { recursive: true, force: true });
    expect(await ended(node, [command, 'no-command'], afar)).toMatchObject({ code: 2 });
    expect(existsSync(folder)).toBe(false);
    expect(await run()).toMatchObject({ code: 0, stderr: '' });
    const [name = '', ...others] = readdirSync(folder);
    expect([name, others]).toEqual([expect.stringMatching(/-run$/), []]);
    const { size } = statSync(join(folder, name));
    const sound = readFileSync(join(folder, name));
    const middle = Buffer.concat([sound.subarray(0, size / 2), Buffer.from('spoilt'), sound.subarray(size / 2 + 6)]);
    for (const bytes of [middle, sound.subarray(0, size / 2), Buffer.alloc(0), Buffer.alloc(size, 'no code')]) {
      writeFileSync(join(folder, name), bytes);
      expect(await run()).toMatchObject({ code: 0, stderr: '' });
      expect(readFileSync(join(folder, name)).equals(bytes)).toBe(false);
    }
    const { ino } = statSync(join(folder, name));
    expect(await run()).toMatchObject({ code: 0, stderr: '' });
    expect(statSync(join(folder, name)).ino).toBe(ino);
  });

  it('drops the code that it kept of a command before an update, and no other', async () => {
    const folder = join(installed, 'node_modules', '.cache', 'rollcall');
    const bundle = join(installed, 'dist', 'cli', 'rollcall.cjs');
    const afar = elsewhere(`updated-${nodes.indexOf(node)}`);
    const { mtime } = statSync(bundle);
    expect(await ended(node, [command, 'run'], afar)).toMatchObject({ code: 0 });
    expect(await ended(node, [command, 'validate'], afar)).toMatchObject({ code: 0 });
    const before = readdirSync(folder);
    const ofCommand = (name: string) => before.filter((one) => one.endsWith(`-${name}`));
    utimesSync(bundle, mtime, new Date(mtime.getTime() + 60_000));
    expect(await ended(node, [command, 'run'], afar)).toMatchObject({ code: 0 });
    const after = readdirSync(folder);
    utimesSync(bundle, mtime, mtime);

    const { stdout: version } = await ended(node, ['-p', 'process.version'], afar);
    const stale = ofCommand('run').filter((name) => name.startsWith(`${version.trim()}-`));
    expect(stale.length).toBe(1);
    expect(after.filter((name) => stale.includes(name))).toEqual([]);
    expect(after).toEqual(expect.arrayContaining(before.filter((name) => !stale.includes(name))));
    expect(after.length).toBe(before.length);
  });

  it('writes a starter file that it understands, with the schema where it is installed', async () => {
    const file = `starter-${nodes.indexOf(node)}.yaml`;
    await ended(node, [command, 'init', '-c', file], project);
    expect(readFileSync(join(project, file), 'utf8')).toContain('$schema=./node_modules/rollcall/checks.schema.json\n');
    expect(await ended(node, [command, 'validate', '-c', file], project)).toMatchObject({ code: 0 });
  });

  it('checks a curl command, imports, proves and bills', async () => {
    const folder = elsewhere(`more-${nodes.indexOf(node)}`);
    const { port } = server.address() as AddressInfo;
    const lone = await ended(
      node,
      [command, 'run', '--', 'curl', '--max-time', '5', `http://127.0.0.1:${port}/`],
      folder,
    );
    expect(lone).toMatchObject({ code: 1, stdout: expect.stringContaining('closed') });
    writeFileSync(join(folder, 'requests.txt'), 'curl https://example.com/\n');
    const imported = await ended(node, [command, 'import', 'requests.txt'], folder);
    expect(imported).toMatchObject({ code: 0, stdout: expect.stringContaining('https://example.com/') });
    expect(await ended(node, [command, 'prove', '--offline', '--allow', 'slow'], folder)).toMatchObject({ code: 0 });
    expect(await ended(node, [command, 'cost'], folder)).toMatchObject({ code: 0 });
  });

  it('speaks to AWS', async () => {
    const aws = {
      AWS_ACCESS_KEY_ID: 'id',
      AWS_SECRET_ACCESS_KEY: 'key',
      AWS_REGION: 'eu-west-1',
      AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
      AWS_MAX_ATTEMPTS: '1',
    };
    const topic = ['--publish', '--topic', 'arn:aws:sns:eu-west-1:123456789012:alerts'];
    const folder = elsewhere(`aws-${nodes.indexOf(node)}`);
    const { code, stderr } = await ended(node, [command, 'run', ...topic], folder, aws);
    expect(stderr).toContain('connect ECONNREFUSED 127.0.0.1:1');
    expect(stderr).not.toContain('NodeVersionSupportWarning');
    expect(code).toBe(3);
  });

  it('says what is wrong with a certificate', async () => {
    const folder = elsewhere(`tls-${nodes.indexOf(node)}`);
    const url = await httpsServer('self-signed');
    const weak = new URL(await httpsServer('chain-weak', undefined, { ciphers: 'DEFAULT@SECLEVEL=0' }));
    writeFileSync(
      join(folder, 'checks.yaml'),
      `defaults: { rechecks: 0 }
checks:
  - { name: unknown, http: { url: "${url}/" } }
  - { name: weak, tls: { host: localhost, port: ${weak.port} } }
`,
    );
    const { stdout } = await ended(node, [command, 'run', '--json'], folder);
    expect(JSON.parse(stdout).results).toMatchObject([
      { reason: { code: 'tls', message: expect.stringContaining('is self-signed') } },
      { reason: { code: 'tls', message: expect.stringContaining('has a weak signature (ecdsa-with-SHA1)') } },
    ]);
  });

  it('reads long answers in its worker, and zstd where this Node can', async () => {
    const items = Array.from({ length: 15_000 }, (_, id) => ({ id, name: `item ${id}`, note: 'x'.repeat(20) }));
    const json = JSON.stringify({ items });
    const site = createHttpServer(({ url }, response) => {
      if (url === '/zstd') response.writeHead(200, { 'content-encoding': 'zstd' }).end(zstdCompressSync('squeezed'));
      else response.writeHead(200, { 'content-type': 'application/json' }).end(json);
    });
    site.listen(0, '127.0.0.1');
    await once(site, 'listening');
    const url = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
    const folder = elsewhere(`long-${nodes.indexOf(node)}`);
    writeFileSync(
      join(folder, 'checks.yaml'),
      `defaults: { rechecks: 0 }
checks:
  - name: long
    http: { url: "${url}/long" }
    expect:
      matches: 'item 1499[0-9]'
      json: [{ path: '$.items[?@.id == 14999].name', equals: item 14999 }, { path: $.items, count: 15000 }]
  - { name: zstd, http: { url: "${url}/zstd" }, expect: { keyword: squeezed } }
`,
    );
    expect(json.length).toBeGreaterThan(900_000);
    const { stdout } = await ended(node, [command, 'run', '--json'], folder);
    site.close();
    const has = (await ended(node, ['-p', 'process.versions.zstd'], folder)).stdout !== 'undefined\n';
    expect(JSON.parse(stdout).results).toMatchObject([
      { name: 'long', outcome: 'OK' },
      has
        ? { name: 'zstd', outcome: 'OK' }
        : { reason: { code: 'config', message: expect.stringMatching(/is zstd, which Node v20.* cannot read/) } },
    ]);
  });

  it('remembers, or says which Node can', async () => {
    const { code, stdout, stderr } = await ended(node, [command, 'run', '--remember'], elsewhere('memory'));
    if (code === 0) expect(stderr).toBe('');
    else {
      const said = /^error: what is remembered needs Node 22\.16, 24 or newer, which bring SQLite; this is v20\.\S+\n$/;
      expect({ code, stdout, stderr }).toEqual({ code: 2, stdout: '', stderr: expect.stringMatching(said) });
    }
  });
});

describe('the oldest Node that remembers', () => {
  const node = claimedNode(claimed, 'node-oldest-with-memory');

  it.skipIf(node === null)('does so, and says nothing of SQLite being an experiment', async () => {
    const folder = elsewhere('oldest-memory');
    for (const args of [
      ['run', '--remember'],
      ['status', '--remember'],
    ]) {
      expect(await ended(node ?? '', [command, ...args], folder)).toMatchObject({ code: 0, stderr: '' });
    }
  });
});

describe('the image', () => {
  it('has all that the command needs, for another user, with nothing to write to', async () => {
    const image = join(project, '..', 'image');
    const last = stagesOf(readFileSync(join(PACKAGE_ROOT, 'Dockerfile'), 'utf8')).at(-1) ?? [];
    for (const [from, to] of copiedBy(last)) cpSync(join(PACKAGE_ROOT, from), join(image, to), { recursive: true });
    const checks = elsewhere('image-checks');
    await ended('chmod', ['-R', 'a-w,a+rX', image, checks, join(project, '..')], project);
    const asNobody = process.getuid?.() === 0 ? ['setpriv', '--reuid=1000', '--regid=1000', '--clear-groups'] : ['env'];
    const run = (...args: readonly string[]) => {
      const [program = '', ...words] = [...asNobody, process.execPath, join(image, 'bin', 'rollcall.cjs'), ...args];
      return ended(program, words, checks);
    };
    const { port } = server.address() as AddressInfo;

    expect(await run('validate')).toMatchObject({ code: 0 });
    expect(await run('run', '--', 'curl', `http://127.0.0.1:${port}/`)).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('closed'),
    });
    await ended('chmod', ['-R', 'u+w', join(project, '..')], project);
  });
});

describe('the command on a Node that is too old', () => {
  it('says which one it needs', async () => {
    const program = `delete process.getBuiltinModule; require(${JSON.stringify(join(installed, 'bin', 'rollcall.cjs'))})`;
    const { code, stderr } = await ended(process.execPath, ['-e', program], project);
    expect(stderr).toBe(`rollcall needs Node 20.16 or newer, and this is ${process.version}\n`);
    expect(code).toBe(3);
  });
});

describe('the command of a clone', () => {
  it('reads the checks file of the folder it is called in too', async () => {
    const clone = join(PACKAGE_ROOT, 'bin', 'rollcall.cjs');
    const { code, stdout } = await ended(process.execPath, [clone, 'run'], elsewhere('clone'));
    expect(stdout).toMatch(/✓ {2}clone/);
    expect(code).toBe(0);
  });
});

describe('the construct in an app', () => {
  beforeAll(async () => {
    linkPackages(project, ['aws-cdk-lib', 'constructs', '@types/node', 'undici-types']);
    cpSync(join(PACKAGE_ROOT, 'examples', 'cdk-app'), project, {
      recursive: true,
      filter: (path) => !path.endsWith('package.json') && !path.includes('node_modules'),
    });
    writeFileSync(join(project, 'app.cjs'), APP);
    for (const [file, out] of [
      ['app.ts', 'esm.out'],
      ['app.cjs', 'cjs.out'],
    ] as const) {
      const args = ['-e', `process.env.CDK_OUTDIR = ${JSON.stringify(out)}; import('./${file}')`];
      expect(await ended(process.execPath, args, project)).toMatchObject({ code: 0, stderr: '' });
    }
  });

  const template = (out: string, stack: string): Template =>
    JSON.parse(readFileSync(join(project, out, `${stack}.template.json`), 'utf8'));

  it('is synthesized from an ES module and from CommonJS alike', () => {
    expect(template('esm.out', 'Websites')).toHaveProperty('Resources');
    expect(template('cjs.out', 'Backends')).toEqual(template('esm.out', 'Backends'));
  });

  it.skipIf(claimed === null)('is synthesized alike with the oldest peers, on the oldest Node', async () => {
    const folder = join(project, '..', 'oldest');
    const modules = join(folder, 'node_modules');
    cpSync(installed, join(modules, 'rollcall'), { recursive: true });
    for (const name of ['aws-cdk-lib', 'constructs'])
      symlinkSync(join(claimed ?? '', 'node_modules', name), join(modules, name));
    const args = ['-e', `process.env.CDK_OUTDIR = 'cdk.out'; ${APP}`];
    expect(await ended(oldest ?? process.execPath, args, folder)).toMatchObject({ code: 0, stderr: '' });
    for (const stack of ['Backends', 'Everything']) {
      const made = readFileSync(join(folder, 'cdk.out', `${stack}.template.json`), 'utf8');
      expect(shapeOf(JSON.parse(made))).toEqual(shapeOf(template('cjs.out', stack)));
    }
  });

  it('says in few lines what is wrong with a list that is not caught', async () => {
    const args = ['-e', "require('rollcall').checkList({ checks: [{ name: 'a', http: { urll: '' } }] })"];
    const { stderr } = await ended(process.execPath, args, project);
    const [before = '', message = ''] = stderr.split('Error: ');
    expect(message).toContain('checks[0].http.urll is not a setting; did you mean url?');
    expect(before.length).toBeLessThan(installed.length + 200);
  });

  it('has the functions that the package brought, with their lists', async () => {
    const assets = readdirSync(join(project, 'esm.out')).filter((name) => /^asset\.[0-9a-f]+$/.test(name));
    const withList = assets.filter((name) => readdirSync(join(project, 'esm.out', name)).includes('checks.json'));
    expect(withList).toHaveLength(2); // one of each stack: their lists differ
    const tcp = join(installed, 'dist', 'functions', 'check-tcp', 'index.mjs');
    const { handler } = await import(pathToFileURL(tcp).href);
    expect(handler).toBeTypeOf('function');
    const copies = assets.map((name) => readFileSync(join(project, 'esm.out', name, 'index.mjs'), 'utf8'));
    expect(copies).toContain(readFileSync(tcp, 'utf8'));
  });

  it.each([
    ['an ES module', 'esm', "import { checkList, HealthChecks, type HealthChecksProps } from 'rollcall';"],
    ['CommonJS', 'cjs', "import rollcall = require('rollcall');\nconst { checkList } = rollcall;"],
  ])('has types for %s, checked strictly with all declarations', async (_, name, imports) => {
    const folder = join(project, `types-${name}`);
    mkdirSync(folder);
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: name === 'esm' ? 'module' : 'commonjs' }));
    const options = { target: 'es2022', module: 'node16', strict: true, noEmit: true };
    const tsconfig = { compilerOptions: { ...options, types: ['node'] }, include: ['*.ts'] };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(tsconfig));
    writeFileSync(
      join(folder, 'app.ts'),
      `${imports}
export const good = checkList({ checks: [{ name: 'a', http: { url: 'https://example.com/' } }] });
// @ts-expect-error a number is no URL
export const bad = () => checkList({ checks: [{ name: 'a', http: { url: 1 } }] });
// @ts-expect-error a list has checks
export const empty = () => checkList({});
`,
    );
    const tsc = join(PACKAGE_ROOT, 'node_modules', '.bin', 'tsc');
    expect(await ended(tsc, ['-p', folder], project)).toMatchObject({ code: 0, stdout: '' });
  });

  it('is the example, whose types are right', async () => {
    const tsc = join(PACKAGE_ROOT, 'node_modules', '.bin', 'tsc');
    expect(await ended(tsc, ['-p', project], project)).toMatchObject({ code: 0, stdout: '' });
  });
});
