import type { XmlExpect } from '../check.ts';
import { countFor, valueFor } from './made-up-json.ts';

/** An element of a document that is made up. */
type Element = {
  readonly name: string;
  readonly attributes: Map<string, string>;
  readonly inside: (Element | string)[];
};

/** A step of a path that only names elements: `item`, `p:item`, `item[2]`; or at its end `@id` or `text()`. */
const STEP = /^(?:@?[A-Za-z_][\w.-]*(?::[A-Za-z_][\w.-]*)?(?:\[1\])?|text\(\))$/;
const ROOT = 'made-up';

/**
 * A document in which every path leads to what is expected there; null where a path says more than names. Of `//name` the
 * element stands below the root. `texts` stand in the root, as far as XML writes them as they are.
 */
export function xmlFor(expected: readonly XmlExpect[], texts: readonly string[]): string | null {
  const wanted = expected.filter(({ exists }) => exists !== false);
  const paths = wanted.map(({ path }) => stepsOf(path));
  if (paths.some((steps) => steps === null)) return null;
  const [first] = wanted.flatMap(({ path }, index) => (path.startsWith('//') ? [] : [paths[index]?.[0] ?? ROOT]));
  const root: Element = { name: first ?? ROOT, attributes: namespacesOf(expected), inside: [] };
  for (const [index, one] of wanted.entries()) {
    const steps = paths[index] ?? [];
    const below = one.path.startsWith('//') ? steps : steps.slice(1);
    for (let times = one.count === undefined ? 1 : countFor(one); times > 0; times -= 1) put(root, below, textFor(one));
  }
  root.inside.push(...texts);
  return textOf(root);
}

function stepsOf(path: string): readonly string[] | null {
  const steps = path.replace(/^\/{1,2}/, '').split('/');
  return path.startsWith('/') && steps.every((step) => STEP.test(step))
    ? steps.map((step) => step.replace('[1]', ''))
    : null;
}

function namespacesOf(expected: readonly XmlExpect[]): Map<string, string> {
  return new Map(
    expected.flatMap(({ namespaces = {} }) =>
      Object.entries(namespaces).map(([prefix, uri]) => [`xmlns:${prefix}`, uri]),
    ),
  );
}

function textFor({ namespaces: _, ...expected }: XmlExpect): string {
  return expected.count === undefined ? String(valueFor({ ...expected, as: 'number' })) : '';
}

/** Puts a text where the steps lead to: elements on the way are shared, the last is a new one. */
function put(element: Element, [step, ...deeper]: readonly string[], text: string): void {
  if (step === undefined || step === 'text()') return void element.inside.push(text);
  if (step.startsWith('@')) return void element.attributes.set(step.slice(1), text);
  const isLast = deeper.length === 0;
  const known = element.inside.find((one): one is Element => typeof one !== 'string' && one.name === step);
  const next = known !== undefined && !isLast ? known : { name: step, attributes: new Map(), inside: [] };
  if (next !== known) element.inside.push(next);
  put(next, deeper, text);
}

function textOf({ name, attributes, inside }: Element): string {
  const head = [...attributes].map(([key, value]) => ` ${key}="${escaped(value)}"`).join('');
  const body = inside.map((one) => (typeof one === 'string' ? escaped(one) : textOf(one))).join('');
  return `<${name}${head}>${body}</${name}>`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string): string => text.replaceAll(/[&<>"]/g, (found) => ENTITIES[found] ?? found);
