import type { Check } from '../check/check.ts';

/**
 * The checks in families: those that depend on each other, directly or through others, together, because they are judged
 * in one run. In the list's order, a family at the place of its first; a check that nobody depends on is alone.
 */
export function familiesOf(checks: readonly Check[]): readonly (readonly Check[])[] {
  // Most lists, in each cold start of PrepareChecks.
  if (checks.every(({ alerts }) => alerts?.dependsOn === undefined)) return checks.map((check) => [check]);
  const places = new Map(checks.map(({ name }, place) => [name, place]));
  const joined = checks.map((_, place) => place);
  /** The first of a family stands for it. */
  const firstOf = (place: number): number => {
    let first = place;
    while (joined[first] !== undefined && joined[first] !== first) first = joined[first] ?? first;
    joined[place] = first;
    return first;
  };
  for (const [place, { alerts }] of checks.entries()) {
    for (const name of alerts?.dependsOn ?? []) {
      const parent = places.get(name);
      if (parent === undefined) continue;
      const [one, other] = [firstOf(place), firstOf(parent)];
      joined[Math.max(one, other)] = Math.min(one, other);
    }
  }
  return [...Map.groupBy(checks.keys(), firstOf).values()].map((family) =>
    family.flatMap((place) => checks[place] ?? []),
  );
}
