import { describe, expect, it } from 'vitest';
import { type AlarmState, type Missing, type Point, stateOf } from '../../../bench/cloudwatch/state.ts';

const WAYS: readonly Missing[] = ['missing', 'ignore', 'breaching', 'notBreaching'];
const STAYS = 'stays';

/** Rows of the user guide, "How alarm state is evaluated when data is missing": five points, the newest last, N is 3. */
type Row = readonly [points: string, ...states: readonly (AlarmState | typeof STAYS)[]];

const THREE_OF_THREE: readonly Row[] = [
  ['0 - X - X', 'OK', 'OK', 'OK', 'OK'],
  ['0 - - - -', 'OK', 'OK', 'OK', 'OK'],
  ['- - - - -', 'INSUFFICIENT_DATA', STAYS, 'ALARM', 'OK'],
  ['0 X X - X', 'ALARM', 'ALARM', 'ALARM', 'ALARM'],
  ['- - X - -', 'ALARM', STAYS, 'ALARM', 'OK'],
];
const TWO_OF_THREE: readonly Row[] = [
  ['0 - X - X', 'ALARM', 'ALARM', 'ALARM', 'ALARM'],
  ['0 0 X 0 X', 'ALARM', 'ALARM', 'ALARM', 'ALARM'],
  ['0 - X - -', 'OK', 'OK', 'ALARM', 'OK'],
  ['- - - - 0', 'OK', 'OK', 'ALARM', 'OK'],
  ['- - - X -', 'ALARM', STAYS, 'ALARM', 'OK'],
];
/** "Avoiding premature transitions to alarm state": not before M periods. */
const PREMATURE: readonly Row[] = [
  ['- - - - X', STAYS, STAYS],
  ['- - - X -', STAYS, STAYS],
];

const cases = (breaching: number, rows: readonly Row[]) =>
  rows.flatMap(([points, ...states]) =>
    states.map((state, index) => [breaching, points, WAYS[index] ?? 'missing', state] as const),
  );

describe('the state of an alarm of three periods is as AWS documents it', () => {
  it.each([
    ...cases(3, THREE_OF_THREE),
    ...cases(2, TWO_OF_THREE),
    ...cases(3, PREMATURE),
  ])('%i of 3, %s, missing is %s: %s', (breaching, points, missing, wanted) => {
    const range = points.split(' ') as Point[];
    for (const current of ['OK', 'ALARM', 'INSUFFICIENT_DATA'] as const) {
      const state = stateOf(range, { breaching, of: 3, missing }, current);
      expect(state).toBe(wanted === STAYS ? current : wanted);
    }
  });

  it('looks at no older point when the newest three are there', () => {
    expect(stateOf(['X', 'X', '0', '0', '0'], { breaching: 1, of: 3, missing: 'breaching' }, 'ALARM')).toBe('OK');
  });
});
