import { formatPath, placeText } from '#core/settings/fault.ts';
import { quoted } from '#core/text/shown.ts';
import type { Fault } from './fault-text.ts';
import type { TextRead } from './read-text.ts';
import type { Source, SourcedFault } from './sources/source.ts';
import { type Positions, positionsIn } from './text/positions.ts';
import { unquotedTemplate } from './text/syntax-words.ts';
import type { SyntaxFault } from './text/yaml.ts';

/**
 * The faults of sources with their places, in the order of the sources and of their lines. It reads a source with faults
 * once more, by a parser that knows places and takes 20 ms to load: only such a source needs it.
 */
export function placedFaults(read: TextRead): readonly Fault[] {
  if ('list' in read) return [];
  if ('syntax' in read) return read.syntax.flatMap(syntaxFaults);
  return placed(read.faults);
}

/** Faults or warnings with their places. */
export function placed(faults: readonly SourcedFault[]): readonly Fault[] {
  const known = new Map<Source, Positions>();
  const positionsOf = (source: Source): Positions => {
    const positions = known.get(source) ?? positionsIn(source.text);
    known.set(source, positions);
    return positions;
  };
  const bySource = Map.groupBy(faults, ({ source }) => source);
  return [...bySource.values()].flatMap((own) =>
    own.map((fault) => placedOne(fault, positionsOf)).toSorted(byPosition),
  );
}

function placedOne(fault: SourcedFault, positionsOf: (source: Source) => Positions): Fault {
  const { path, at = 'value', message, inside, called, source } = fault;
  const positions = positionsOf(source);
  const exact = inside === undefined ? null : positions.inside(path, inside);
  const { line, column } = exact ?? positions.of(path, at);
  const within = inside === undefined || exact !== null ? '' : placeText(inside);
  return {
    ...(source.name !== undefined && { file: source.name }),
    line,
    column,
    path: formatPath(called === undefined ? path : [...path.slice(0, -1), called]),
    message: message.replace('{twin}', twinText(fault, positionsOf)).replace('{inside}', within),
  };
}

/** The twin by its path and line, and by its file where that is another. */
function twinText({ twin, twinSource, source }: SourcedFault, positionsOf: (source: Source) => Positions): string {
  if (twin === undefined) return '';
  const its = twinSource ?? source;
  const file = its === source || its.name === undefined ? '' : ` of ${its.name}`;
  return `${formatPath(twin.slice(0, -1))} in line ${positionsOf(its).of(twin, 'value').line}${file}`;
}

/** The slow parser goes on after a fault and words it better; where it sees none, the fast parser's counts. */
function syntaxFaults({ name, text, read }: Source): Fault[] {
  if (!('fault' in read)) return [];
  const fast = read.fault;
  const seen = fast.isOurs ? [] : faultsSeen(text);
  const faults = seen.length === 0 ? [fast] : seen;
  return faults
    .filter(({ line }, index) => index === 0 || faults[index - 1]?.line !== line)
    .map(({ line, column, message }) => ({
      ...(name !== undefined && { file: name }),
      line,
      column,
      path: '',
      message: worded(message),
    }));
}

/** To the slow parser a map may be the key of a map, which is what it takes `{{name}}` for. */
function faultsSeen(text: string): readonly Omit<SyntaxFault, 'isOurs'>[] {
  try {
    const { syntaxFaults: found, at } = positionsIn(text);
    const template = found.length === 0 ? unquotedTemplate(text) : null;
    return template === null ? found : [{ ...at(template.offset), message: template.message }];
  } catch (error) {
    // It has no limit to nesting but the stack.
    if (error instanceof RangeError) return [];
    throw error;
  }
}

/** Parsers quote the text; it must not reach a terminal as it is. */
function worded(message: string): string {
  const safe = quoted(message, message.length).slice(1, -1).replaceAll('\\"', '"').replaceAll('\\\\', '\\');
  return `${safe.charAt(0).toLowerCase()}${safe.slice(1)}`;
}

function byPosition(a: Fault, b: Fault): number {
  return a.line - b.line || a.column - b.column;
}
