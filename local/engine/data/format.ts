import type { Argument } from './argument.ts';
import { type Evaluate, intrinsicFailure } from './value.ts';

/** `States.Format('… {} …', …)`: each `{}` becomes the argument of its place. */
export function FORMAT([template, ...values]: readonly Argument[]): Evaluate | string {
  // AWS does not say what escapes mean in a template that a path leads to.
  if (template?.written !== 'text') return 'takes its template as text in quotes here';
  const parts = partsOf(template.raw);
  if (parts === null) return `has a { or } in '${template.raw}' that is neither {} nor written \\{ or \\}`;
  if (parts.length - 1 !== values.length) {
    return `has ${parts.length - 1} times {} in '${template.raw}', and ${values.length} values for them`;
  }
  return (data) => parts.reduce((text, part, index) => `${text}${natural(values[index - 1]?.evaluate(data))}${part}`);
}

/** The text between one `{}` and the next, without escapes; null where a brace is left over. */
function partsOf(raw: string): readonly string[] | null {
  const parts = [''];
  for (const [piece] of raw.matchAll(/\\.|\{\}|[^\\]/gs)) {
    if (piece === '{}') parts.push('');
    else if (piece === '{' || piece === '}') return null;
    else parts[parts.length - 1] += piece.length === 2 && piece.startsWith('\\') ? piece.slice(1) : piece;
  }
  return parts;
}

function natural(value: unknown): string {
  if (typeof value === 'object' && value !== null) {
    throw intrinsicFailure(`an ${Array.isArray(value) ? 'array' : 'object'} has no place in States.Format`);
  }
  return typeof value === 'string' ? value : JSON.stringify(value);
}
