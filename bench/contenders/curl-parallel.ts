import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { measure } from '../measure.ts';
import { BODY, CERTIFICATE_FILE, CONCURRENCY, HEADERS, targets } from '../work.ts';
import { type Contender, NOTHING_TO_STOP } from './contender.ts';

/** One curl for all checks, which judges nothing: the status alone is counted, and no keyword is looked for. */
export function curlParallel(directory: string): Contender {
  const config = join(directory, 'curl.conf');
  return {
    run: async ({ base, checks }) => {
      writeFileSync(
        config,
        targets(base, checks)
          .map((url) => `url = "${url}"\noutput = "/dev/null"\n`)
          .join(''),
      );
      const usage = await measure('curl', {
        args: [...ARGUMENTS, '--config', config],
        cwd: directory,
        env: process.env,
      });
      return { ...usage, ok: usage.output.split('\n').filter((line) => line === '200').length };
    },
    stop: NOTHING_TO_STOP,
  };
}

const ARGUMENTS = [
  ...['-q', '--silent', '--show-error', '--no-progress-meter', '--parallel', '--parallel-max', String(CONCURRENCY)],
  // A connection each, as everybody else has it.
  ...['--header', 'connection: close', '--request', 'POST', '--data', BODY, '--cacert', CERTIFICATE_FILE],
  ...Object.entries(HEADERS).flatMap(([name, value]) => ['--header', `${name}: ${value}`]),
  ...['--write-out', '%{http_code}\n'],
];
