import type { Word } from './word.ts';

/**
 * Values of variables inside a command are data, as `"$NAME"` is in a shell: they end no quotes and begin no word. Until the
 * words are split each UTF-16 unit of a value is a character of plane 15, which is for private use and means nothing to bash,
 * cmd or curl; a command that carries values ends with a character that no text has.
 */
const FIRST_UNIT = 0xf_0000;
const UNIT = /[\u{f0000}-\u{fffff}]/gu;
const OWN = /[\u{f0000}-\u{fffff}\u{10fffe}\u{10ffff}]/gu;
/** A value without a character makes a word all the same. */
const EMPTY = '\u{10fffe}';
const END = '\u{10ffff}';

/** A value as a command carries it. */
export function carried(value: string): string {
  if (value === '') return EMPTY;
  return Array.from({ length: value.length }, (_, at) => String.fromCodePoint(FIRST_UNIT + value.charCodeAt(at))).join(
    '',
  );
}

/** A command before its values are carried in: characters of its own that would be taken for theirs are carried too. */
export function withOwnCarried(command: string): string {
  return command.replace(OWN, carried);
}

/** A command whose values are carried. */
export function carrying(command: string): string {
  return command + END;
}

/** Whether values are carried, and the command without the character that says so. */
export function takenUp(command: string): { readonly command: string; readonly carries: boolean } {
  const carries = command.endsWith(END);
  return { command: carries ? command.slice(0, -END.length) : command, carries };
}

/** A text with its carried values as they are. */
export function opened(text: string): string {
  return withoutEmpty(text).replace(UNIT, (unit) => String.fromCharCode((unit.codePointAt(0) ?? 0) - FIRST_UNIT));
}

/** A word that needs no mark any more that it is one. */
export function withoutEmpty(word: string): string {
  return word.replaceAll(EMPTY, '');
}

/** A value in a word that is read as an option; in one of letters, where the next of them is. */
const IN_LONG = /[\u{f0000}-\u{fffff}]/u;
const IN_SHORT = /^-?[\u{f0000}-\u{fffff}]/u;
const OPTION = 'would be an option; write options out, or make one variable of the whole command';
const NAME_OF_FILE = 'would name a file; write the @ or < out';

/** Why a word that curl takes for an option, or for letters of several, may not be one; null where it may. */
export function misreadOption({ text, raw = '' }: Word): string | null {
  return (text.startsWith('--') ? IN_LONG : IN_SHORT).test(raw) ? OPTION : null;
}

/** Up to the sign behind which curl takes the rest of an option's value for the name of a file. */
const SIGN = /^@/;
const SIGNS: Readonly<Record<string, RegExp>> = {
  ...{ data: SIGN, 'data-ascii': SIGN, 'data-binary': SIGN, json: SIGN, header: SIGN },
  form: /^[^=]*=[@<]/,
  // name@file, where there is no = at all.
  'data-urlencode': /^[^=@]*@(?=[^=]*$)/,
  'url-query': /^(?!\+)[^=@]*@(?=[^=]*$)/,
};

/** Why curl would take the value of an option for more than data; null where it does not. */
export function misreadValue(option: string, { raw }: Word): string | null {
  const sign = raw === undefined ? undefined : SIGNS[option];
  if (raw === undefined || sign === undefined) return null;
  const [found] = sign.exec(opened(raw)) ?? [];
  const isWrittenOut = found === opened(sign.exec(raw)?.[0] ?? '');
  return found === undefined || isWrittenOut ? null : NAME_OF_FILE;
}
