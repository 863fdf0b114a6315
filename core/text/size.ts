/** Sizes as people write them: `512B`, `10KB` (thousands), `1MiB` (1024s). One number, one unit. */

const UNIT_BYTES = { B: 1, KB: 1e3, MB: 1e6, GB: 1e9, KiB: 1024, MiB: 1024 ** 2, GiB: 1024 ** 3 } as const;

/** A size as people write it: `512B`, `1KiB`, `1MiB`. */
export const SIZE_PATTERN = /^\d{1,9}(?:\.\d{1,3})?(?:B|KB|MB|GB|KiB|MiB|GiB)$/;

/** Bytes, or null when the text is no size or ends within a byte. */
export function parseSize(text: string): number | null {
  if (!SIZE_PATTERN.test(text)) return null;
  const unit = /[A-Za-z]+$/.exec(text)?.[0] as keyof typeof UNIT_BYTES;
  const bytes = Math.round(Number(text.slice(0, -unit.length)) * UNIT_BYTES[unit] * 1e6) / 1e6;
  return Number.isSafeInteger(bytes) ? bytes : null;
}

/** For messages: exact where a binary unit divides it, else to a tenth of the largest that fits. */
export function formatSize(bytes: number): string {
  const unit = (['GiB', 'MiB', 'KiB'] as const).find((it) => bytes >= UNIT_BYTES[it]) ?? 'B';
  const count = bytes / UNIT_BYTES[unit];
  return `${Number.isInteger(count) ? count : count.toFixed(1)}${unit}`;
}
