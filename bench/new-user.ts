/**
 * The way of a new user: clones this repository, follows "The first verdict" of its README with an address of one's own, and
 * prints what each command took. It downloads what `npm ci` downloads, as far as npm's cache has it not.
 *
 * usage: npm run -s bench:new-user
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What the README writes for an address of one's own. */
const ITS_URL = 'https://example.com/';
const VERDICT = /^1 OK, 0 NG/m;
const REPOSITORY = fileURLToPath(new URL('..', import.meta.url));

const folder = mkdtempSync(join(tmpdir(), 'rollcall-new-user-'));
const api = createServer((_, response) => response.end('well')).listen(0, '127.0.0.1');
try {
  await once(api, 'listening');
  const url = `http://127.0.0.1:${(api.address() as AddressInfo).port}/`;
  const clone = join(folder, 'rollcall');
  let total = await timed(`git clone -q file://${REPOSITORY} ${clone}`, folder);
  const commands = commandsOf(readFileSync(join(clone, 'README.md'), 'utf8'));
  for (const command of commands) total += await timed(command.replace(ITS_URL, url), clone);
  process.stdout.write(
    `\n${commands.length} commands in the clone, ${total.toFixed(1)} s from clone to first verdict\n`,
  );
} finally {
  api.close();
  rmSync(folder, { recursive: true, force: true });
}

/** The commands of the README's first verdict, one a line. */
function commandsOf(readme: string): readonly string[] {
  const [, block = ''] = /^## The first verdict$[\s\S]*?```sh\n([\s\S]*?)```/m.exec(readme) ?? [];
  const commands = block.trim().split('\n');
  if (!commands.at(-1)?.includes(ITS_URL)) throw new Error(`README.md: "The first verdict" asks no ${ITS_URL}`);
  return commands;
}

/** Runs a command as a terminal of its own would; the last one has to print a verdict. Seconds. */
async function timed(command: string, cwd: string): Promise<number> {
  const started = performance.now();
  const child = spawn(command, { cwd, shell: true, env: ownEnvironment(), stdio: ['ignore', 'pipe', 'inherit'] });
  let stdout = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  const [code] = await once(child, 'close');
  const seconds = (performance.now() - started) / 1000;
  if (code !== 0 || (command.includes('rollcall run') && !VERDICT.test(stdout))) {
    throw new Error(`${command} ended with ${code}\n${stdout}`);
  }
  process.stdout.write(`${seconds.toFixed(1).padStart(7)} s  ${command}\n`);
  return seconds;
}

/** Without what `npm run` adds to it: the Node of this clone and npm's own settings. */
function ownEnvironment(): NodeJS.ProcessEnv {
  const PATH = (process.env['PATH'] ?? '').split(delimiter).filter((one) => !one.includes('node_modules'));
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith('npm_'));
  return { ...Object.fromEntries(kept), PATH: PATH.join(delimiter) };
}
