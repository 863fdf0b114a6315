import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { parseCurl } from '#checks-file/curl/parse-curl.ts';
import { importChecks } from '#checks-file/import/import-checks.ts';
import { filesIn } from '#checks-file/reader/named-files.ts';
import { SYSTEM_EFFECTS } from '#kinds/probing/effects.ts';
import { checkHttp, httpCheck } from '../../../checks.ts';
import { comparable } from './comparable.ts';
import { type Recorded, type Recorder, startRecorder } from './recorder.ts';

const run = promisify(execFile);
const hasCurl = spawnSync('curl', ['--version']).status === 0 && spawnSync('bash', ['-c', 'true']).status === 0;

/** What a shell and a check have in their environment. */
const VARIABLES = { TOKEN: 't0k en', A: 'a&b', X_y: 'xy', USER_ID: '7' };

/** Texts as people run them in a shell; imported they send the same. */
const SCRIPTS = [
  'curl "$BASE/a?x=1" -H "Authorization: Bearer $TOKEN"',
  'curl "${BASE}/$USER_ID/${X_y}z" -d "t=$TOKEN" -d \'$TOKEN ${A}\'',
  'curl $BASE/v -d "{\\"a\\": \\"$A\\", \\"b\\": \\"\\$A \\${A}\\"}"',
  'curl $BASE/q -d \'{"a":"\'"$TOKEN"\'","b":"\'$USER_ID\'"}\'',
  'B="$BASE/base"\nNAME=\'a b\'\ncurl "$B/x" -d "n=$NAME" -d n2="${NAME}" --data-urlencode "n3=$NAME"',
  'P=p\nexport P=n Q="$P/q"\ncurl "$BASE/$Q/$P"',
  'curl "${NONE:-$BASE}/d" || true',
  'curl -s $BASE/json -d @- <<\'EOF\'\n{"a": {\n  "b": "$TOKEN it\'s"}}\nEOF',
  'curl -s $BASE/doc --data-binary @- <<EOF\nline $A \\$A\n  {{x}} ${X_y}\nEOF',
  'curl -s $BASE/tabs --data-binary @- <<-EOF\n\tone\n\t\ttwo\n\tEOF',
  "curl -s $BASE/string --data-binary @- <<< 'a b'",
  'echo \'{"a":1}\' | curl -s -d @- $BASE/echo',
  'printf abc | curl -s --data-binary @- $BASE/printf',
  'cat note.txt | curl -s --data-binary @- $BASE/cat',
  'curl -s --data-binary @- $BASE/less < note.txt',
  'cat note.txt | curl -s -T - $BASE/upload',
  'curl -s $BASE/a && curl -s $BASE/b; curl -s $BASE/c || echo no',
  'if curl -fs $BASE/if; then echo yes; fi',
  'S=$(curl -s -o /dev/null -w "%{http_code}" $BASE/status)',
  '[ "$(curl -s $BASE/test)" = ok ] || exit 1',
  's=`curl -sI $BASE/ticks`',
  'curl -s $BASE/p 2>/dev/null | head -c 1 >/dev/null',
  'curl -s $BASE/one $BASE/two "$BASE/{three,four}" "$BASE/n[1-3]"',
  "curl -s -d a=1 $BASE/first --next -H 'X-B: 1' $BASE/second",
  'curl -s $BASE/t -d \'{"template":"Hi {{name}} and ${x} {{{y}}} {{uuid"}\'',
  'curl -s $BASE/u -u "$X_y:$TOKEN"',
  "curl -s $BASE/c \\\n  -H 'A: 1' \\\n  -d 'x\ny'",
  "A='it'\\''s'\ncurl -s $BASE/quoted -d \"$A\" -d x\"$A\"y",
];

let folder: string;
let server: Recorder;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rollcall-published-'));
  await writeFile(join(folder, 'note.txt'), 'first line\nsecond = line & more\n');
  server = await startRecorder();
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await server.close();
  await rm(folder, { recursive: true });
});

async function byShell(script: string): Promise<readonly Recorded[]> {
  const env = {
    PATH: process.env['PATH'],
    LC_ALL: 'C.UTF-8',
    HOME: folder,
    ...VARIABLES,
    BASE: `http://${server.address}`,
  };
  await run('bash', ['--norc', '-c', script], { cwd: folder, env }).catch(() => undefined);
  return server.take();
}

async function byChecks(script: string): Promise<readonly Recorded[]> {
  for (const [name, value] of Object.entries({ ...VARIABLES, BASE: `http://${server.address}` }))
    vi.stubEnv(name, value);
  const files = filesIn(folder);
  const options = { from: 'curl', unsafe: true, baseUrl: null, variables: new Map(), keepSecrets: true } as const;
  const { entries, leftovers } = importChecks(script, {
    ...options,
    taken: [],
    hosts: [],
    targets: null,
    outside: { files },
  });
  expect(leftovers).toEqual([]);
  for (const { curl } of entries) {
    const read = parseCurl(String(curl), files);
    if ('faults' in read) expect.fail(JSON.stringify(read.faults));
    const check = { ...httpCheck(''), target: read.check.http };
    await checkHttp({ check, previous: { attempts: 0 } }, SYSTEM_EFFECTS);
  }
  return server.take();
}

describe.runIf(hasCurl)('imported commands send what a shell sends', () => {
  it.each(SCRIPTS)('%s', async (script) => {
    const wanted = await byShell(script);
    const requests = await byChecks(script);
    expect(wanted).not.toEqual([]);
    expect(requests.map((sent) => comparable(sent, script))).toEqual(wanted.map((sent) => comparable(sent, script)));
  });
});
