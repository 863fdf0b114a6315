import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseCurl } from '#checks-file/curl/parse-curl.ts';
import { filesIn } from '#checks-file/reader/named-files.ts';
import type { HttpCheck } from '#kinds/http/check.ts';
import { SYSTEM_EFFECTS } from '#kinds/probing/effects.ts';
import { checkHttp } from '../../../checks.ts';
import { comparable } from './comparable.ts';
import { CURL_COMMANDS } from './curl-commands.ts';
import { type Recorded, type Recorder, startRecorder } from './recorder.ts';
import { VENDOR_COMMANDS } from './vendor-commands.ts';

const run = promisify(execFile);
const hasCurl = spawnSync('curl', ['--version']).status === 0 && spawnSync('bash', ['-c', 'true']).status === 0;
if (!hasCurl) process.stderr.write('skipped: curl or bash is not on the PATH, so nothing is compared with it\n');

const FILES: Readonly<Record<string, Uint8Array>> = {
  'note.txt': Buffer.from('first line\r\nsecond = line & more\n'),
  'raw.bin': Uint8Array.from({ length: 256 }, (_, i) => i),
  'page.html': Buffer.from('<p>hi</p>\n'),
  'body.json': Buffer.from('{\n  "a": [1, 2]\n}\n'),
  'query.txt': Buffer.from('a=1&\nb=2\n'),
  'headers.txt': Buffer.from('X-From-File: 1\nX-Other: 2\n'),
  'jar.txt': Buffer.from(
    '# Netscape HTTP Cookie File\n127.0.0.1\tFALSE\t/\tFALSE\t0\ta\t1\n127.0.0.1\tFALSE\t/deep\tFALSE\t0\tb\t2\nother.example\tFALSE\t/\tFALSE\t0\tc\t3\n',
  ),
};

let folder: string;
let server: Recorder;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rollcall-curl-'));
  await Promise.all(Object.entries(FILES).map(([name, bytes]) => writeFile(join(folder, name), bytes)));
  server = await startRecorder();
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

async function byCurl(command: string): Promise<readonly Recorded[]> {
  const script = command.replace(/^\$ /, '').replaceAll('\\\r\n', '\\\n');
  const env = { PATH: process.env['PATH'], LC_ALL: 'C.UTF-8', HOME: folder };
  // Some commands end with an error after they have sent what is compared: a redirect too many, a status with -f.
  await run('bash', ['--norc', '-c', script], { cwd: folder, env }).catch(() => undefined);
  return server.take();
}

async function byChecker(command: string): Promise<readonly Recorded[]> {
  const parsed = parseCurl(command, filesIn(folder));
  if ('faults' in parsed) expect.fail(JSON.stringify(parsed.faults));
  const check: HttpCheck = {
    ...{ name: 'differential', kind: 'http', tags: [], labels: { ok: 'OK', ng: 'NG' } },
    ...{ timeoutMs: 5000, connectTimeoutMs: 5000, rechecks: 0, recheckAfterSeconds: 0, schedule: { every: 300 } },
    target: parsed.check.http,
    expect: { status: [[200, 299]], keyword: null, absent: null, latencyMs: null, headers: [] },
  };
  await checkHttp({ check, previous: { attempts: 0 } }, SYSTEM_EFFECTS);
  return server.take();
}

describe.runIf(hasCurl)('the checker sends what curl sends', () => {
  const all = { ...CURL_COMMANDS, ...VENDOR_COMMANDS };

  it('for at least 400 commands', () => {
    expect(new Set(Object.values(all).flat()).size).toBeGreaterThanOrEqual(400);
  });

  describe.each(Object.entries(all))('%s', (_, commands) => {
    it.each(commands)('%s', async (template) => {
      const command = template.replaceAll('api.local', server.address);
      const wanted = await byCurl(command);
      const requests = await byChecker(command);
      expect(wanted).not.toEqual([]);
      expect(requests.map((sent) => comparable(sent, command))).toEqual(
        wanted.map((sent) => comparable(sent, command)),
      );
    });
  });
});
