import { formatPath, type PathFault, placeText } from '#core/settings/fault.ts';
import { quoted } from '#core/text/shown.ts';
import type { Fault } from './fault-text.ts';
import type { TextRead } from './read-text.ts';
import { type Positions, positionsIn } from './text/positions.ts';
import { unquotedTemplate } from './text/syntax-words.ts';
import type { SyntaxFault } from './text/yaml.ts';

/**
 * The faults of a text with their places, in the order of the file. It reads the text once more, by a parser that knows
 * places and takes 20 ms to load: only a text with faults needs it.
 */
export function placedFaults(text: string, read: TextRead): readonly Fault[] {
  if ('list' in read) return [];
  if ('syntax' in read) return syntaxFaults(text, read.syntax);
  const positions = positionsIn(text);
  return read.faults.map((fault) => placed(fault, positions)).toSorted(byPosition);
}

function placed({ path, at = 'value', message, twin, inside }: PathFault, positions: Positions): Fault {
  const exact = inside === undefined ? null : positions.inside(path, inside);
  const { line, column } = exact ?? positions.of(path, at);
  const within = inside === undefined || exact !== null ? '' : placeText(inside);
  const named =
    twin === undefined ? '' : `${formatPath(twin.slice(0, -1))} in line ${positions.of(twin, 'value').line}`;
  return {
    line,
    column,
    path: formatPath(path),
    message: message.replace('{twin}', named).replace('{inside}', within),
  };
}

/** The slow parser goes on after a fault and words it better; where it sees none, the fast parser's counts. */
function syntaxFaults(text: string, fast: SyntaxFault): Fault[] {
  const seen = fast.isOurs ? [] : faultsSeen(text);
  const faults = seen.length === 0 ? [fast] : seen;
  return faults
    .filter(({ line }, index) => index === 0 || faults[index - 1]?.line !== line)
    .map(({ line, column, message }) => ({ line, column, path: '', message: worded(message) }));
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
