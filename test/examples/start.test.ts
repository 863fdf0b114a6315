import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { readChecks } from '#checks-file/reader/read-checks.ts';
import { folderWith } from '../cli/command.ts';

const START = fileURLToPath(new URL('../../examples/start.ts', import.meta.url));
const CHECKS = new URL('../../examples/checks.yaml', import.meta.url);

/** The port of examples/checks.yaml is taken: by this test, or by whoever has it already. */
async function takePort(port: number): Promise<void> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.once('error', () => resolve());
    server.listen(port, '127.0.0.1', resolve);
  });
  onTestFinished(() => void server.close());
}

it('has a checks file without faults', async () => {
  expect((await readChecks(readFileSync(CHECKS, 'utf8'), '.')).faults).toEqual([]);
});

it('calls the roll of the sample API, also when its port is taken, and ends with 0 whatever is NG', async () => {
  await takePort(8787);
  const child = spawn(process.execPath, [START], {
    cwd: await folderWith(),
    env: { ...process.env, LC_ALL: 'C.UTF-8' },
  });
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  let stdout = '';
  for await (const text of child.stdout.setEncoding('utf8')) stdout += text;

  expect(await ended).toBe(0);
  expect(stdout).not.toContain('http://127.0.0.1:8787');
  for (const name of ['health', 'orders-api', 'old-home', 'stock-page-in-shift-jis', 'flaky', 'port']) {
    expect(stdout).toMatch(new RegExp(`✓ +${name} `));
  }
  for (const name of ['payments-api', 'news', 'stock-level', 'reports', 'hanging', 'moved-unseen']) {
    expect(stdout).toMatch(new RegExp(`✗ +${name} `));
  }
  expect(stdout).toContain('7 OK, 6 NG (1 flaky)');
  expect(stdout).toMatch(/The alert:\s+NG 6 of 13/);
  expect(stdout).toContain('Rollcall Healthy {Check=payments-api} 0');
  expect(stdout).toContain('Rollcall RunCompleted {Shard=manual} 1');
}, 30_000);
