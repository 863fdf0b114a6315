import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { measureNode } from '../measure.ts';
import { BODY, CERTIFICATE_FILE, CONCURRENCY, HEADERS, KEYWORD, targets } from '../work.ts';
import { type Contender, type Job, NOTHING_TO_STOP } from './contender.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** What `npm run rollcall` starts, without npm: Node's options and the program. */
function commandOf(): { nodeOptions: readonly string[]; program: string } {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: { rollcall: string } };
  const [node, ...args] = scripts.rollcall.split(' ');
  const program = args.pop();
  if (node !== 'node' || program === undefined)
    throw new Error(`npm script rollcall is "${scripts.rollcall}", not node`);
  return { nodeOptions: args, program: join(ROOT, program) };
}

function checksFile({ base, checks }: Job): string {
  const lines = targets(base, checks).map((url, index) =>
    [
      `  - name: target-${index + 1}`,
      '    http:',
      `      url: ${url}`,
      '      method: POST',
      `      headers: ${JSON.stringify(HEADERS)}`,
      `      body: '${BODY}'`,
      '    expect:',
      '      status: 200',
      `      keyword: ${KEYWORD}`,
    ].join('\n'),
  );
  return `checks:\n${lines.join('\n')}\n`;
}

/** `packaged`: bin/rollcall.cjs beside the built command alone, as it is installed. */
function packagedCommand(directory: string): { nodeOptions: readonly string[]; program: string } {
  const folder = join(directory, 'package');
  for (const path of ['bin', 'dist/cli', 'statemachines', 'package.json']) {
    cpSync(join(ROOT, path), join(folder, path), { recursive: true });
  }
  return { nodeOptions: [], program: join(folder, 'bin', 'rollcall.cjs') };
}

/**
 * `rollcall run --json`, whole: start, checks file, workflow, verdicts, sinks. Its `.rollcall/` goes to `directory`.
 * `profiling` is more options for Node.
 */
export function rollcall(directory: string, profiling: readonly string[] = []): Contender {
  return contender(directory, commandOf(), profiling);
}

/** The same of an installed package. */
export function packaged(directory: string): Contender {
  return contender(directory, packagedCommand(directory), []);
}

function contender(
  directory: string,
  { nodeOptions, program }: ReturnType<typeof commandOf>,
  profiling: readonly string[],
): Contender {
  return {
    run: async (job) => {
      const file = join(directory, 'checks.yaml');
      writeFileSync(file, checksFile(job));
      const usage = await measureNode({
        args: [
          ...nodeOptions,
          ...profiling,
          program,
          'run',
          '--checks',
          file,
          '--json',
          '--concurrency',
          String(CONCURRENCY),
        ],
        cwd: directory,
        env: { ...process.env, NODE_EXTRA_CA_CERTS: CERTIFICATE_FILE },
      });
      if (usage.exitCode !== 0) throw new Error(`rollcall run ended with exit code ${usage.exitCode}, wanted 0`);
      const { counts } = JSON.parse(usage.output) as { counts: { ok: number } };
      return { ...usage, ok: counts.ok };
    },
    stop: NOTHING_TO_STOP,
  };
}
