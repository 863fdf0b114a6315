import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import type { Receiver } from '#core/check/alerting.ts';
import { bodiesOf } from '#core/report/bodies.ts';
import type { Notification } from '#core/report/notification.ts';
import { told } from '#core/text/safe-text.ts';
import { type Ending, ReceiverFault } from './receiver-fault.ts';

const TIMEOUT_MS = 30_000;
/** What does not end when it is asked to is ended so much later. */
const GRACE_MS = 2_000;
/** For what it said to come through, once it has ended. */
const LAST_WORDS_MS = 200;
const KEPT_OUTPUT = 300;

type Command = Extract<Receiver, { kind: 'command' }>;

/**
 * Runs a program without a shell and hands it the JSON document. It may have done its work before it failed, so it is
 * not tried again; only one that could not be started is. It is over when the program has ended, whatever that has
 * started and left behind.
 */
export async function callCommand(
  { argv: [program = '', ...args] }: Command,
  notification: Notification,
  { timeoutMs = TIMEOUT_MS, graceMs = GRACE_MS, signal }: Ending & { readonly graceMs?: number } = {},
): Promise<void> {
  // A group of its own, so that what the program has started is ended with it.
  const child = spawn(program, args, { stdio: ['pipe', 'ignore', 'pipe'], shell: false, detached: true });
  // One that could not be started has no streams either, and says so a moment later.
  const exited = once(child, 'exit');
  exited.catch(() => {});
  let said = '';
  child.stderr?.on('data', (text) => {
    said = `${said}${text}`;
    if (said.length > 2 * KEPT_OUTPUT) said = `…${said.slice(-KEPT_OUTPUT)}`;
  });
  const closed = once(child, 'close').catch(() => {});
  // A program that does not read its input is fine.
  child.stdin?.on('error', () => {});
  child.stdin?.end(bodiesOf(notification).default);
  const timers = [
    setTimeout(() => endGroup(child, 'SIGTERM'), timeoutMs),
    setTimeout(() => endGroup(child, 'SIGKILL'), timeoutMs + graceMs),
  ];
  const stop = () => endGroup(child, 'SIGKILL');
  signal?.addEventListener('abort', stop, { once: true });
  try {
    const [code, killedBy] = await exitOf(exited, program);
    if (code === 0) return;
    await Promise.race([closed, pause(LAST_WORDS_MS)]);
    const how =
      killedBy === null ? `ended with ${code}` : `was ended by ${killedBy} after ${timeoutMs / 1000} s at most`;
    const words = said === '' ? '' : `: ${told(said.trim(), KEPT_OUTPUT)}`;
    throw new ReceiverFault(`${program} ${how}${words}`, false);
  } finally {
    for (const timer of timers) clearTimeout(timer);
    signal?.removeEventListener('abort', stop);
    // What it left behind may hold these open.
    child.stdin?.destroy();
    child.stderr?.destroy();
  }
}

async function exitOf(
  exited: Promise<unknown[]>,
  program: string,
): Promise<[code: number | null, signal: string | null]> {
  try {
    return (await exited) as [number | null, string | null];
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    const isPassing = code === 'EAGAIN' || code === 'EMFILE';
    throw new ReceiverFault(`${program} could not be started: ${code}`, isPassing, { cause });
  }
}

function endGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (pid !== undefined) process.kill(-pid, signal);
  } catch {
    // It has ended meanwhile.
  }
}
