/** The parts of a state machine definition that a picture needs. */
type State = {
  readonly Type: string;
  readonly Next?: string;
  readonly Default?: string;
  readonly Choices?: readonly Rule[];
  readonly Catch?: readonly { readonly Next: string }[];
  readonly ItemProcessor?: Machine;
  readonly Branches?: readonly Machine[];
};
type Rule = { readonly And?: readonly Rule[]; readonly Next?: string } & Readonly<Record<string, unknown>>;
export type Machine = { readonly StartAt: string; readonly States: Readonly<Record<string, State>> };

const SHAPES: Readonly<Record<string, readonly [string, string]>> = {
  Task: ['["', '"]'],
  Choice: ['{"', '"}'],
  Wait: ['[["', '"]]'],
  Pass: ['("', '")'],
  Succeed: ['("', '")'],
};

/** A definition as a Mermaid flowchart: a Map and a Parallel are boxes with their states in them, a Catch is dotted. */
export function pictureOf(machine: Machine): string {
  const lines = ['flowchart TD', `  start(( )) --> ${machine.StartAt}`, ...statesOf(machine, '  ')];
  return lines.join('\n');
}

function statesOf(machine: Machine, indent: string): string[] {
  const nodes = Object.entries(machine.States).flatMap(([name, state]) => nodeOf(name, state, indent));
  const edges = Object.entries(machine.States).flatMap(([name, state]) => edgesOf(name, state, indent));
  return [...nodes, ...edges];
}

function nodeOf(name: string, state: State, indent: string): string[] {
  if (state.ItemProcessor !== undefined) {
    return box(name, `${name}: for each`, statesOf(state.ItemProcessor, `${indent}  `), indent);
  }
  if (state.Branches !== undefined) {
    const branches = state.Branches.flatMap((branch, index) =>
      box(`${name}${index + 1}`, ' ', statesOf(branch, `${indent}    `), `${indent}  `),
    );
    return box(name, `${name}: side by side`, branches, indent);
  }
  const [open, close] = SHAPES[state.Type] ?? ['["', '"]'];
  return [`${indent}${name}${open}${name}${close}`];
}

function box(id: string, title: string, inside: readonly string[], indent: string): string[] {
  return [`${indent}subgraph ${id}["${title}"]`, ...inside, `${indent}end`];
}

function edgesOf(name: string, state: State, indent: string): string[] {
  const choices = (state.Choices ?? []).map((rule) => `${indent}${name} -- "${conditionOf(rule)}" --> ${rule.Next}`);
  return [
    ...choices,
    ...(state.Default === undefined ? [] : [`${indent}${name} -- else --> ${state.Default}`]),
    ...(state.Next === undefined ? [] : [`${indent}${name} --> ${state.Next}`]),
    ...(state.Catch ?? []).map((caught) => `${indent}${name} -. fault .-> ${caught.Next}`),
  ];
}

/**
 * `kind http`, `outcome NG, recheck`: what a rule says about values; guards on presence and identity are left out, unless
 * there is nothing else.
 */
function conditionOf(rule: Rule): string {
  const parts = rule.And === undefined ? [rule] : rule.And;
  const values = parts.map(comparisonOf).filter((text) => text !== '');
  return (values.length > 0 ? values : parts.filter((part) => part['IsPresent'] === true).map(fieldOf)).join(', ');
}

function comparisonOf(rule: Rule): string {
  const field = fieldOf(rule);
  if (rule['StringEquals'] !== undefined) return `${field} ${rule['StringEquals']}`;
  if (rule['BooleanEquals'] !== undefined) return rule['BooleanEquals'] === true ? field : `not ${field}`;
  return String(rule['Variable']).endsWith('[0]') ? `any ${field}` : '';
}

function fieldOf(rule: Rule): string {
  return String(rule['Variable']).replace(/^.*\.([A-Za-z]+)(\[0\])?$/, '$1');
}

const PICTURE = /```mermaid\n[\s\S]*?\n```/;

/** A page with the picture of this definition where its Mermaid block is. */
export function withPicture(page: string, definition: Machine): string {
  return page.replace(PICTURE, () => `\`\`\`mermaid\n${pictureOf(definition)}\n\`\`\``);
}
