import { BUDGETS } from '../contract.ts';
import type { CurlFiles } from './curl/reading.ts';
import type { Path, PathFault } from './fault.ts';
import { formatSize } from './size.ts';

/** The same files, each read once: rules and the check that travels must see the same bytes. */
export function readOnce(files: CurlFiles): CurlFiles {
  const known = new Map<string, Uint8Array>();
  return (path) => {
    const bytes = known.get(path) ?? files(path);
    known.set(path, bytes);
    return bytes;
  };
}

/** Why a file that a setting names cannot travel with its check. */
export function fileFaults(file: string | undefined, path: Path, files: CurlFiles): PathFault[] {
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

/** A file's content as it travels: as text where that is shorter and nothing in it would be taken for a reference. */
export function contentOf(bytes: Uint8Array): { readonly text: string } | { readonly base64: string } {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    if (!text.includes('${') && !text.includes('{{')) return { text };
  } catch {
    // Bytes that are no text.
  }
  return { base64: Buffer.from(bytes).toString('base64') };
}
