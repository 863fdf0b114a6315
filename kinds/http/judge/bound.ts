/** How long patterns may take, milliseconds; and whether that is the last word, or somebody else can take longer. */
export type Bound = { readonly mostMs: number; readonly isLast: boolean };

/** A second and a half of a core, which on the smallest Lambda is a quarter of that. */
export const PATIENT: Bound = { mostMs: 1500, isLast: true };
/** So long may one check keep the thread that the sockets of all others are on. */
export const QUICK: Bound = { mostMs: 20, isLast: false };
