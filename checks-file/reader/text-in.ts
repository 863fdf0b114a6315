import { textOf } from '#core/settings/named-files.ts';
import { formatSize } from '#core/text/size.ts';
import { MOST_CHARACTERS } from '../text/yaml.ts';
import type { Disk } from './disk.ts';

/** The text of a file, or why it is no text of a list, in words that go on behind its name. */
export function textIn(full: string, disk: Disk): { readonly text: string } | { readonly fault: string } {
  const stat = disk.stat(full);
  if (stat?.kind === 'folder') return { fault: 'is a folder; write its files, as FOLDER/*.yaml' };
  if (stat?.kind !== 'file') return { fault: 'is no file' };
  // No letter takes more than three bytes of UTF-8 for each unit that is counted.
  if (stat.size > MOST_CHARACTERS * 3)
    return { fault: `takes ${formatSize(stat.size)}; write ${formatSize(MOST_CHARACTERS)} or less` };
  try {
    const text = textOf(disk.read(full));
    return text === null ? { fault: 'is not UTF-8 text; save it as UTF-8' } : { text: text.replace(/^\uFEFF/, '') };
  } catch (cause) {
    return { fault: cannotBeRead(cause) };
  }
}

/** What the operating system said, by its code. */
export function cannotBeRead(cause: unknown): string {
  return `cannot be read (${(cause as NodeJS.ErrnoException).code})`;
}
