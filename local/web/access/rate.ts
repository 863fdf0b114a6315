/** So many at once, and one more each so often. `take` is false where there is none left. */
export type Rate = { take(): boolean };

/** `now`: milliseconds. */
export function rateOf(
  { burst, everyMs }: { readonly burst: number; readonly everyMs: number },
  now: () => number,
): Rate {
  let [left, at] = [burst, now()];
  return {
    take() {
      const gained = (now() - at) / everyMs;
      left = Math.min(burst, left + Math.max(0, gained));
      at = now();
      if (left < 1) return false;
      left -= 1;
      return true;
    },
  };
}
