import type { Writable } from 'node:stream';
import { plainFileError } from '#local/files.ts';
import { browse } from './browser.ts';
import { EXIT } from './exit-codes.ts';
import type { Io } from './io.ts';
import { say } from './output/say.ts';

/**
 * Runs a command as this process: real streams, signals and exit code.
 *
 * The first SIGINT, SIGTERM or SIGHUP asks the command to stop and say what it has; a second one kills. A reader that went away
 * (`| head`) ends the output, not the run: alerts and metrics are still written and the exit code stays true. Output
 * that cannot be written for any other reason (a full disk) is a failure.
 */
export async function asProcess(command: (io: Io) => Promise<number>): Promise<never> {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => stop.abort(signal));
  }
  // One listener for all its life: a signal that comes while there is none is lost.
  let heard: (() => void) | null = null;
  const hangUp = () => {
    if (heard !== null) return heard();
    process.off('SIGHUP', hangUp);
    return stop.abort('SIGHUP');
  };
  process.on('SIGHUP', hangUp);
  let outputFault: NodeJS.ErrnoException | null = null;
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') outputFault = error;
    });
  }
  const env = { ...process.env };
  // Of later versions than the one that is in here the AWS SDK would say so in eight lines, before each command on Node 20.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
  const code = await command({
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    env,
    cwd: process.cwd(),
    filesRead: new Set(),
    signal: stop.signal,
    onHangUp(listener) {
      if (!process.stdout.isTTY) heard = listener;
    },
    browse,
    now: () => performance.now(),
  });
  await flushed(process.stdout);
  if (outputFault !== null) {
    await say(`rollcall: the output could not be written: ${plainFileError(outputFault)}`, process.stderr);
  }
  await flushed(process.stderr);
  // Sockets of a check that was told to stop may still be open: they must not hold the terminal.
  process.exit(outputFault === null ? code : EXIT.failed);
}

function flushed(stream: Writable): Promise<void> {
  return new Promise((resolve) => {
    stream.write('', () => resolve());
  });
}
