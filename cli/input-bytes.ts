import { closeSync, constants, openSync } from 'node:fs';
import { type FileHandle, open, readFile, stat } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { formatSize } from '#core/text/size.ts';

/** An input that is not read to its end, and why, in words that go on behind its name. */
export class InputFault extends Error {
  override readonly name = 'InputFault' as const;
}

/** A checks file is far smaller; recordings of a browser, which are imported, come near it. */
const MOST_INPUT_BYTES = 128 * 1024 * 1024;
const FIRST_WRITER_MS = 10_000;

/**
 * All bytes of a stream, which may never end: more than fit are not read. Throws InputFault, and the signal's reason when
 * that comes first: whoever waits for a terminal's input must be able to stop.
 */
export async function bytesIn(
  stream: AsyncIterable<Uint8Array | string>,
  signal: AbortSignal,
  most = MOST_INPUT_BYTES,
): Promise<Uint8Array> {
  return beforeAbort(concatenated(stream, most), signal);
}

/** All bytes of a file, a device or a pipe with a name. Throws as bytesIn does, and what the operating system says. */
export async function fileBytes(path: string, signal: AbortSignal, most = MOST_INPUT_BYTES): Promise<Uint8Array> {
  const found = await stat(path);
  if (found.isFile() || found.isDirectory()) {
    if (found.size > most) throw tooLarge(most);
    return readFile(path);
  }
  const handle = await (found.isFIFO() ? openPipe(path, signal) : open(path));
  try {
    return await bytesIn(handle.createReadStream({ autoClose: false }), signal, most);
  } finally {
    await handle.close();
  }
}

/** A pipe opens when somebody opens it to write: who never does is not waited for. */
async function openPipe(path: string, signal: AbortSignal): Promise<FileHandle> {
  const late = AbortSignal.timeout(FIRST_WRITER_MS);
  const opening = open(path);
  try {
    return await beforeAbort(opening, AbortSignal.any([signal, late]));
  } catch (error) {
    // A thread waits in the operating system still, and would hold up the end of the process.
    await released(path, opening);
    if (late.aborted) throw new InputFault(`is a pipe that nobody has written to for ${FIRST_WRITER_MS / 1000} s`);
    throw error;
  }
}

async function released(path: string, opening: Promise<FileHandle>): Promise<void> {
  let handle: FileHandle | undefined;
  while (handle === undefined) {
    try {
      closeSync(openSync(path, constants.O_WRONLY | constants.O_NONBLOCK));
    } catch {
      // The thread is not there yet.
    }
    handle = await Promise.race([opening, pause(10, undefined)]);
  }
  await handle.close();
}

async function concatenated(stream: AsyncIterable<Uint8Array | string>, most: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of stream) {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    length += bytes.length;
    if (length > most) throw tooLarge(most);
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

function tooLarge(most: number): InputFault {
  return new InputFault(`takes more than ${formatSize(most)}, which is more than is read`);
}

async function beforeAbort<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const aborted = Promise.withResolvers<never>();
  const abort = () => aborted.reject(signal.reason);
  if (signal.aborted) abort();
  signal.addEventListener('abort', abort, { once: true });
  // Whoever comes second is not listened to.
  work.catch(() => {});
  aborted.promise.catch(() => {});
  try {
    return await Promise.race([work, aborted.promise]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
