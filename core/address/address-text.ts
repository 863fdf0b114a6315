/** IP addresses as numbers. */

const IPV4_TEXT = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/;

/** Null for anything but four decimal numbers: other spellings (127.1, 0x7f000001) are names, which a resolver turns into this. */
export function ipv4Of(text: string): number | null {
  const match = IPV4_TEXT.exec(text);
  if (match === null) return null;
  const [a = 0, b = 0, c = 0, d = 0] = match.slice(1).map(Number);
  return a > 255 || b > 255 || c > 255 || d > 255 ? null : ((a * 256 + b) * 256 + c) * 256 + d;
}

/** A zone (`%eth0`) is left out; null when the text is no IPv6 address. */
export function ipv6Of(text: string): bigint | null {
  if (!text.includes(':')) return null;
  const hex = withoutDots(text.split('%', 1)[0] ?? '');
  const [before = [], after, ...more] = hex.split('::').map((half) => (half === '' ? [] : half.split(':')));
  const missing = 8 - before.length - (after?.length ?? 0);
  if (more.length > 0 || (after === undefined ? missing !== 0 : missing < 1)) return null;
  const groups = [...before, ...Array<string>(missing).fill('0'), ...(after ?? [])];
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return null;
  return BigInt(`0x${groups.map((group) => group.padStart(4, '0')).join('')}`);
}

/** The IPv4 address that may end an IPv6 one, in hexadecimal. */
function withoutDots(text: string): string {
  const start = text.lastIndexOf(':') + 1;
  const value = text.includes('.') ? ipv4Of(text.slice(start)) : null;
  if (value === null) return text;
  return `${text.slice(0, start)}${Math.floor(value / 65_536).toString(16)}:${(value % 65_536).toString(16)}`;
}
