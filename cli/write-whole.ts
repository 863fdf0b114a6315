import { randomUUID } from 'node:crypto';
import { chmod, open, realpath, rename, rm, stat } from 'node:fs/promises';

/**
 * Writes a file that is not there yet, whole or not at all: a full disk takes the name and not the text. Throws what the
 * operating system says, EEXIST where there is one.
 */
export async function writeNew(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx');
  try {
    await file.writeFile(text);
    await file.close();
  } catch (error) {
    await file.close().catch(() => {});
    await rm(path, { force: true });
    throw error;
  }
}

/** Writes a file that is there anew, or leaves it as it is. Throws what the operating system says. */
export async function writeOver(path: string, text: string): Promise<void> {
  const file = await realpath(path); // where a link leads to, so that it stays a link
  const draft = `${file}.${process.pid}.new`;
  await writeNew(draft, text);
  try {
    await chmod(draft, (await stat(file)).mode);
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

/**
 * Writes a file that others read at any time, be it there or not: they see the old text or the new one, whole, also after
 * a power cut. All may read it, whatever the umask. Makes no folder. Throws what the operating system says.
 */
export async function writePublished(path: string, text: string): Promise<void> {
  const target = await realpath(path).catch(() => path);
  const draft = `${target}.${randomUUID()}.new`;
  try {
    const file = await open(draft, 'wx');
    try {
      await file.writeFile(text);
      await file.chmod(0o644);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, target);
  } catch (error) {
    await rm(draft, { force: true }).catch(() => {});
    throw Object.assign(error as NodeJS.ErrnoException, { path }); // the draft's name says nothing to anybody
  }
}
