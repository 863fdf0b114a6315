import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';

const MOST_MB = 120;

/**
 * Peaks come late when something is compiled in the background, so it stays for a while after it has read. The peak is that
 * of the program itself: resourceUsage's has in it what the process that started it took.
 */
const PROGRAM = `
  import { readFileSync } from 'node:fs';
  import { setTimeout } from 'node:timers/promises';
  const { readChecks } = await import('./checks-file/reader/read-checks.ts');
  const curl = (n) => \`curl -sSf -X POST 'https://api.example/\${n}?a=1&b=2' \\\\
    -H "Accept: application/json" -H 'X-Key: \\\${env:KEY}' \\\\
    --data-raw $'{"text":"it\\\\'s \\\\u00e9"}' --max-time 5 # a note\`;
  const checks = Array.from({ length: 50 }, (_, n) => ({ name: \`check \${n}\`, curl: curl(n) }));
  const { list, faults } = await readChecks(JSON.stringify({ checks }), '.');
  await setTimeout(300);
  const [, kilobytes] = /^VmHWM:\\s+(\\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'));
  const mb = Number(kilobytes) / 1024;
  process.stdout.write(JSON.stringify({ read: list?.checks.length, faults, mb }));
`;

it.runIf(process.platform === 'linux')(`reads 50 curl checks in less than ${MOST_MB} MB`, () => {
  const { read, faults, mb } = JSON.parse(
    execFileSync(process.execPath, ['--input-type=module', '-e', PROGRAM], { encoding: 'utf8' }),
  );
  expect(faults).toEqual([]);
  expect(read).toBe(50);
  expect(mb).toBeLessThan(MOST_MB);
});
