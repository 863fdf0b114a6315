import { limited } from '../payload-limit.ts';
import { readPayload, readResultPath, readSelection } from './data-flow.ts';
import { nextOf } from './fields.ts';
import { dataOf, type State, type StateReading } from './state.ts';

export function readPass(reading: StateReading): State {
  const { name, fields, place } = reading;
  if ('Result' in fields && 'Parameters' in fields) {
    place.fault('has Result and Parameters, and AWS does not say which counts');
  }
  const select = readSelection(reading, 'InputPath');
  const fill = 'Result' in fields ? () => fields['Result'] : readPayload(reading, 'Parameters');
  const combine = readResultPath(place.field('ResultPath'), fields['ResultPath']);
  const outputOf = readSelection(reading, 'OutputPath');
  const next = nextOf(reading);
  return (visit) => {
    const made = fill(dataOf(visit, select(dataOf(visit, visit.input))));
    const output = outputOf(dataOf(visit, combine(visit.input, made)));
    return { output: limited(name, 'output', output), next };
  };
}
