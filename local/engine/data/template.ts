import type { Place } from '../definition-faults.ts';
import { readCall } from './intrinsic.ts';
import { readPath } from './path.ts';
import { type Evaluate, isObject } from './value.ts';

/**
 * Reads a payload template: of a field whose name ends in `.$`, the value is a path or a call of an intrinsic; all else
 * stands for itself.
 */
export function readTemplate(place: Place, template: unknown, inMap: boolean): Evaluate {
  if (!isObject(template)) place.fault('must be an object');
  return read(place, template, inMap);
}

function read(place: Place, template: unknown, inMap: boolean): Evaluate {
  if (Array.isArray(template)) return list(template.map((one, index) => read(place.at(index), one, inMap)));
  if (!isObject(template)) return () => template;
  const fields = Object.entries(template).map(([key, value]) => readField(place.field(key), key, value, inMap));
  const names = fields.map(([name]) => name);
  for (const twice of names.filter((name, index) => names.indexOf(name) < index)) {
    place.fault(`has ${twice} twice, with and without .$`);
  }
  return record(fields);
}

type Field = readonly [name: string, evaluate: Evaluate];

function readField(place: Place, key: string, value: unknown, inMap: boolean): Field {
  if (!key.endsWith('.$')) return [key, read(place, value, inMap)];
  const isCall = typeof value === 'string' && !value.startsWith('$');
  return [key.slice(0, -2), isCall ? readCall(place, value, inMap) : readPath(place, value, inMap)];
}

function list(elements: readonly Evaluate[]): Evaluate {
  return (data) => elements.map((evaluate) => evaluate(data));
}

function record(fields: readonly Field[]): Evaluate {
  return (data) => Object.fromEntries(fields.map(([name, evaluate]) => [name, evaluate(data)]));
}
