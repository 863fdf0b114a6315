import { isObject } from '../data/value.ts';
import { limited } from '../payload-limit.ts';
import { attempt } from './attempts.ts';
import { readOutput, readPayload, readSelection } from './data-flow.ts';
import { readErrorPolicy } from './error-policy.ts';
import { nextOf } from './fields.ts';
import { type IntegerOf, integerOrPath } from './integer-or-path.ts';
import { dataOf, type State, type StateReading, type Visit } from './state.ts';

export function readTask(reading: StateReading): State {
  const { name } = reading;
  const resource = readResource(reading);
  const timeout = readTimeout(reading);
  const select = readSelection(reading, 'InputPath');
  const fill = readPayload(reading, 'Parameters');
  const outputOf = readOutput(reading);
  const perform = async (visit: Visit) => {
    const input = select(dataOf(visit, visit.input));
    const parameters = limited(name, 'input', fill(dataOf(visit, input)));
    const timeoutSeconds = timeout(visit, input);
    const task = { resource, state: name, parameters, timeoutSeconds, scope: visit.scope };
    const result = await visit.scope.run(() => visit.host.call(task));
    return outputOf(visit, limited(name, 'result', result));
  };
  const attempts = { name, policy: readErrorPolicy(reading), next: nextOf(reading), perform };
  return (visit) => attempt(attempts, visit);
}

function readResource({ fields, place, resources }: StateReading): string {
  const resource = String(fields['Resource']);
  const known = Object.hasOwn(resources, resource) ? resources[resource] : undefined;
  if (known === undefined) {
    place.field('Resource').fault(`${resource} is not known here; there are ${Object.keys(resources).join(', ')}`);
  }
  const parameters = fields['Parameters'];
  for (const fault of known?.faultsOf(isObject(parameters) ? parameters : {}) ?? []) {
    place.field('Parameters').fault(fault);
  }
  return resource;
}

/** Every Task must have one: AWS would wait for three years. */
function readTimeout(reading: StateReading): IntegerOf {
  const { fields, place } = reading;
  if ('TimeoutSeconds' in fields === 'TimeoutSecondsPath' in fields) {
    place.fault('must have either TimeoutSeconds or TimeoutSecondsPath');
  }
  return integerOrPath(reading, 'TimeoutSeconds', { least: 1, what: 'positive integer' });
}
