import { BrokenMessage, bytesAt, numberAt } from './broken-message.ts';
import { escaped, unescaped } from './escapes.ts';

/** Domain names: on the wire (RFC 1035, 4.1.4), and as text with a dot at its end, small letters and escapes. */

const MOST_BYTES = 255;
const MOST_LABEL_BYTES = 63;
/** More labels, each behind a pointer of its own, no name can have. */
const MOST_POINTERS = 127;
const POINTER = 0xc0;
const TOO_LONG = 'a name in it is longer than 255 bytes';

/** A name that lies in a message, and where what follows it begins. Throws BrokenMessage. */
export function nameAt(bytes: Buffer, at: number): { readonly name: string; readonly next: number } {
  const labels: Buffer[] = [];
  let next: number | null = null;
  // Where the piece that is read begins: pointers lead to what lies before it, so they come to an end.
  let piece = at;
  let offset = at;
  for (let pointers = 0; ; ) {
    const size = numberAt(bytes, offset, 1);
    if (size === 0) return { name: textOf(labels), next: next ?? offset + 1 };
    if (size < POINTER) {
      if (labels.length > MOST_BYTES / 2) throw new BrokenMessage(TOO_LONG);
      labels.push(labelAt(bytes, offset, size));
      offset += size + 1;
      continue;
    }
    next ??= offset + 2;
    pointers += 1;
    offset = numberAt(bytes, offset, 2) & 0x3fff;
    if (offset >= piece) throw new BrokenMessage('a name in it points forward or to itself');
    if (pointers > MOST_POINTERS) throw new BrokenMessage('a name in it has too many pointers');
    piece = offset;
  }
}

function labelAt(bytes: Buffer, at: number, size: number): Buffer {
  if (size > MOST_LABEL_BYTES) throw new BrokenMessage('a label in it is of no known sort');
  return bytesAt(bytes, at + 1, size);
}

function textOf(labels: readonly Buffer[]): string {
  if (lengthOf(labels) > MOST_BYTES) throw new BrokenMessage(TOO_LONG);
  return `${labels.map(labelText).join('.')}.`;
}

function lengthOf(labels: readonly Buffer[]): number {
  return labels.reduce((sum, label) => sum + label.length + 1, 1);
}

function labelText(label: Buffer): string {
  return escaped(label, '."();@$', true).toLowerCase();
}

/** A name's bytes on the wire; null where the text is no name. */
export function nameBytes(text: string): Buffer | null {
  const labels = labelsOf(text);
  if (labels === null) return null;
  return Buffer.concat([...labels.flatMap((label) => [Buffer.from([label.length]), label]), Buffer.from([0])]);
}

/** A name as `nameAt` would show it; null where the text is no name. */
export function nameText(text: string): string | null {
  const labels = labelsOf(text);
  return labels && `${labels.map(labelText).join('.')}.`;
}

function labelsOf(text: string): readonly Buffer[] | null {
  if (text === '.') return [];
  const pieces = text.replace(/(?<!\\)\.$/, '').match(/(?:\\\d{3}|\\\D|[^\\.])+|\.\.|^\.|\.$|\\$/gs);
  const labels = (pieces ?? []).map((piece) => (/^[.\\]+$/.test(piece) ? null : unescaped(piece)));
  const sound = labels.filter((label) => label !== null).filter((label) => label.length <= MOST_LABEL_BYTES);
  return sound.length === 0 || sound.length < labels.length || lengthOf(sound) > MOST_BYTES ? null : sound;
}
