import { readRule } from '../data/choice-rule.ts';
import { isObject } from '../data/value.ts';
import type { Place } from '../definition-faults.ts';
import { StateError } from '../errors.ts';
import { readSelection } from './data-flow.ts';
import { dataOf, type State, type StateReading } from './state.ts';

export function readChoice(reading: StateReading): State {
  const { name, fields, place, inMap } = reading;
  const select = readSelection(reading, 'InputPath');
  const outputOf = readSelection(reading, 'OutputPath');
  const choices = choicesIn(place.field('Choices'), fields['Choices'], inMap);
  const otherwise = fields['Default'];
  if (otherwise !== undefined && typeof otherwise !== 'string')
    place.field('Default').fault('must be the name of a state');
  return (visit) => {
    const input = select(dataOf(visit, visit.input));
    const data = dataOf(visit, input);
    const next = choices.find(({ holds }) => holds(data))?.next ?? otherwise;
    if (next === undefined)
      throw new StateError('States.NoChoiceMatched', `no rule of ${name} holds, and it has no Default`);
    return { output: outputOf(data), next: String(next) };
  };
}

function choicesIn(place: Place, choices: unknown, inMap: boolean) {
  if (!Array.isArray(choices) || choices.length === 0) {
    place.fault('must be a list with at least one rule');
    return [];
  }
  return choices.map((choice: unknown, index) => {
    const { Next, ...rule } = isObject(choice) ? choice : {};
    if (typeof Next !== 'string') place.at(index).fault('must have a Next');
    return { holds: readRule(place.at(index), rule, inMap), next: String(Next) };
  });
}
