import type { Path } from '../text/json-values.ts';
import { isMap } from '../text/json-values.ts';
import { placeIn } from '../text/place-in.ts';
import type { PathFault } from './fault.ts';
import type { NamedFiles } from './named-files.ts';

/** A JSON Schema as people write it: as a map, or as the file that holds it. */
type AuthoredSchema = string | Readonly<Record<string, unknown>>;

/** The schema itself; undefined where there is none, or its file holds none. */
export function schemaOf(
  authored: AuthoredSchema | undefined,
  files: NamedFiles,
): Readonly<Record<string, unknown>> | undefined {
  if (typeof authored !== 'string') return authored;
  const read = readSchema(authored, files);
  return 'schema' in read ? read.schema : undefined;
}

/** Why the file that a schema is in cannot be taken. */
export function schemaFileFaults(authored: AuthoredSchema | undefined, path: Path, files: NamedFiles): PathFault[] {
  if (typeof authored !== 'string') return [];
  const read = readSchema(authored, files);
  return 'schema' in read ? [] : [{ path, message: read.fault }];
}

type Read = { readonly schema: Readonly<Record<string, unknown>> } | { readonly fault: string };

function readSchema(file: string, files: NamedFiles): Read {
  let text: string;
  try {
    text = new TextDecoder().decode(files(file));
  } catch (error) {
    return { fault: `cannot be read: ${error instanceof Error ? error.message : String(error)}` };
  }
  try {
    const schema: unknown = JSON.parse(text);
    return isMap(schema) ? { schema } : { fault: 'holds no map, as which a JSON Schema is written' };
  } catch (error) {
    return { fault: `holds no JSON${placeSaid(text, String(error))}; name a file with a JSON Schema` };
  }
}

/** The parser tells the offset of what it stumbled over, unless that is the end. */
function placeSaid(text: string, message: string): string {
  const offset = /at position (\d+)/.exec(message)?.[1];
  if (offset === undefined) return '';
  const { line, column } = placeIn(text, Number(offset));
  return ` (line ${line}, column ${column} of it)`;
}
