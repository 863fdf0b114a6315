/**
 * Stands for npm jsonpath-plus inside the engine, for the reference paths that the definition uses: `$`, `$.a.b`,
 * `$.a[0].b`. The package throws an Error for every scalar it finds, and fails on `$` when the input is falsy.
 * Anything else than a reference path is refused.
 */
export function JSONPath({ path, json }: { readonly path: string; readonly json: unknown }): unknown {
  let value: unknown = json;
  for (const step of stepsOf(path)) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
    value = (value as Record<string | number, unknown>)[step];
  }
  return value;
}

type Steps = readonly (string | number)[];
const parsed = new Map<string, Steps>();

function stepsOf(path: string): Steps {
  let steps = parsed.get(path);
  if (steps === undefined) {
    steps = parse(path);
    parsed.set(path, steps);
  }
  return steps;
}

function parse(path: string): Steps {
  if (!/^\$(?:\.[\w-]+|\[\d+\])*$/.test(path)) {
    throw new Error(`${path} is not a reference path; the engine on this machine knows $, $.name and $.name[0]`);
  }
  return Array.from(path.matchAll(/\.([\w-]+)|\[(\d+)\]/g), ([, name, index]) => name ?? Number(index));
}
