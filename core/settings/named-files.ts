/** Reads a file that a command names; throws an Error with a plain message when it is missing or too big. */
export type NamedFiles = (path: string) => Uint8Array;

/** As UTF-8 text, or null when the bytes are none. */
export function textOf(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** Bytes as base64 text. */
export function base64Of(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
}
