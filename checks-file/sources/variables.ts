import { isMap, type Path } from '#core/text/json-values.ts';
import { isSlip, nearest } from '#core/text/nearest.ts';
import { quoted } from '#core/text/shown.ts';
import type { Given } from './given.ts';
import { isLiteralSecret } from './secrets.ts';
import type { Source, SourcedFault } from './source.ts';
import { filledIn, type Lookup, mentionsVariables, type Value } from './substitute.ts';

/** A value and where it was written; `source` is null for what was given from outside, `path` then says how. */
type Declared = { readonly value: Value; readonly source: Source | null; readonly path: Path };

/** The variables of a list. */
export type Variables = {
  readonly lookup: Lookup;
  /** Whether the files have a variable of the name. */
  readonly has: (name: string) => boolean;
  readonly faults: readonly SourcedFault[];
  /** Values that no message may show: literals of variables that are secrets by their names. Rows add theirs. */
  readonly secrets: Set<string>;
  /** What should be otherwise, known when everything is filled in. */
  readonly warnings: () => readonly SourcedFault[];
  /** Names that were given, and that nothing uses. */
  readonly idle: () => readonly SourcedFault[];
};

const ADVICE = 'write ${secret:name#key}, ${ssm:/path} or ${env:NAME} in its place';

/**
 * The variables of all sources: what `--var` gives goes before an env file, this before the environment that was chosen,
 * this before `vars`. `contents`: the sound part of what each source says of variables.
 */
export function variablesOf(contents: ReadonlyMap<Source, Record<string, unknown>>, given: Given): Variables {
  const faults: SourcedFault[] = [];
  const shared = declaredIn(contents, ['vars'], faults);
  const chosen = given.environment;
  const own = chosen === undefined ? new Map() : declaredIn(contents, ['environments', chosen, 'vars'], faults);
  const known = namesIn(contents);
  faults.push(...unknownEnvironment(contents, chosen, [...known.keys()]));
  const inFiles = new Map([...shared, ...own]);
  const outside = (values: ReadonlyMap<string, string> | undefined, how: string) =>
    [...(values ?? [])].map(([name, text]): [string, Declared] => {
      return [name, { value: typed(text, inFiles.get(name)?.value), source: null, path: [how] }];
    });
  const all = new Map([...inFiles, ...outside(given.varFile, '--var-file'), ...outside(given.vars, '--var')]);
  const used = new Set<string>();
  const lookup = lookupIn(all, used, (name) => unknownVariable(name, [...all.keys()], known, chosen));
  const [first] = contents.keys();
  return {
    lookup,
    has: (name) => all.has(name),
    faults,
    secrets: new Set([...all].flatMap(([name, { value }]) => (isLiteralSecret(name, value) ? [value] : []))),
    warnings: () => [...unusedIn(contents, used), ...literals(all, used, first)],
    idle: () => (first === undefined ? [] : idleFaults(given, used, first)),
  };
}

/** Values of all sources at a path; two that differ are a fault. */
function declaredIn(
  contents: ReadonlyMap<Source, Record<string, unknown>>,
  at: Path,
  faults: SourcedFault[],
): Map<string, Declared> {
  const found = new Map<string, Declared>();
  for (const [source, content] of contents) {
    for (const [name, value] of Object.entries(mapAt(content, at))) {
      const path = [...at, name];
      const before = found.get(name);
      if (before === undefined) found.set(name, { value: value as Value, source, path });
      else if (before.value !== value && before.source !== null) {
        const message = 'has another value than {twin}; write it once';
        faults.push({ path, message, source, twin: [...before.path, ''], twinSource: before.source });
      }
    }
  }
  return found;
}

function mapAt(content: unknown, at: Path): Record<string, unknown> {
  const found = at.reduce((inner, step) => (isMap(inner) && Object.hasOwn(inner, step) ? inner[step] : {}), content);
  return isMap(found) ? found : {};
}

function namesIn(contents: ReadonlyMap<Source, Record<string, unknown>>): ReadonlyMap<string, readonly string[]> {
  const environments = [...contents.values()].flatMap((content) => Object.keys(mapAt(content, ['environments'])));
  return new Map(
    environments.map((name) => {
      const at = ['environments', name, 'vars'];
      return [name, [...contents.values()].flatMap((content) => Object.keys(mapAt(content, at)))];
    }),
  );
}

function unknownEnvironment(
  contents: ReadonlyMap<Source, Record<string, unknown>>,
  chosen: string | undefined,
  known: readonly string[],
): SourcedFault[] {
  const [first] = contents.keys();
  if (chosen === undefined || known.includes(chosen) || first === undefined) return [];
  const source = [...contents].find(([, content]) => Object.hasOwn(content, 'environments'))?.[0] ?? first;
  if (known.length === 0) {
    const message = `has no environments, and ${quoted(chosen)} was chosen; write environments: {${chosen}: {vars: …}}`;
    return [{ path: [], message, source }];
  }
  const meant = nearest(chosen, known);
  const advice = meant === null ? `choose one of ${known.join(', ')}` : `did you mean ${meant}?`;
  return [{ path: ['environments'], at: 'key', message: `has no ${quoted(chosen)}; ${advice}`, source }];
}

/** Text from outside has the type of the value in the files, or else the one that YAML reads. */
function typed(text: string, declared: Value | undefined): Value {
  if (typeof declared === 'string') return text;
  if (text === 'true' || text === 'false') return text === 'true';
  const number = Number(text);
  return /^-?\d+(?:\.\d+)?$/.test(text) && String(number) === text && isKept(number) ? number : text;
}

const isKept = (number: number): boolean => !Number.isInteger(number) || Number.isSafeInteger(number);

/** Variables may stand for each other, in no circle. */
function lookupIn(all: ReadonlyMap<string, Declared>, used: Set<string>, unknown: (name: string) => string): Lookup {
  const settled = new Map<string, ReturnType<Lookup>>();
  const settle = (name: string, way: readonly string[]): ReturnType<Lookup> => {
    const declared = all.get(name);
    if (declared === undefined) return { fault: unknown(name) };
    used.add(name);
    const { value } = declared;
    if (typeof value !== 'string' || !mentionsVariables(value)) return { value };
    if (way.includes(name)) {
      const circle = [...way.slice(way.indexOf(name)), name].join(' → ');
      return { fault: `whose value goes round in a circle: ${circle}; take one of them out` };
    }
    const known = settled.get(name);
    if (known !== undefined) return known;
    const filled = filledIn(value, (inner) => settle(inner, [...way, name]));
    const found =
      'value' in filled
        ? filled
        : { fault: `whose value ${(filled.faults[0]?.message ?? '').replace('{inside}', '')}` };
    if (way.length === 0) settled.set(name, found);
    return found;
  };
  return (name) => settle(name, []);
}

function unknownVariable(
  name: string,
  known: readonly string[],
  environments: ReadonlyMap<string, readonly string[]>,
  chosen: string | undefined,
): string {
  const having = [...environments].find(([, names]) => names.includes(name))?.[0];
  if (having !== undefined && chosen !== undefined && environments.has(chosen))
    return `which has a value in ${having} and none in ${chosen}; write one there, or into vars`;
  if (having !== undefined)
    return `which has a value in some environments only; choose one, as --environment ${having}`;
  const meant = nearest(name, known);
  return `which is no variable; ${meant === null ? 'write it into vars, or give it by --var' : `did you mean ${meant}?`}`;
}

/** Variables of files that nothing uses. */
function unusedIn(contents: ReadonlyMap<Source, Record<string, unknown>>, used: ReadonlySet<string>): SourcedFault[] {
  return [...contents].flatMap(([source, content]) => {
    const environments = Object.keys(mapAt(content, ['environments']));
    const places: Path[] = [['vars'], ...environments.map((name) => ['environments', name, 'vars'])];
    return places.flatMap((at) =>
      Object.keys(mapAt(content, at)).flatMap((name): SourcedFault[] => {
        if (used.has(name)) return [];
        return [{ path: [...at, name], at: 'key', message: 'is a variable that nothing uses; take it out', source }];
      }),
    );
  });
}

/** Secrets by their names that will stand in what is deployed as they are. */
function literals(
  all: ReadonlyMap<string, Declared>,
  used: ReadonlySet<string>,
  first: Source | undefined,
): SourcedFault[] {
  return [...all].flatMap(([name, { value, source, path }]): SourcedFault[] => {
    if (!used.has(name) || !isLiteralSecret(name, value) || first === undefined) return [];
    if (source !== null) return [{ path, message: `holds a literal credential; ${ADVICE}`, source }];
    const message = `takes the value of ${name} from ${path[0]} as it is, so that it would stand in the clear in what is deployed; ${ADVICE}`;
    return [{ path: [], message, source: first }];
  });
}

/** All that `--var` gives is meant for this list. A file may be for others too: of its names those that are slips of one here. */
function idleFaults(
  { vars = new Map(), varFile = new Map() }: Given,
  used: ReadonlySet<string>,
  source: Source,
): SourcedFault[] {
  const ungiven = [...used].filter((name) => !varFile.has(name));
  const slips = [...varFile.keys()].flatMap((name: string): SourcedFault[] => {
    const meant = used.has(name) ? undefined : ungiven.find((other) => isSlip(name, other));
    if (meant === undefined) return [];
    const message = `uses no variable ${quoted(name)}, which --var-file gives a value; did you mean ${meant}?`;
    return [{ path: [], message, source }];
  });
  const idle = [...vars.keys()].flatMap((name: string): SourcedFault[] => {
    if (used.has(name)) return [];
    const meant = nearest(name, [...used]);
    const advice = meant === null ? 'leave it out' : `did you mean ${meant}?`;
    return [{ path: [], message: `uses no variable ${quoted(name)}, which --var gives a value; ${advice}`, source }];
  });
  return [...idle, ...slips];
}
