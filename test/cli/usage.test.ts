import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderWith } from './command.ts';
import { rollcallHere } from './in-process.ts';
import { checksOf } from './target.ts';

describe('rollcall run, asked for what cannot be', () => {
  const cases = [
    { args: ['--only', 'okk'], message: /okk.*ok/s },
    { args: ['--tags', 'nothing'], message: /nothing/ },
    { args: ['--only', 'okk', '--tags', 'nothing'], message: /^error: --only .*\nerror: --tags .*\n$/ },
    { args: ['--only', 'ok,,down'], message: /empty name.*a,b,c/ },
    { args: ['--checks', 'other.yaml'], message: /there is no file other\.yaml/ },
    {
      args: ['--only', 'okk'],
      message: /^error: --only "okk" is the name of no enabled check/,
    },
    {
      args: ['--tags', 'a', '--only', 'ok'],
      message: /^error: --tags "a" is the tag of no enabled check/,
    },
    {
      args: ['http://example.com/a?b'],
      message:
        /^error: "http:.*b" is an address, and no checks file; a URL is checked as a curl command: rollcall run -- curl 'http:.*b'$/m,
    },
    { args: ['--keep-for', '48h'], message: /--keep-for says how long --remember keeps verdicts; add --remember/ },
    {
      args: ['--junit', 'a.xml', '--junit', 'b.xml'],
      message: /--junit is given twice, as a\.xml and as b\.xml; write it once/,
    },
    { args: ['--concurrency', '0'], message: /'0' is invalid.*from 1 to 1000/s },
    { args: ['--concurrency', '2.5'], message: /from 1 to 1000/ },
    { args: ['--jsn'], message: /unknown option '--jsn'.*Did you mean --json/s },
    { args: ['other.yaml'], message: /there is no file other\.yaml; check the path/ },
    { args: ['--environment', 'x', '--', 'curl', 'h'], message: /--environment goes with a checks file/ },
    { args: ['--publish'], message: /add --topic ARN/ },
    { args: ['--publish', '--topic', 'alerts'], message: /--topic alerts is not the ARN.*arn:aws:sns:/ },
    { args: ['--topic', 'arn:aws:sns:us-west-2:123456789012:a'], message: /--topic means nothing without --publish/ },
    {
      args: ['--publish', '--topic', 'arn:aws:sns:us-west-2:123456789012:a', '--namespace', 'AWS/EC2'],
      message: /--namespace AWS\/EC2/,
    },
    { args: ['--junit', 'checks.yaml/report.xml'], message: /--junit checks\.yaml\/report\.xml cannot be written/ },
  ];

  it.each(cases)('refuses $args with 2 and says why', async ({ args, message }) => {
    const cwd = await folderWith({ 'checks.yaml': checksOf('http://127.0.0.1:9', ['ok', 'down']) });
    const { code, stdout, stderr } = await rollcallHere(['run', ...args], { cwd });

    expect(stderr).toMatch(message);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(existsSync(join(cwd, '.rollcall'))).toBe(false);
  });

  it('prints every fault of the checks file and sends nothing', async () => {
    const cwd = await folderWith({
      'checks.yaml': 'checks:\n  - name: a\n    htp: {}\n  - name: a\n    tcp: {host: h}\n',
    });
    const { code, stdout, stderr } = await rollcallHere(['run'], { cwd });

    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr.match(/^checks\.yaml:\d+:\d+ checks\[\d\]/gm)?.length).toBeGreaterThan(1);
  });

  it('stops waiting for the standard input when it is told to', async () => {
    const stop = new AbortController();
    async function* silent(): AsyncGenerator<string> {
      stop.abort('SIGINT');
      await new Promise(() => {});
      yield '';
    }
    const settings = { cwd: await folderWith(), stdin: silent(), signal: stop.signal };
    const { code, stderr } = await rollcallHere(['run', '--checks', '-'], settings);

    expect(code).toBe(130);
    expect(stderr).toBe('interrupted before any check was called\n');
  });
});
