import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { folderWith } from './command.ts';
import { rollcallHere } from './in-process.ts';

/** Answers with what it was sent, at the status that the path names. */
async function startEcho(): Promise<{ url: string; count: () => number }> {
  let count = 0;
  const server = createServer(async (request, response) => {
    count += 1;
    const body = (await request.toArray()).join('');
    response.writeHead(Number(request.url?.slice(1) || 200)).end(`${request.method} ${body}`);
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, count: () => count };
}

describe('rollcall run with a curl command', () => {
  it.each([
    ['as words', (url: string) => ['--', 'curl', '-s', '-d', '@body.txt', `${url}/200`]],
    ['as words without --', (url: string) => ['curl', '-s', '-d', '@body.txt', `${url}/200`]],
    ['as one quoted text', (url: string) => [`curl -s -d @body.txt '${url}/200'`]],
  ])('checks it once, %s, and leaves nothing behind', async (_, words) => {
    const [{ url, count }, cwd] = await Promise.all([startEcho(), folderWith({ 'body.txt': 'from a file' })]);
    const args = ['run', '--keyword', 'POST from a file', '--absent', 'GET', ...words(url)];
    const { code, stdout, stderr } = await rollcallHere(args, { cwd });
    expect({ code, calls: count() }).toEqual({ code: 0, calls: 1 });
    expect(stdout).toMatch(/✓ {2}POST 127\.0\.0\.1:\d+\/200 /);
    expect(stderr).toBe('');
    expect(readdirSync(cwd)).toEqual(['body.txt']);
  });

  it('is NG without a second try unless --retry asks for one', async () => {
    const [{ url, count }, cwd] = await Promise.all([startEcho(), folderWith()]);
    const once = await rollcallHere(['run', '--', 'curl', `${url}/503`], { cwd });
    expect({ code: once.code, calls: count() }).toEqual({ code: 1, calls: 1 });
    expect(once.stdout).toContain('status 503, wanted 2xx');
    await rollcallHere(['run', '--', 'curl', '--retry', '1', '--retry-delay', '0', `${url}/503`], { cwd });
    expect(count()).toBe(3);
  });

  it.each([
    ['404', '/404', 0],
    ['2xx,404', '/404', 0],
    ['200-299', '/404', 1],
  ])('takes --status %s at %s', async (status, path, code) => {
    const [{ url }, cwd] = await Promise.all([startEcho(), folderWith()]);
    expect((await rollcallHere(['run', '--status', status, '--', 'curl', url + path], { cwd })).code).toBe(code);
  });

  it('prints the document, and writes the report, as for a list', async () => {
    const [{ url }, cwd] = await Promise.all([startEcho(), folderWith()]);
    const args = ['run', '--json', '--junit', 'report.xml', '--', 'curl', `${url}/200`];
    const { stdout } = await rollcallHere(args, { cwd });
    expect(JSON.parse(stdout).results).toMatchObject([{ outcome: 'OK', status: 200 }]);
    expect(readFileSync(join(cwd, 'report.xml'), 'utf8')).toContain('tests="1"');
  });

  it('tells each fault with a caret below its column, without credentials, and sends nothing', async () => {
    const [{ url, count }, cwd] = await Promise.all([startEcho(), folderWith()]);
    const words = await rollcallHere(['run', '--', 'curl', '-u', 'me:sesame', '-Z', '-d', '@gone', url], { cwd });
    expect(words).toMatchObject({ code: 2, stdout: '' });
    expect(words.stderr.split('\n')).toEqual([
      'error: curl: -Z would change the check and is not supported; take it out',
      `  curl -u ********* -Z -d @gone ${url}`,
      '                    ^',
      'error: curl: -d: there is no file gone',
      `  curl -u ********* -Z -d @gone ${url}`,
      '                          ^',
      '',
    ]);
    const text = await rollcallHere(['run', `curl ${url} \\\n -d x --ntlm | jq`], { cwd });
    expect(text.stderr).toMatch(/\nerror: curl: --ntlm .*\n {3}-d x --ntlm\n {8}\^\n$/);
    expect(count()).toBe(0);
  });

  it.each([
    ['variables of the environment', 'curl "$BASE/200" -d "a=$A" -d "b=${B:-c}"', 'POST a=1&b=c'],
    ['variables of the text', 'A=2\ncurl $BASE/200 -d "a=$A"', 'POST a=2'],
    ['a prompt, a pipe and a redirection', "$ sudo curl $BASE/200 -d '$A {{x}}' 2>/dev/null | jq .", 'POST $A {{x}}'],
    ['a here-document', "curl $BASE/200 -d @- <<'E'\n{}\nE", 'POST {}'],
  ])('takes a text as it is pasted: %s', async (_, text, keyword) => {
    const [{ url }, cwd] = await Promise.all([startEcho(), folderWith()]);
    vi.stubEnv('BASE', url);
    vi.stubEnv('A', '1');
    onTestFinished(() => void vi.unstubAllEnvs());
    const { code, stderr } = await rollcallHere(['run', '--keyword', keyword, text], { cwd });
    expect({ code, stderr: stderr.replace(/^(?:note: .*\n)*/, '') }).toEqual({
      code: 0,
      stderr: '',
    });
  });

  it('sends words as they are, whatever they look like', async () => {
    const [{ url }, cwd] = await Promise.all([startEcho(), folderWith()]);
    const words = ['run', '--keyword', 'POST ${x} {{y}} $Z', '--', 'curl', '-d', '${x} {{y}} $Z', `${url}/200`];
    expect((await rollcallHere(words, { cwd })).code).toBe(0);
  });

  it.each([
    [['--only', 'a', '--', 'curl', 'h'], '--only goes with a checks file, not with a curl command'],
    [['--checks', 'checks.yaml', 'curl h'], '--checks goes with a checks file, not with a curl command'],
    [['--keyword', 'k'], '--keyword goes with a curl command; in a checks file write it under expect'],
    [['--status', '9', 'curl h'], /^error: --status is 9; write a status from 100 to 599/],
    [['--status', '', 'curl h'], /^error: --status is ""; write a status/],
    [['--keyword', '', 'curl h'], /^error: --keyword is ""; write the text to look for/],
    [['--keyword', 'k', 'curl -I h'], '--keyword looks into a body, and HEAD has none; write GET'],
    [['--', 'curl', '--retry', '11', 'h'], 'the command is refused: --retry is 11; write 10 or less'],
    [
      ['--', 'wget', 'h'],
      'there is no file wget; check the path, or name another with --checks FILE\nerror: there is no file h; check',
    ],
    [['curl'], 'curl: the command names no url; write one'],
  ])('refuses %j', async (args, told) => {
    const { code, stderr } = await rollcallHere(['run', ...args], { cwd: await folderWith() });
    expect(code).toBe(2);
    if (typeof told === 'string') expect(stderr).toContain(`error: ${told}`);
    else expect(stderr).toMatch(told);
  });
});
