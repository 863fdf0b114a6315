import { hashOf } from '#core/text/hash.ts';

/** An element of a page. `name` tells elements apart. */
export type Piece = { readonly name: string; readonly html: string };

/**
 * How the pieces of the pages of a variant looked when they were rendered last, and since which event they have looked so: who
 * has heard of later ones need not be sent them again.
 */
export type Looks = {
  /** Takes note of pieces as they look at an event, and answers the piece with when its look began. */
  note(pieces: readonly Piece[], event: number): readonly (Piece & { readonly since: number })[];
};

export function looksOf(): Looks {
  const looks = new Map<string, { readonly hash: string; readonly since: number }>();
  return {
    note: (pieces, event) =>
      pieces.map(({ name, html }) => {
        const hash = hashOf(html);
        const before = looks.get(name);
        if (before?.hash === hash) return { name, html, since: before.since };
        looks.set(name, { hash, since: event });
        return { name, html, since: event };
      }),
  };
}
