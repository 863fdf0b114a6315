import { hasReference, piecesOf, TEMPLATES } from '#core/check/references.ts';
import type { PathFault } from '#core/settings/fault.ts';
import { malformed, referenceFaults } from '#core/settings/reference-faults.ts';
import { isMap, type Path } from '#core/text/json-values.ts';
import { nearest } from '#core/text/nearest.ts';
import { quoted } from '#core/text/shown.ts';
import { nameIn } from '../probe/names.ts';
import { NAME } from './step.ts';

/** References, templates and names in a flow as its author wrote it: what each text may hold, and what names there are. */

/** A name that there is: where it is made, and in which step; -1 for a variable. */
type Known = { readonly name: string; readonly step: number; readonly path: Path };
type Text = { readonly text: string; readonly path: Path; readonly step: number; readonly isSent: boolean };

/** Everything that is wrong with references, templates, variables and captures of an entry. */
export function stepsReferenceFaults(entry: object): readonly PathFault[] {
  const { steps, ...others } = entry as Readonly<Record<string, unknown>>;
  if (!isMap(steps)) return referenceFaults(others);
  const flow = Array.isArray(steps['flow']) ? steps['flow'] : [];
  const vars = isMap(steps['vars']) ? steps['vars'] : {};
  const known = [...varsOf(vars), ...flow.flatMap(capturesOf)];
  const texts = flow.flatMap((step: unknown, index) => textsOf(step, index));
  const used = new Set(texts.flatMap(({ text }) => namesOf(text)));
  return [
    ...referenceFaults(others),
    ...Object.entries(vars).flatMap(([name, text]) => varFaults(text, ['steps', 'vars', name])),
    ...repeated(known),
    ...known.filter(({ name }) => !used.has(name) && NAME.test(name)).map(unused),
    ...texts.flatMap((text) => textFaults(text, known)),
  ];
}

function varsOf(vars: Readonly<Record<string, unknown>>): Known[] {
  return Object.keys(vars).map((name) => ({ name, step: -1, path: ['steps', 'vars', name] }));
}

function capturesOf(step: unknown, index: number): Known[] {
  const captures = isMap(step) && isMap(step['capture']) ? step['capture'] : {};
  return Object.keys(captures).map((name) => {
    return { name, step: index, path: ['steps', 'flow', index, 'capture', name] };
  });
}

function textsOf(step: unknown, index: number): Text[] {
  if (!isMap(step)) return [];
  return (['http', 'curl', 'expect', 'until'] as const).flatMap((key) => {
    return [...textsIn(step[key], ['steps', 'flow', index, key])].map((one) => {
      return { ...one, step: index, isSent: key === 'http' || key === 'curl' };
    });
  });
}

function* textsIn(value: unknown, path: Path): Generator<Pick<Text, 'text' | 'path'>> {
  if (typeof value === 'string') yield { text: value, path };
  if (typeof value !== 'object' || value === null) return;
  const inner: Iterable<[string | number, unknown]> = Array.isArray(value) ? value.entries() : Object.entries(value);
  for (const [key, one] of inner) yield* textsIn(one, [...path, key]);
}

function namesOf(text: string): string[] {
  return piecesOf(text).flatMap((piece) => (piece.kind === 'stray' ? (nameIn(piece.whole) ?? []) : []));
}

function varFaults(text: unknown, path: Path): PathFault[] {
  if (typeof text !== 'string') return [];
  const [name] = namesOf(text);
  if (name !== undefined) {
    const message = `holds {{${name}}}, and a variable holds references and templates only; write it where it is used`;
    return [{ path, message }];
  }
  const message = malformed(text);
  return message === null ? [] : [{ path, message }];
}

function repeated(known: readonly Known[]): PathFault[] {
  const first = new Map(known.toReversed().map((one) => [one.name, one]));
  return known.flatMap((one): PathFault[] => {
    const twin = first.get(one.name);
    if (twin === undefined || twin === one) return [];
    const message = 'is a name that {twin} has; write another';
    return [{ path: one.path, at: 'key', message, twin: [...twin.path, ''] }];
  });
}

function unused({ path, step }: Known): PathFault {
  const what = step === -1 ? 'is a variable that no step uses' : 'is captured, and no step uses it';
  return { path, at: 'key', message: `${what}; take it out` };
}

function textFaults(text: Text, known: readonly Known[]): PathFault[] {
  const ofNames = namesOf(text.text).flatMap((name) => nameFault(name, text, known) ?? []);
  const other = text.isSent ? strayFault(text) : expectedFault(text);
  return [...ofNames, ...(other === null ? [] : [{ path: text.path, message: other }])];
}

function strayFault({ text, path }: Text): string | null {
  // A command is read by rules of its own.
  if (path[3] === 'curl') return null;
  const rest = piecesOf(text).find((piece) => piece.kind === 'stray' && nameIn(piece.whole) === null);
  return rest?.kind === 'stray' ? malformed(rest.whole) : null;
}

function expectedFault({ text }: Text): string | null {
  if (hasReference(text)) return 'holds a reference, which is replaced in requests only; write the text itself';
  const template = piecesOf(text).find((piece) => piece.kind === 'template');
  if (template?.kind !== 'template') return null;
  const word = `{{${template.template}}}`;
  return `holds ${word}, which is another one in each request; write it in vars, such as {id: "${word}"}`;
}

/** Where an expectation is a pattern, a path or the like, nothing is replaced: no target writes one. */
const NOT_REPLACED = new Set<string | number>(['matches', 'path', 'schema', 'namespaces', 'certificate']);

function nameFault(name: string, { path, step, isSent }: Text, known: readonly Known[]): PathFault | null {
  const isPattern = !isSent && path.slice(4).some((key) => NOT_REPLACED.has(key));
  const made = known.find((one) => one.name === name);
  if (isPattern) {
    const message = `holds {{${name}}}, which is not replaced in patterns and paths; write equals, keyword or a value`;
    return made === undefined ? null : { path, message };
  }
  if (made === undefined) {
    const names = [...known.filter((one) => one.step < step).map((one) => one.name), ...TEMPLATES];
    const meant = nearest(name, names);
    const advice = meant === null ? 'capture it, write it in vars' : `did you mean {{${meant}}}`;
    const end = meant === null ? ', or write {{{{ for the characters {{ themselves' : '?';
    return {
      path,
      message: `holds ${quoted(`{{${name}}}`)}, which is no variable and captured by no step; ${advice}${end}`,
    };
  }
  if (made.step < step) return null;
  const when = made.step === step ? 'this step itself captures' : 'only {twin} captures, later';
  const message = `holds {{${name}}}, which ${when}; write it in a step after that`;
  return { path, message, ...(made.step === step ? {} : { twin: [...made.path, ''] }) };
}
