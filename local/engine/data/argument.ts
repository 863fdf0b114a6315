import type { Evaluate } from './value.ts';

/** An argument of a call as it is written, for what a function demands of it when the definition is loaded. */
export type Argument = {
  readonly written: 'text' | 'number' | 'null' | 'path' | 'call';
  /** The text between the quotes of a `text`, its escapes still in it. */
  readonly raw: string;
  readonly evaluate: Evaluate;
};

/** From the arguments as written to what the call gives, or what is wrong with them, to be read after its name. */
export type Bind = (args: readonly Argument[]) => Evaluate | string;
