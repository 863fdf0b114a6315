import { BUDGETS } from '../contract.ts';
import type { Path } from '../text/json-values.ts';
import { formatSize } from '../text/size.ts';
import type { PathFault } from './fault.ts';
import { base64Of, type NamedFiles, textOf } from './named-files.ts';
import { malformed } from './reference-faults.ts';

/** The same files, each read once: rules and the check that travels must see the same bytes. */
export function readOnce(files: NamedFiles): NamedFiles {
  const known = new Map<string, Uint8Array>();
  return (path) => {
    const bytes = known.get(path) ?? files(path);
    known.set(path, bytes);
    return bytes;
  };
}

/** Why a file that a setting names cannot travel with its check. */
export function fileFaults(file: string | undefined, path: Path, files: NamedFiles): PathFault[] {
  if (file === undefined) return [];
  try {
    const { byteLength } = files(file);
    if (byteLength <= BUDGETS.checkBytes) return [];
    const limit = formatSize(BUDGETS.checkBytes);
    return [
      { path, message: `takes ${formatSize(byteLength)}; name a file of ${limit} or less (it travels with the check)` },
    ];
  } catch (error) {
    return [{ path, message: `cannot be read: ${error instanceof Error ? error.message : String(error)}` }];
  }
}

/** The same for a file that is sent, and what is wrong with the references in it. */
export function sentFileFaults(file: string | undefined, path: Path, files: NamedFiles): PathFault[] {
  const faults = fileFaults(file, path, files);
  if (file === undefined || faults.length > 0) return faults;
  const message = malformed(textOf(files(file)) ?? '');
  return message === null ? [] : [{ path, message }];
}

/** A file's content as it travels: text as if it stood in the checks file, references in it too; bytes that are no text as they are. */
export function contentOf(bytes: Uint8Array): { readonly text: string } | { readonly base64: string } {
  const text = textOf(bytes);
  return text === null ? { base64: base64Of(bytes) } : { text };
}
