import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sendingOtlp } from '../../cli/commands/otlp.ts';
import { pointsIn } from '../core/report/otlp/request-schema.ts';
import { httpServer } from '../kinds/servers.ts';
import { folderWith, rollcall } from './command.ts';
import { rollcallHere } from './in-process.ts';
import { checksOf, startTarget } from './target.ts';
import { rollCall, verdict } from './verdicts.ts';

const SECRET = 'very-secret-key';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** A receiver that keeps what it got, and answers as a test wants. */
async function startReceiver(answer: Answer = (_, response) => void response.end('{}')) {
  const got: { readonly request: IncomingMessage; readonly text: string }[] = [];
  const url = await httpServer(async (request, response) => {
    got.push({ request, text: Buffer.concat(await request.toArray()).toString() });
    answer(request, response);
  });
  return { url, got };
}

async function runTo(address: string, options: { args?: readonly string[]; env?: Record<string, string> } = {}) {
  const { url } = await startTarget();
  const cwd = await folderWith({ 'checks.yaml': checksOf(url, ['ok', 'down']) });
  const { args = [], env = {} } = options;
  return { cwd, ...(await rollcallHere(['run', '--quiet', '--otlp', address, ...args], { cwd, env })) };
}

describe('rollcall run --otlp', () => {
  it('posts one request with the headers of the environment', async () => {
    const { url, got } = await startReceiver();
    const env = { OTEL_EXPORTER_OTLP_HEADERS: `api-key=${SECRET}, x-tenant = a%2Cb%20c,content-type=text/plain` };
    const { code, stdout, stderr } = await runTo(`${url}/otlp/`, { env });

    expect([code, stdout, stderr, got.length]).toEqual([1, '', '', 1]);
    expect(got[0]?.request).toMatchObject({ method: 'POST', url: '/otlp/v1/metrics' });
    expect(got[0]?.request.headers).toMatchObject({
      'api-key': SECRET,
      'x-tenant': 'a,b c',
      'content-type': 'application/json',
    });
    const points = pointsIn(JSON.parse(got[0]?.text ?? ''));
    expect(points).toContain('rollcall.check.success rollcall.check=ok rollcall.kind=http 1');
    expect(points).toContain('rollcall.check.success rollcall.check=down rollcall.kind=http 0');
    expect(got[0]?.text).not.toMatch(new RegExp(`${SECRET}|127\\.0\\.0\\.1`));
  });

  it('takes an address with the path of metrics as it is', async () => {
    const { url, got } = await startReceiver();
    await runTo(`${url}/v1/metrics`);
    expect(got.map(({ request }) => request.url)).toEqual(['/v1/metrics']);
  });

  it.each<[what: string, answer: Answer, why: string]>([
    ['a refusal', (_, response) => void response.writeHead(401).end(SECRET), 'answered 401'],
    [
      'a redirect',
      (_, response) => void response.writeHead(307, { location: 'http://127.0.0.1:1/' }).end(),
      'answered 307',
    ],
    [
      'a part that was not taken',
      (_, response) => void response.end('{"partialSuccess":{"rejectedDataPoints":"3","errorMessage":"no"}}'),
      'rejected 3 data points',
    ],
    ['an end in the middle', (request) => void request.socket.destroy(), 'could not be reached: UND_ERR_SOCKET'],
  ])('%s is reported, ends with 3, and metrics say so', async (_, answer, why) => {
    const { url } = await startReceiver(answer);
    const env = { OTEL_EXPORTER_OTLP_HEADERS: `api-key=${SECRET}` };
    const { cwd, code, stderr } = await runTo(url, { args: ['--metrics', 'a.prom'], env });
    expect([code, stderr]).toEqual([3, `rollcall: --otlp was not sent: ${new URL(url).host} ${why}\n`]);
    const text = await readFile(join(cwd, 'a.prom'), 'utf8');
    expect(text).toContain('\nrollcall_run_success{run="a"} 0\n');
    expect(text).toContain('\nprobe_success{check="ok"} 1\n');
  });

  it('gives up on a receiver that does not answer, or never ends', async () => {
    const io = (stderr: string[]) => ({
      stdin: process.stdin,
      stdout: process.stdout,
      stderr: { write: (text: string) => stderr.push(text) },
      env: {},
      cwd: '.',
      signal: new AbortController().signal,
      now: () => 0,
      filesRead: new Set<string>(),
    });
    const answers: readonly Answer[] = [() => {}, (_, response) => void response.write('{')];
    for (const answer of answers) {
      const { url } = await startReceiver(answer);
      const stderr: string[] = [];
      const called = { rollCall: rollCall([verdict()]), total: 1, elapsedMs: 1 };
      const runs = sendingOtlp(
        url,
        io(stderr),
        async (onCalled) => {
          onCalled(called);
          return 0;
        },
        100,
      );
      expect(await runs(() => {})).toBe(3);
      expect(stderr).toEqual([`rollcall: --otlp was not sent: ${new URL(url).host} did not answer in 0.1 s\n`]);
    }
  });

  it('sends nothing of a run that was interrupted', async () => {
    const { url, got } = await startReceiver();
    const target = await startTarget();
    const cwd = await folderWith({ 'checks.yaml': checksOf(target.url, ['hanging']) });
    const ended = await rollcall(['run', '--otlp', url], { cwd, stopWhen: target.hung, signal: 'SIGTERM' });
    expect([ended.code, got]).toEqual([143, []]);
  });

  it.each<[address: string, headers: string, why: RegExp]>([
    ['localhost:4318', '', /^error: --otlp takes the address of an OTLP\/HTTP receiver/],
    [`http://user:${SECRET}@localhost`, '', /^error: --otlp takes no credentials in its address/],
    ['http://localhost:4318', SECRET, /^error: OTEL_EXPORTER_OTLP_HEADERS cannot be read/],
    ['http://localhost:4318', `a=%zz${SECRET}`, /^error: OTEL_EXPORTER_OTLP_HEADERS cannot be read/],
    ['http://localhost:4318', `a b=${SECRET}`, /^error: OTEL_EXPORTER_OTLP_HEADERS cannot be read/],
    ['http://localhost:4318', `a=${SECRET}%0d%0ab: c`, /^error: OTEL_EXPORTER_OTLP_HEADERS cannot be read/],
  ])('refuses %s with headers %s before anything is called', async (address, headers, why) => {
    const { code, stdout, stderr } = await runTo(address, { env: { OTEL_EXPORTER_OTLP_HEADERS: headers } });
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(why);
    expect(stderr).not.toContain(SECRET);
  });
});
