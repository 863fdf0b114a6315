/**
 * A check of which only the sound parts are left, so that rules between settings can be told in one go with wrong
 * settings: anything may be missing, but what is there has its type.
 */
export type Draft<T> = T extends readonly unknown[] | string | number | boolean | null | undefined
  ? T
  : { readonly [K in keyof T]?: Draft<T[K]> | undefined };
