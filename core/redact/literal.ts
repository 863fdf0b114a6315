/** A credential that stands in a target as it is, not as a reference; `place` says where, for a person. */
export type Literal = { readonly place: string; readonly secret: string };

/** What stands where a secret stood. */
export const REDACTED = '***';
