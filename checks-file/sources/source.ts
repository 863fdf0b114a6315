import type { PathFault } from '#core/settings/fault.ts';
import type { NamedFiles } from '#core/settings/named-files.ts';
import type { Path } from '#core/text/json-values.ts';
import type { SyntaxFault } from '../text/yaml.ts';

/** One text of a list of checks: the file that was asked for, another beside it, or one that it includes. */
export type Source = {
  /** What messages call it. Left out for a text that has no name but what its reader calls it. */
  readonly name?: string;
  readonly text: string;
  /** What the text came to. */
  readonly read: { readonly value: unknown } | { readonly fault: SyntaxFault };
  /** Reads files that are named in it, relative to it. */
  readonly files: NamedFiles;
  /** What is wrong with its `include`, paths from the text's top on. */
  readonly unread?: readonly PathFault[];
};

/**
 * A fault and the source whose paths it has. `twinSource`: that of its twin, where it is another one. `row`: the values of
 * the row that it is about.
 */
export type SourcedFault = PathFault & { readonly source: Source; readonly twinSource?: Source; readonly row?: string };

/** Where a setting of the merged list was written. `row`: of a check that is one of several made by `for`, its values. */
export type Origin = { readonly source: Source; readonly path: Path; readonly row?: string };

/** The value of a source that is YAML. */
export function contentOf({ read }: Source): unknown {
  return 'value' in read ? read.value : undefined;
}
