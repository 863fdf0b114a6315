import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { measureNode } from '../measure.ts';
import { BODY, CERTIFICATE_FILE, CONCURRENCY, HEADERS, KEYWORD, targets } from '../work.ts';
import { type Contender, type Job, NOTHING_TO_STOP } from './contender.ts';

const CLI = fileURLToPath(new URL('../../cli/main.ts', import.meta.url));

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

/**
 * `rollcall run --json`, whole: start, checks file, workflow, verdicts, sinks. Its `.rollcall/` goes to `directory`.
 * `nodeOptions` come before the program, for the profiler.
 */
export function rollcall(directory: string, nodeOptions: readonly string[] = []): Contender {
  return {
    run: async (job) => {
      const file = join(directory, 'checks.yaml');
      writeFileSync(file, checksFile(job));
      const usage = await measureNode({
        args: [...nodeOptions, CLI, 'run', '--checks', file, '--json', '--concurrency', String(CONCURRENCY)],
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
