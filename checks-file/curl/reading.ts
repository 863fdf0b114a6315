import { type NamedFiles, textOf } from '#core/settings/named-files.ts';
import type { Faults } from './command-faults.ts';
import type { Option, Options } from './options.ts';

/** What every part of the parser works with. Texts are veiled: a reference is one character until the end. */
export type Reading = { readonly options: Options; readonly faults: Faults; readonly files: NamedFiles };

/** The bytes of the file that an option names, or none and a fault. */
export function fileOf(path: string, option: Option, { files, faults }: Reading): Uint8Array {
  if (path === '-' || path === '') {
    faults.add(
      option.valueAt,
      `curl: ${option.spelled} would read standard input; name a file, or write the text itself`,
    );
    return new Uint8Array();
  }
  try {
    return files(path);
  } catch (error) {
    faults.add(option.valueAt, `curl: ${option.spelled}: ${error instanceof Error ? error.message : String(error)}`);
    return new Uint8Array();
  }
}

export function textFileOf(path: string, option: Option, reading: Reading): string {
  const text = textOf(fileOf(path, option, reading));
  if (text === null) reading.faults.add(option.valueAt, `curl: ${option.spelled}: the file is not UTF-8 text`);
  return text ?? '';
}
