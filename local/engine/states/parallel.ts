import { interpret } from '../interpret.ts';
import { limited } from '../payload-limit.ts';
import { attempt } from './attempts.ts';
import { readOutput, readPayload, readSelection } from './data-flow.ts';
import { readErrorPolicy } from './error-policy.ts';
import { nextOf } from './fields.ts';
import { dataOf, type Machine, type State, type StateReading, type Visit } from './state.ts';

export function readParallel(reading: StateReading): State {
  const { name } = reading;
  const select = readSelection(reading, 'InputPath');
  const fill = readPayload(reading, 'Parameters');
  const outputOf = readOutput(reading);
  const branches = branchesOf(reading);
  const perform = async (visit: Visit) => {
    const input = fill(dataOf(visit, select(dataOf(visit, visit.input))));
    limited(name, 'input', input);
    const outputs = await visit.scope.within((scope) =>
      Promise.all(branches.map((branch) => interpret(branch, { ...visit, input, scope }))),
    );
    return outputOf(visit, outputs);
  };
  const attempts = { name, policy: readErrorPolicy(reading), next: nextOf(reading), perform };
  return (visit) => attempt(attempts, visit);
}

function branchesOf({ fields, place, inMap, readMachine }: StateReading): readonly Machine[] {
  const branches = fields['Branches'];
  if (!Array.isArray(branches) || branches.length === 0) {
    place.field('Branches').fault('must be a list with at least one machine');
    return [];
  }
  return branches.map((branch: unknown, index) => readMachine(place.field('Branches').at(index), branch, inMap));
}
