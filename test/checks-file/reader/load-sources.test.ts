import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { formatFault } from '#checks-file/fault-text.ts';
import { matchingFiles } from '#checks-file/reader/matching-files.ts';
import { loadChecks } from '#checks-file/reader/read-checks.ts';
import type { Given } from '#checks-file/sources/given.ts';

const made: string[] = [];
afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});

type Files = Readonly<Record<string, string>>;

function folderWith(files: Files): string {
  const folder = mkdtempSync(join(tmpdir(), 'load-sources-'));
  made.push(folder);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

/** The list of `roots` among files, and its faults as lines. */
async function listOf(
  files: Files,
  roots: readonly string[] = ['a.yaml'],
  given: Given = {},
  folder = folderWith(files),
) {
  const read = await loadChecks(
    roots.map((name) => {
      const path = join(folder, name);
      return { name, text: files[name] ?? '', folder: dirname(path), path };
    }),
    given,
  );
  return { ...read, told: read.faults.map((fault) => formatFault('?', fault)) };
}

const tcp = (name: string, more = '') => `{ name: ${name}, tcp: { host: h, port: 1 }${more} }`;
const names = ({ list }: Awaited<ReturnType<typeof listOf>>) => list?.checks.map(({ name }) => name);

describe('several checks files', () => {
  it('are one list, each followed by what it includes, and each read once', async () => {
    const read = await listOf(
      {
        'a.yaml': `include: [parts/*.yaml, ./parts/../parts/one.yaml]\nchecks: [${tcp('a')}]`,
        'b.yaml': `include: parts/two.yml\nchecks: [${tcp('b')}]`,
        'parts/one.yaml': `checks: [${tcp('one')}]`,
        'parts/two.yml': `checks: [${tcp('two')}]`,
        'parts/.hidden.yaml': `checks: [${tcp('hidden')}]`,
      },
      ['a.yaml', 'b.yaml', 'a.yaml'],
    );
    expect(read.told).toEqual([]);
    expect(names(read)).toEqual(['a', 'one', 'b', 'two']);
  });

  it('are merged key by key, lists of checks, guards, windows and routes added', async () => {
    const read = await listOf(
      {
        'a.yaml': `defaults: { timeout: 5s, tags: [x], expect: { latency: 1s } }\nalerts: { topics: { a: {} }, routes: [{ topic: a, tags: [x] }] }\nguard: [${tcp('g')}]\nchecks: [${tcp('a')}]`,
        'b.yaml': `defaults: { timeout: 5s, rechecks: 3 }\nalerts: { topics: { b: {} }, routes: [{ topic: b, tags: [y] }] }\nguard: [${tcp('h')}]\nchecks: [${tcp('b', ', tags: [y]')}]`,
      },
      ['a.yaml', 'b.yaml'],
    );
    expect(read.told).toEqual([]);
    expect(read.list).toMatchObject({
      checks: [
        { name: 'a', timeoutMs: 5000, rechecks: 3, tags: ['x'], expect: { latencyMs: 1000 } },
        { name: 'b', timeoutMs: 5000, rechecks: 3, tags: ['x', 'y'] },
      ],
      guard: [{ name: 'g' }, { name: 'h' }],
      alerts: { routes: [{ topic: 'a' }, { topic: 'b' }] },
    });
  });

  it('may not differ: a fault names both places', async () => {
    const { told } = await listOf(
      {
        'a.yaml': `vars: { v: 1 }\ndefaults: { timeout: 5s, tags: [x] }\nalerts:\n  topics: { a: {} }\n  routes: [{ topic: a }]\nchecks:\n  - ${tcp('"a${var:v}"')}`,
        'b.yaml': `vars: { v: "1" }\ndefaults: { tags: [y], timeout: 6s }\nalerts: { routes: [{ topic: aa }] }\nchecks: [${tcp('b')}, ${tcp('a1')}]\nchekcs: []`,
        'c.yaml': '- 1',
      },
      ['a.yaml', 'b.yaml', 'c.yaml'],
    );
    expect(told).toEqual([
      'b.yaml:1:12 vars.v has another value than vars.v in line 1 of a.yaml; write it once',
      'b.yaml:2:19 defaults.tags differs from defaults.tags in line 2 of a.yaml; write it in one file only',
      'b.yaml:2:33 defaults.timeout differs from defaults.timeout in line 2 of a.yaml; write it in one file only',
      'b.yaml:3:29 alerts.routes[0].topic is "aa", which is not in topics; write one of a, default',
      'b.yaml:4:58 checks[1].name is "a1", the name of checks[0] in line 7 of a.yaml too; give each check its own',
      'b.yaml:5:1 chekcs is not a setting; did you mean checks?',
      'c.yaml:1:1 is a list; write a map with checks',
    ]);
  });

  it('add the notes of a page, and merge what else it has', async () => {
    const noteOf = (day: number) => `{ at: 2026-11-0${day}, title: note ${day}, text: x }`;
    const read = await listOf({
      'a.yaml': `include: b.yaml\npage: { title: A, notes: [${noteOf(1)}] }\nchecks: [{ name: a, tcp: { host: h, port: 1 } }]`,
      'b.yaml': `page: { language: ja, notes: [${noteOf(2)}] }\nchecks: [{ name: b, tcp: { host: h, port: 1 } }]`,
    });
    expect(read.list?.page).toMatchObject({
      title: 'A',
      language: 'ja',
      notes: [{ title: 'note 2' }, { title: 'note 1' }],
    });
  });

  /** Files that name others. `more`: checks of the second. */
  const naming = (more = ''): Files => ({
    'a.yaml':
      'include: team/b.yaml\ndefaults: { expect: { schema: s.json } }\nchecks: [{ name: a, http: { url: https://h/, bodyFile: body.txt } }]',
    's.json': '{"required": ["id"]}',
    'body.txt': 'of a',
    'team/b.yaml': `checks: [{ name: b, http: { url: https://h/, bodyFile: body.txt } }, { name: c, curl: "curl -d @body.txt https://h/" }${more}]`,
    'team/body.txt': 'of b',
  });

  it('name files relative to the one that names them, defaults too', async () => {
    const read = await listOf(naming(', { name: d, http: { url: https://h/, bodyFile: gone } }'));
    expect(read.told).toEqual(['team/b.yaml:1:167 checks[2].http.bodyFile cannot be read: there is no file gone']);
  });

  it('send what lies beside them', async () => {
    const read = await listOf(naming());
    const more = { more: { schema: { required: ['id'] } } };
    expect(read.list?.checks).toMatchObject([
      { target: { body: { text: 'of a' } }, expect: more },
      { target: { body: { text: 'of b' } }, expect: more },
      { target: { body: { text: 'of b' } }, expect: more },
    ]);
  });

  it('may come through a pipe that is in no folder', async () => {
    const root = { name: 'fd/63', text: `checks: [${tcp('a')}]`, folder: '/dev/nowhere', path: '/dev/nowhere/63' };
    expect((await loadChecks([root], {})).list?.checks).toMatchObject([{ name: 'a' }]);
  });

  it('tell the syntax faults of all', async () => {
    const { told } = await listOf({ 'a.yaml': 'include: b.yaml\nchecks: [', 'b.yaml': '' }, ['a.yaml', 'b.yaml']);
    expect(told).toEqual([
      'a.yaml:2:10 a [ above is not closed; write ] where it ends',
      'b.yaml:1:1 is empty; write checks: and a list of checks',
    ]);
  });

  it('say where each check stands, rows too', async () => {
    const read = await listOf({
      'a.yaml': `include: b.yaml\nchecks:\n  - ${tcp('a')}\n  - { curl_cmd: curl https://h, search_keyword: "" }`,
      'b.yaml':
        'checks:\n  - name: b ${var:n}\n    enabled: ${var:on}\n    for: [{ n: 1, on: true }, { n: 2, on: false }]\n    tcp: { host: h, port: 1 }\n',
    });
    expect(await read.places()).toEqual([
      { name: 'a', isEnabled: true, file: 'a.yaml', line: 3, column: 5 },
      { name: 'GET h/', isEnabled: true, file: 'a.yaml', line: 4, column: 5 },
      { name: 'b 1', isEnabled: true, file: 'b.yaml', line: 2, column: 5 },
      { name: 'b 2', isEnabled: false, file: 'b.yaml', line: 2, column: 5 },
    ]);
  });
});

describe('an include', () => {
  const including = (include: string) => `include: ${include}\nchecks: [${tcp('a')}]`;

  it.each([
    ['gone.yaml', 'is "gone.yaml", and there is no such file; check the path'],
    ['"parts/*.yaml"', 'is "parts/*.yaml", which no file fits; check the path'],
    ['"a.*"', 'is "a.*", which no file fits; check the path'],
    ['a.yaml', 'goes round in a circle: a.yaml → a.yaml; take one of them out'],
    ['parts', 'is "parts", which is a folder; write its files, as FOLDER/*.yaml'],
    ['huge', 'is "huge", which takes 1GiB; write 8MiB or less'],
    ['latin', 'is "latin", which is not UTF-8 text; save it as UTF-8'],
    ['out.yaml', 'is "out.yaml", which leads out of the folder by a symbolic link; name the file that it leads to'],
    ['/dev/zero', 'is "/dev/zero", which is no file'],
    ['"${var:x}.yaml"', 'is "${var:x}.yaml", and files are read before variables are known; name the file'],
  ])('of %s is a fault', async (include, told) => {
    const files = { 'a.yaml': including(include) };
    const folder = folderWith(files);
    mkdirSync(join(folder, 'parts'));
    writeFileSync(join(folder, 'huge'), '');
    truncateSync(join(folder, 'huge'), 1024 ** 3);
    writeFileSync(join(folder, 'latin'), Buffer.from([0x61, 0xff]));
    symlinkSync(join(folderWith({ 'x.yaml': `checks: [${tcp('x')}]` }), 'x.yaml'), join(folder, 'out.yaml'));
    expect((await listOf(files, ['a.yaml'], {}, folder)).told).toEqual([`a.yaml:1:10 include ${told}`]);
  });

  it('goes round in a circle by way of others', async () => {
    const { told } = await listOf({
      'a.yaml': including('[b/b.yaml]'),
      'b/b.yaml': `include: ../c.yaml\nchecks: [${tcp('b')}]`,
      'c.yaml': `include: [x.yaml, a.yaml]\nchecks: [${tcp('c')}]`,
      'x.yaml': 'x-nothing: 1',
    });
    expect(told).toEqual([
      'c.yaml:1:19 include[1] goes round in a circle: a.yaml → b/b.yaml → c.yaml → a.yaml; take one of them out',
    ]);
  });

  it('may be a link inside the folder, and a file further up that is written so', async () => {
    const files = {
      'in/a.yaml': `include: [link.yaml, ../up.yaml]\nchecks: [${tcp('a')}]`,
      'in/real.yaml': `checks: [${tcp('r')}]`,
      'up.yaml': `checks: [${tcp('u')}]`,
    };
    const folder = folderWith(files);
    symlinkSync('real.yaml', join(folder, 'in/link.yaml'));
    const read = await listOf(files, ['in/a.yaml'], {}, folder);
    expect(read.told).toEqual([]);
    expect(names(read)).toEqual(['a', 'r', 'u']);
  });
});

it.each([
  ['*.yaml', ['a.yaml', 'b.yaml']],
  ['**/*.yaml', ['a.yaml', 'b.yaml', 'd/c.yaml', 'd/e/f.yaml']],
  ['?.yml', ['x.yml']],
  ['d/**/*.yaml', ['d/c.yaml', 'd/e/f.yaml']],
  ['*/c*', ['d/c.yaml']],
  ['.h*', ['.h.yaml']],
  ['*a*b*', []],
  ['[a].yaml', []],
])('the pattern %s fits %j', (pattern, wanted) => {
  const files = ['b.yaml', 'a.yaml', 'x.yml', 'd/c.yaml', 'd/e/f.yaml', '.h.yaml', '.g/a.yaml', 'node_modules/a.yaml'];
  const folder = folderWith(Object.fromEntries(files.map((name) => [name, ''])));
  expect(matchingFiles(folder, pattern, 100)).toEqual(wanted);
  expect(matchingFiles('/', join(folder, pattern), 100)).toEqual(wanted.map((name) => join(folder, name)));
});

it('a pattern of many stars takes no time', () => {
  const folder = folderWith({ [`${'a'.repeat(200)}b`]: '' });
  expect(matchingFiles(folder, `${'*a'.repeat(60)}c`, 100)).toEqual([]);
});
