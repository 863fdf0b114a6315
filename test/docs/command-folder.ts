import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { onTestFinished } from 'vitest';
import type { Ended } from '../cli/command.ts';
import { rollcallHere } from '../cli/in-process.ts';

const IMPORTED = 'test/checks-file/import/fixtures/';
/** What `rollcall import` of the documentation reads, by a sample of the same tool. */
const SAMPLES: Readonly<Record<string, string>> = {
  'config.yaml': 'gatus.yaml',
  'blackbox.yml': 'blackbox.yml',
  'backup.json': 'kuma.json',
  'recording.har': 'shop.har',
};
const PROMETHEUS = `scrape_configs:
  - job_name: blackbox
    metrics_path: /probe
    params: { module: [http_2xx] }
    static_configs: [{ targets: [https://shop.example.com/] }]
`;
/** What readers put their own words for; a word in brackets may be left out. */
const PLACEHOLDERS: Readonly<Record<string, string>> = {
  NAME: 'orders-api',
  FILE: 'rollcall.prom',
  URL: 'https://…/ping/a/b',
  '…': 'https://…',
  command: 'true',
};
/** What the shell of an example has in it. */
const VARIABLES: Readonly<Record<string, string>> = {
  $RELEASE: 'Example',
  $GITHUB_BASE_REF: 'main',
  $CI_MERGE_REQUEST_DIFF_BASE_SHA: 'origin/main',
};

/** `unwritten`: files and folders that the command was told to write, and has not. */
type EndedShown = Ended & { readonly unwritten: readonly string[] };

/** Runs a command of the documentation in a folder that has the files it names, every address in it that of `target`. */
export async function runShown(shown: readonly string[], target: string): Promise<EndedShown> {
  const cwd = mkdtempSync(join(tmpdir(), 'rollcall-docs-'));
  onTestFinished(() => rmSync(cwd, { recursive: true, force: true }));
  const [command = ''] = shown;
  const args = shown
    .filter((word) => !/^\[.*\]$/.test(word))
    .map((word) => meant(word === 'NAME' && OF_JOBS.has(command) ? 'nightly-backup' : word, cwd, target));
  if (command !== 'init') furnish(cwd, args, target);
  if (args.includes('--changed-since')) commitAll(cwd);
  const settings = { cwd, env: { PATH: process.env['PATH'], ROLLCALL_TOKEN: 'a-token-of-thirty-two-characters' } };
  if (OF_THE_PAST.has(command) || args.includes('--remember')) {
    await rollcallHere(['run', '--remember', '--only', 'orders-api'], settings);
  }
  const isWatch = command === 'watch';
  const ended = await rollcallHere(isWatch ? [...args, '--port', '0'] : args, {
    ...settings,
    ...(isWatch && { signal: AbortSignal.abort('SIGTERM') }),
    stdin: Readable.from([`*/5 * * * * curl -fsS ${target}\n`]),
  });
  const written = args.flatMap((word, index) => (WRITES.has(word) ? (args[index + 1] ?? []) : []));
  return { ...ended, unwritten: written.filter((path) => !existsSync(resolve(cwd, path))) };
}

const OF_THE_PAST = new Set(['report', 'export']);
const OF_JOBS = new Set(['exec', 'heartbeat']);
const WRITES = new Set(['--out', '--junit', '--metrics', '--html']);

/** A word as a reader means it: with values, addresses of the target, and files below the folder. */
function meant(word: string, cwd: string, target: string): string {
  const value = PLACEHOLDERS[word] ?? word.replaceAll(/\$\w+/g, (name) => VARIABLES[name] ?? '');
  if (/^https?:/.test(value)) return value.replace(/^https?:\/\/[^/]*/, target);
  return value.startsWith('/') ? join(cwd, value) : value;
}

/** Writes the checks files, and whatever else the words name. */
function furnish(cwd: string, args: readonly string[], target: string): void {
  const put = (path: string, text: string, mode?: number) => {
    const file = resolve(cwd, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text, { mode });
  };
  const isImport = args[0] === 'import';
  if (!isImport) put('checks.yaml', mainChecks(target));
  put('prometheus.yml', PROMETHEUS);
  for (const word of args) {
    const sample = SAMPLES[word];
    if (isImport && sample !== undefined) copyFileSync(`${IMPORTED}${sample}`, join(cwd, word));
    else if (word.endsWith('.sh')) put(word, '#!/bin/sh\n', 0o755);
    else if (word.endsWith('/')) put(`${word}a.yaml`, oneCheck(word, target));
    else if (/(?<!^checks)\.yaml$/.test(word) && !isImport) put(word, oneCheck(word, target));
    else if (word.endsWith('.prom')) mkdirSync(dirname(word), { recursive: true });
  }
}

const oneCheck = (file: string, target: string): string =>
  `checks:\n  - { name: "of ${file}", tags: [smoke], http: { url: ${target} } }\n`;

/** Checks of the names and tags that the documentation has, all of them healthy, which notice whatever breaks. */
function mainChecks(target: string): string {
  const shared = `tags: [smoke, gate, shop, payments], http: { url: ${target} }, expect: { status: 200, keyword: Example, latency: 9s }`;
  return `page: { public: { tags: [shop] } }
alerts: { topics: { default: { receivers: [{ webhook: { url: ${target} } }] } } }
checks:
  - { name: orders-api, ${shared} }
  - { name: checkout, ${shared} }
  - { name: nightly-backup, heartbeat: { every: 24h } }
  - { name: backup, heartbeat: { every: 24h } }
`;
}

function commitAll(cwd: string): void {
  const git = (...args: readonly string[]) =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], { cwd, stdio: 'pipe' });
  git('init', '-b', 'main');
  git('add', '.');
  git('commit', '-m', 'first');
  git('update-ref', 'refs/remotes/origin/main', 'HEAD');
}
