import { isMap, type Path } from '../text/json-values.ts';
import type { PathFault } from './fault.ts';

/**
 * A check of which only the sound parts are left, so that rules between settings can be reported in one go with wrong
 * settings: anything may be missing, but what is there has its type.
 */
export type Draft<T> = T extends readonly unknown[] | string | number | boolean | null | undefined
  ? T
  : { readonly [K in keyof T]?: Draft<T[K]> | undefined };

/** A copy of a map without the settings that are wrong; of a list with a wrong item nothing is left. */
export function soundPart(root: unknown, faults: readonly PathFault[]): Record<string, unknown> {
  if (!isMap(root)) return {};
  const wrong = faults.map(({ path }) =>
    path.slice(
      0,
      [...path, 0].findIndex((step) => typeof step === 'number'),
    ),
  );
  return wrong.reduce((sound, path) => without(sound, path), root);
}

function without(map: Record<string, unknown>, [step, ...deeper]: Path): Record<string, unknown> {
  if (step === undefined || !Object.hasOwn(map, step)) return map;
  const { [step]: inner, ...rest } = map;
  return deeper.length > 0 && isMap(inner) ? { ...rest, [step]: without(inner, deeper) } : rest;
}
