import type { Word } from './word.ts';

/**
 * Values of variables inside a command are data, as `"$NAME"` is in a shell: they end no quotes and begin no word. Until the
 * words are split each UTF-16 unit of a value is a character of plane 15, which is for private use and means nothing to bash,
 * cmd or curl; a command that carries values ends with a character that no text has.
 */
const FIRST_UNIT = 0xf_0000;
const UNIT = /[\u{f0000}-\u{fffff}]/gu;
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
  const units = text.replace(UNIT, (unit) => String.fromCharCode((unit.codePointAt(0) ?? 0) - FIRST_UNIT));
  return units.replaceAll(EMPTY, '');
}

/** At the beginning of a word, or right behind its option. */
const AT_BEGINNING = /^(-[A-Za-z]|)([\u{f0000}-\u{fffff}])/u;
const BEHIND_EQUALS = /=([\u{f0000}-\u{fffff}])/gu;
const NAME_OF_FILE = 'would name a file; write the @ or < out';
const FORM = /^(?:-F|--form)/;
const ENCODED = /^--(?:data-urlencode|url-query)/;

/**
 * Why curl would take the value in a word for more than data: an option, or the name of a file; null when it does not.
 * `before`: the word in front of it.
 */
export function misreadValue({ text }: Word, before: Word | undefined): string | null {
  const [, option, unit = ''] = AT_BEGINNING.exec(text) ?? [];
  const first = opened(unit);
  if (first === '-' && option === '')
    return 'would be an option; write options out, or make one variable of the whole command';
  if (first === '@' || first === '<') return NAME_OF_FILE;
  const isOf = (option: RegExp): boolean => option.test(text) || (before !== undefined && option.test(before.text));
  if (isOf(FORM)) {
    const isFile = [...text.matchAll(BEHIND_EQUALS)].some(([, unit = '']) => /[@<]/.test(opened(unit)));
    return isFile ? NAME_OF_FILE : null;
  }
  // name@file, where no = comes first.
  const isCarriedAt = isOf(ENCODED) && !/^[^=@]*[=@]/.test(text) && /^[^=]*@/.test(opened(text));
  return isCarriedAt ? NAME_OF_FILE : null;
}
