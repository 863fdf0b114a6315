import type { StateReading } from './state.ts';

const ANY = ['Type', 'Comment', 'QueryLanguage'];
const PATHS = ['InputPath', 'OutputPath'];
const GOES_ON = ['Next', 'End'];
const RESULT = ['Parameters', 'ResultSelector', 'ResultPath', 'Retry', 'Catch'];
const MAP_RESULT = RESULT.filter((field) => field !== 'Parameters');

/** The fields that a state of each type can have here. */
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  Pass: [...PATHS, ...GOES_ON, 'Parameters', 'Result', 'ResultPath'],
  Task: [...PATHS, ...GOES_ON, ...RESULT, 'Resource', 'TimeoutSeconds', 'TimeoutSecondsPath'],
  Choice: [...PATHS, 'Choices', 'Default'],
  Wait: [...PATHS, ...GOES_ON, 'Seconds', 'SecondsPath', 'Timestamp', 'TimestampPath'],
  Succeed: PATHS,
  Fail: ['Error', 'Cause', 'ErrorPath', 'CausePath'],
  Parallel: [...PATHS, ...GOES_ON, ...RESULT, 'Branches'],
  Map: [
    ...PATHS,
    ...GOES_ON,
    ...MAP_RESULT,
    'ItemsPath',
    'ItemSelector',
    'ItemProcessor',
    'MaxConcurrency',
    'MaxConcurrencyPath',
  ],
};

/** Finds the fields that are not known of the state's type, and where the state goes on to when it has to. */
export function checkFields({ fields, place }: StateReading): void {
  const type = String(fields['Type']);
  const known = [...ANY, ...(FIELDS[type] ?? [])];
  for (const key of Object.keys(fields)) {
    if (!known.includes(key)) place.field(key).fault(`is not known of a ${type} state here`);
  }
  if (fields['QueryLanguage'] !== undefined && fields['QueryLanguage'] !== 'JSONPath') {
    place
      .field('QueryLanguage')
      .fault(`${JSON.stringify(fields['QueryLanguage'])} is not known here; only JSONPath is`);
  }
  if (!known.includes('End')) return;
  const ways = [typeof fields['Next'] === 'string', fields['End'] === true].filter(Boolean).length;
  if (ways !== 1 || ('Next' in fields && 'End' in fields)) place.fault('must have either Next or "End": true');
}

/** Where a state without a fault goes on to. */
export function nextOf({ fields }: StateReading): string | undefined {
  return fields['End'] === true ? undefined : String(fields['Next']);
}

/** A field's value, which must be an integer from `least` on; a fault and `least` where it is not. */
export function integerField({ fields, place }: Pick<StateReading, 'fields' | 'place'>, key: string, least: number) {
  const value = fields[key];
  if (Number.isInteger(value) && Number(value) >= least) return Number(value);
  place.field(key).fault(`must be an integer from ${least} on, not ${JSON.stringify(value)}`);
  return least;
}

/** Finds the fields of which there must be exactly one, and gives the one there is. */
export function oneOf({ fields, place }: StateReading, keys: readonly string[]): string | undefined {
  const found = keys.filter((key) => key in fields);
  if (found.length !== 1) place.fault(`must have one of ${keys.join(', ')}, and has ${found.join(' and ') || 'none'}`);
  return found[0];
}
