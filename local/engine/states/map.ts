import { readReferencePath } from '../data/path.ts';
import { readTemplate } from '../data/template.ts';
import { type Evaluate, isObject } from '../data/value.ts';
import { runtimeError } from '../errors.ts';
import { interpret } from '../interpret.ts';
import { limited } from '../payload-limit.ts';
import { attempt } from './attempts.ts';
import { readOutput, readSelection } from './data-flow.ts';
import { readErrorPolicy } from './error-policy.ts';
import { nextOf } from './fields.ts';
import { type IntegerOf, integerOrPath } from './integer-or-path.ts';
import { dataOf, type Machine, type State, type StateReading, type Visit } from './state.ts';

export function readMap(reading: StateReading): State {
  const { name, fields, place, inMap } = reading;
  const select = readSelection(reading, 'InputPath');
  const path = fields['ItemsPath'];
  const itemsAt: Evaluate =
    path === undefined ? ({ input }) => input : readReferencePath(place.field('ItemsPath'), path, inMap);
  const mostOf = readConcurrency(reading);
  const iterate = readIteration(reading);
  const outputOf = readOutput(reading);
  const perform = async (visit: Visit) => {
    const input = select(dataOf(visit, visit.input));
    const items = itemsAt(dataOf(visit, input));
    if (!Array.isArray(items))
      throw runtimeError(`the items of ${name} are ${JSON.stringify(items)}, which is no array`);
    const most = mostOf(visit, input) || items.length;
    const iterateIn = (iteration: Iteration) => iterate(input, iteration);
    return outputOf(visit, await runEach(visit, items, most, iterateIn));
  };
  const attempts = { name, policy: readErrorPolicy(reading), next: nextOf(reading), perform };
  return (visit) => attempt(attempts, visit);
}

/** A visit whose context has an item. */
type Iteration = Visit & { readonly item: unknown };

/** The items in their order, so many at a time; when one fails, the others are left. */
async function runEach(
  visit: Visit,
  items: readonly unknown[],
  most: number,
  iterate: (iteration: Iteration) => Promise<unknown>,
): Promise<readonly unknown[]> {
  const outputs: unknown[] = new Array(items.length);
  await visit.scope.within(async (scope) => {
    const waiting = items.entries();
    const worker = async () => {
      for (const [Index, Value] of waiting) {
        const context = { ...visit.context, Map: { Item: { Index, Value } } };
        outputs[Index] = await iterate({ ...visit, context, scope, item: Value });
      }
    };
    await Promise.all(Array.from({ length: Math.min(most, items.length) }, worker));
  });
  return outputs;
}

function readIteration(reading: StateReading): (input: unknown, iteration: Iteration) => Promise<unknown> {
  const { name, fields, place } = reading;
  const processor = readProcessor(reading);
  const selector = fields['ItemSelector'];
  const fill = selector === undefined ? undefined : readTemplate(place.field('ItemSelector'), selector, true);
  return async (input, iteration) => {
    const selected = fill === undefined ? iteration.item : fill(dataOf(iteration, input));
    const output = await interpret(processor, { ...iteration, input: limited(name, 'input', selected) });
    iteration.host.onIteration(name, output);
    return output;
  };
}

function readProcessor({ fields, place, readMachine }: StateReading): Machine {
  const within = place.field('ItemProcessor');
  const { ProcessorConfig: config, ...machine } = isObject(fields['ItemProcessor']) ? fields['ItemProcessor'] : {};
  const { Mode: mode, ...others } = isObject(config) ? config : { Mode: 'INLINE' };
  if (mode !== 'INLINE') within.field('ProcessorConfig').field('Mode').fault('only INLINE is known here');
  for (const key of Object.keys(others)) within.field('ProcessorConfig').field(key).fault('is not known here');
  return readMachine(within, machine, true);
}

/** How many iterations run at a time; 0 for as many as there are. */
function readConcurrency(reading: StateReading): IntegerOf {
  const { fields, place } = reading;
  if ('MaxConcurrency' in fields && 'MaxConcurrencyPath' in fields) {
    place.fault('has MaxConcurrency and MaxConcurrencyPath');
  }
  return integerOrPath(reading, 'MaxConcurrency', { least: 0, what: 'integer from 0 on' });
}
