import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { headerValues } from '#kinds/http/observation.ts';
import { httpProbe } from '#kinds/http/probe.ts';
import { SYSTEM_EFFECTS } from '#kinds/probing/effects.ts';
import { httpCheck } from '../../../checks.ts';
import { rawServer } from '../../../servers.ts';
import { bytesOf, CURL_VERSION, ODD_ANSWERS } from '../answers/odd-answers.ts';

const run = promisify(execFile);
const VERSION = /^curl (\S+)/.exec(spawnSync('curl', ['--version'], { encoding: 'utf8' }).stdout ?? '')?.[1];
let folder = '';

type Read = {
  readonly status: number;
  readonly headers: Readonly<Record<string, readonly string[]>>;
  readonly body: string;
};

/** What curl makes of an answer, or the code that it exits with. */
async function byCurl(url: string): Promise<Read | number> {
  const file = join(folder, new URL(url).port);
  const words = ['-q', '-sS', '-m', '5', '-o', file, '-w', '%{http_code} %{header_json}', url];
  try {
    const { stdout } = await run('curl', words, { encoding: 'latin1', env: { NO_PROXY: '*' } });
    const body = await readFile(file, 'latin1').catch(() => '');
    return { status: Number(stdout.slice(0, 3)), headers: headersIn(stdout.slice(4)), body };
  } catch (error) {
    const { code } = error as { code?: unknown };
    if (typeof code === 'number') return code;
    throw error;
  }
}

/** Some versions forget the backslash of an escape, and extend the sign of a byte: such characters are left out. */
function headersIn(json: string): Read['headers'] {
  return normal(JSON.parse(json.replace(/\\?u(?:ffffff|00)[0-9a-f]{2}/g, '')));
}

/** Names as a JSON of curl's has them; of values what a line can show. */
function normal(headers: Readonly<Record<string, readonly string[]>>): Read['headers'] {
  const rows = Object.entries(headers).map(([name, values]): [string, string[]] => [
    name.replace(/[^!-~]/g, ''),
    values.map((value) =>
      value
        .replace(/\r.*$/s, '')
        .replace(/[^ -~]/g, '')
        .trim(),
    ),
  ]);
  return Object.fromEntries(rows.toSorted(([a], [b]) => a.localeCompare(b)));
}

async function byUs(url: string): Promise<Read | string> {
  const check = httpCheck(url);
  const it = await httpProbe.observe(check, SYSTEM_EFFECTS, check.target);
  if (it.outcome === 'failure') return it.reason.message;
  const names = it.rawHeaders.filter((_, index) => index % 2 === 0).map((name) => name.toLowerCase());
  const headers = Object.fromEntries(names.map((name) => [name, headerValues(it.rawHeaders, name)]));
  return { status: it.status, headers: normal(headers), body: it.body.toString('latin1') };
}

describe.skipIf(VERSION === undefined)('the same raw answer to curl and to us', () => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'answers-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it.each(ODD_ANSWERS.filter(({ differs }) => differs === undefined))('is read alike: $name', async (line) => {
    const url = await rawServer(bytesOf(line), true);
    const theirs = await byCurl(url);
    if (typeof theirs === 'number') return;
    expect(await byUs(url)).toEqual(theirs);
  });

  it.runIf(VERSION === CURL_VERSION).each(ODD_ANSWERS)('is what the file says of curl: $name', async (line) => {
    const theirs = await byCurl(await rawServer(bytesOf(line), true));
    const said = typeof theirs === 'number' ? `exit ${theirs}` : `${theirs.status} ${theirs.body}`.trim();
    expect(said).toBe(line.curl);
  });
});
