/** A word of the command as the program gets it; `at` is its offset in the command's text. */
export type Word = { readonly text: string; readonly at: number };
