import { soundPart } from '#core/settings/draft.ts';
import type { PathFault } from '#core/settings/fault.ts';
import { isMap, valueAt } from '#core/text/json-values.ts';

/**
 * What is left of a faulty entry for the rules: of each step what is right of it, so that a fault in one step hides none in
 * another. Variables that are wrong are left as empty texts: their names are known all the same.
 */
export function soundFlow(entry: unknown, faults: readonly PathFault[]): object {
  const flow = valueAt(entry, ['steps', 'flow']);
  const inSteps = faults.filter(({ path }) => path[1] === 'flow' && typeof path[2] === 'number');
  const others = faults.filter((fault) => !inSteps.includes(fault) && placeOf(fault) !== 'steps.vars');
  const sound = soundPart(entry, others);
  const steps = sound['steps'];
  if (!isMap(steps)) return sound;
  const vars = isMap(steps['vars']) ? { vars: textsOf(steps['vars']) } : {};
  if (!Array.isArray(flow) || !Array.isArray(steps['flow'])) return { ...sound, steps: { ...without(steps), ...vars } };
  const left = flow.map((step: unknown, index) => {
    const own = inSteps.filter(({ path }) => path[2] === index);
    const sound = soundPart(
      step,
      own.map((fault) => ({ ...fault, path: fault.path.slice(3) })),
    );
    // That something was asked is known, whatever is wrong with it.
    const isAsked = !isMap(step) || Object.hasOwn(step, 'http') || Object.hasOwn(step, 'curl');
    return isAsked && sound['http'] === undefined && sound['curl'] === undefined ? { ...sound, http: {} } : sound;
  });
  return { ...sound, steps: { ...without(steps), ...vars, flow: left } };
}

function placeOf({ path }: PathFault): string {
  return path.slice(0, 2).join('.');
}

function without({ vars: _, ...steps }: Record<string, unknown>): Record<string, unknown> {
  return steps;
}

function textsOf(vars: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(vars).map(([name, value]) => [name, typeof value === 'string' ? value : '']),
  );
}
