import { readReferencePath } from '../data/path.ts';
import { instantOf } from '../data/timestamp.ts';
import { runtimeError } from '../errors.ts';
import { readSelection } from './data-flow.ts';
import { integerField, nextOf, oneOf } from './fields.ts';
import { dataOf, pause, type State, type StateReading, type Visit } from './state.ts';

const KEYS = ['Seconds', 'SecondsPath', 'Timestamp', 'TimestampPath'];
const NS_PER_MS = 1_000_000n;
/** As AWS has it: a little more than three years. */
const MOST_SECONDS = 99_999_999;

export function readWait(reading: StateReading): State {
  const { name } = reading;
  const select = readSelection(reading, 'InputPath');
  const outputOf = readSelection(reading, 'OutputPath');
  const wait = readDuration(reading);
  const next = nextOf(reading);
  return async (visit) => {
    const input = select(dataOf(visit, visit.input));
    const ms = wait(visit, input);
    await pause(visit, visit.host.paceOf('waits', name) ?? ms);
    return { output: outputOf(dataOf(visit, input)), next };
  };
}

type Duration = (visit: Visit, input: unknown) => number;

function readDuration(reading: StateReading): Duration {
  const { fields, place, inMap } = reading;
  const key = oneOf(reading, KEYS);
  if (key === 'Seconds') {
    const seconds = integerField(reading, key, 0);
    if (seconds > MOST_SECONDS) place.field(key).fault(`must be at most ${MOST_SECONDS}`);
    return () => seconds * 1000;
  }
  if (key === 'Timestamp') {
    const instant = instantOf(fields[key]);
    if (instant === undefined) place.field(key).fault('must be a timestamp such as 2026-01-31T09:05:00Z');
    return ({ host }) => until(instant ?? 0n, host.now());
  }
  if (key === undefined) return () => 0;
  const path = readReferencePath(place.field(key), fields[key], inMap);
  return (visit, input) => {
    const value = path(dataOf(visit, input));
    return key === 'SecondsPath' ? secondsOf(value) * 1000 : until(timestampOf(value), visit.host.now());
  };
}

function secondsOf(value: unknown): number {
  if (Number.isInteger(value) && Number(value) >= 0 && Number(value) <= MOST_SECONDS) return Number(value);
  throw runtimeError(`SecondsPath leads to ${JSON.stringify(value)}, which is no integer from 0 to ${MOST_SECONDS}`);
}

function timestampOf(value: unknown): bigint {
  const instant = instantOf(value);
  if (instant === undefined)
    throw runtimeError(`TimestampPath leads to ${JSON.stringify(value)}, which is no timestamp`);
  return instant;
}

function until(instant: bigint, now: number): number {
  return Math.max(0, Number(instant / NS_PER_MS) - now);
}
