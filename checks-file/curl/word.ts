/**
 * A word of the command as the program gets it; `at` is its offset in the command's text. `raw`: the word with the values
 * that it carries still carried, where it has any.
 */
export type Word = { readonly text: string; readonly at: number; readonly raw?: string };
