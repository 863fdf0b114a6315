/** A message that breaks the rules of its format (RFC 1035, 4); the error's message says in words how. */
export class BrokenMessage extends Error {
  override readonly name = 'BrokenMessage' as const;
}

/** The number in one, two or four bytes. Throws BrokenMessage beyond the end. */
export function numberAt(bytes: Buffer, at: number, size: 1 | 2 | 4, end = bytes.length): number {
  if (at + size > end) throw new BrokenMessage('it ends too early');
  return bytes.readUIntBE(at, size);
}

/** So many bytes. Throws BrokenMessage beyond the end. */
export function bytesAt(bytes: Buffer, at: number, size: number, end = bytes.length): Buffer {
  if (at + size > end) throw new BrokenMessage('it ends too early');
  return bytes.subarray(at, at + size);
}
