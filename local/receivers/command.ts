import { spawn } from 'node:child_process';
import type { Receiver } from '#core/check/alerting.ts';
import { bodiesOf } from '#core/report/bodies.ts';
import { field } from '#core/report/evidence.ts';
import type { Notification } from '#core/report/notification.ts';
import { ReceiverFault } from './receiver-fault.ts';

const TIMEOUT_MS = 30_000;
const KEPT_OUTPUT = 300;

type Command = Extract<Receiver, { kind: 'command' }>;

/**
 * Runs a program without a shell and hands it the JSON document. It may have done its work before it failed, so it is
 * not tried again; only one that could not be started is.
 */
export async function callCommand(
  { argv: [program = '', ...args] }: Command,
  notification: Notification,
  timeoutMs = TIMEOUT_MS,
): Promise<void> {
  const { promise: ended, resolve, reject } = Promise.withResolvers<void>();
  const child = spawn(program, args, { stdio: ['pipe', 'ignore', 'pipe'], shell: false, timeout: timeoutMs });
  let said = '';
  child.stderr.on('data', (text) => {
    said = `${said}${text}`.slice(-KEPT_OUTPUT);
  });
  child.on('error', (cause: NodeJS.ErrnoException) => {
    const isPassing = cause.code === 'EAGAIN' || cause.code === 'EMFILE';
    reject(new ReceiverFault(`${program} could not be started: ${cause.code}`, isPassing, { cause }));
  });
  child.on('close', (code, signal) => {
    const how = signal === null ? `ended with ${code}` : `was ended by ${signal} after ${timeoutMs / 1000} s at most`;
    if (code === 0) resolve();
    else
      reject(new ReceiverFault(`${program} ${how}${said === '' ? '' : `: ${field(said.trim(), KEPT_OUTPUT)}`}`, false));
  });
  // A program that does not read its input is fine.
  child.stdin.on('error', () => {});
  child.stdin.end(bodiesOf(notification).default);
  await ended;
}
