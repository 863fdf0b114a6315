import { readFileSync } from 'node:fs';

/** What Linux counts of a process. There is no other way in Node to learn what a child used. */

/** proc(5) counts in USER_HZ, which is 100 on every Linux that Node runs on; so a figure is good to 10 ms. */
const TICKS_PER_SECOND = 100;

export type ProcessTimes = {
  /** User and system CPU seconds of the process itself. */
  readonly ownSeconds: number;
  /** The same of all its descendants that have ended and been waited for. */
  readonly childrenSeconds: number;
};

export function processTimes(pid: number): ProcessTimes {
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  // The second field is the program's name in brackets and may hold anything; behind its bracket comes field 3.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const seconds = (field: number): number => Number(fields[field - 3]) / TICKS_PER_SECOND;
  return { ownSeconds: seconds(14) + seconds(15), childrenSeconds: seconds(16) + seconds(17) };
}

/** The most memory that the process has held so far, in bytes; null when it has ended. */
export function peakMemory(pid: number): number | null {
  try {
    const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1')) ?? [];
    return kilobytes === undefined ? null : Number(kilobytes) * 1024;
  } catch {
    return null;
  }
}
