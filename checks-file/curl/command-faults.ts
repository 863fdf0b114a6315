import { placeIn } from '#core/text/place-in.ts';
import { opened } from './carried-values.ts';

/** What keeps a command from being a check; line and column are 1-based in the command's own text. */
export type CurlFault = { readonly line: number; readonly column: number; readonly message: string };

export type Faults = {
  /** `at` is an offset in the command's text. */
  readonly add: (at: number, message: string) => void;
  readonly list: () => readonly CurlFault[];
};

/** Gathers the faults of one command, so that all are reported at once, in the order of its text. */
export function faultsOf(command: string): Faults {
  const found: { at: number; message: string }[] = [];
  return {
    add: (at, message) => {
      found.push({ at, message });
    },
    list: () => {
      const whole = opened(command);
      let [read, offset] = [0, 0];
      return found
        .toSorted((a, b) => a.at - b.at)
        .map(({ at, message }) => {
          offset += opened(command.slice(read, at)).length;
          read = at;
          return { ...placeIn(whole, offset), message };
        });
    },
  };
}

/** A piece of the command in a message: short, on one line, nothing that a terminal obeys. */
export function shown(text: string): string {
  const whole = plain(opened(text));
  return whole.length > 40 ? `${whole.slice(0, 37)}...` : whole;
}

/** A text as messages show it, all of it. */
export function plain(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '?');
}
