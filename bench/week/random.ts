/** The same numbers for the same seed on every machine. */
export type Random = {
  /** A whole number from `from` up to, but not, `to`. */
  readonly between: (from: number, to: number) => number;
  /** True this often. */
  readonly chance: (share: number) => boolean;
};

/** mulberry32: 32 bits of state, and even enough for a script of outages. */
export function seeded(seed: number): Random {
  let state = seed;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return { between: (from, to) => from + Math.floor(next() * (to - from)), chance: (share) => next() < share };
}
