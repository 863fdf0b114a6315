import { execFile } from 'node:child_process';
import { processTimes } from './proc.ts';
import { BODY, CERTIFICATE_FILE, CONCURRENCY, HEADERS, KEYWORD, targets } from './work.ts';

/**
 * The recipe: a curl process per check, its status and body judged. `node curl-pool.ts BASE_URL CHECKS` prints
 * `{"ok", "cpuSeconds"}`: the seconds of the curls alone. The recipe's own Lambda or script, which this pool stands
 * for, would come on top.
 */
const [base = '', checks = '0'] = process.argv.slice(2);
const ARGUMENTS = [
  ...['-q', '--silent', '--show-error', '--request', 'POST', '--data', BODY, '--cacert', CERTIFICATE_FILE],
  ...Object.entries(HEADERS).flatMap(([name, value]) => ['--header', `${name}: ${value}`]),
  ...['--write-out', '\n%{http_code}'],
];

function isOk(url: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    execFile('curl', [...ARGUMENTS, url], (error, output) => {
      if (error !== null) reject(error);
      else resolve(output.endsWith('\n200') && output.includes(KEYWORD));
    });
  });
}

let ok = 0;
const pending = targets(base, Number(checks)).values();
async function work(): Promise<void> {
  for (const url of pending) if (await isOk(url)) ok += 1;
}
await Promise.all(Array.from({ length: CONCURRENCY }, work));
process.stdout.write(`${JSON.stringify({ ok, cpuSeconds: processTimes(process.pid).childrenSeconds })}\n`);
