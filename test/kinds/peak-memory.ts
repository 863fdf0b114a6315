import { readFileSync } from 'node:fs';

/**
 * The most memory, in MiB, that this process has had resident. On Linux resourceUsage's figure has in it what the process
 * that started it took, so the kernel is asked for that of this program alone.
 */
export function peakMiB(): number {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS / 1024;
  const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
  return Number(kilobytes) / 1024;
}
