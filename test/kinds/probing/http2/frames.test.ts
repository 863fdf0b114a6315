import { expect, it } from 'vitest';
import { countFrames, newFrameCounter } from '#kinds/probing/http2/frames.ts';
import { frame } from '../../http/probe/hostile/targets.ts';

const SETTINGS = frame(4, 0, 0, '000300000064');
const PAIR = '0001610162';
const DATA = frame(0, 1, 1, '6f6b');
const END = frame(9, 4, 1, PAIR);
const KIB_16 = '00'.repeat(16 * 1024);

/** What is passed on of it when it comes in these pieces, and what is wrong with it. */
function fed(pieces: readonly Buffer[]): { passed: number; fault: string | null } {
  const counter = newFrameCounter();
  let passed = 0;
  let came = 0;
  for (const piece of pieces) {
    const closed = countFrames(counter, piece);
    if (typeof closed === 'string') return { passed, fault: closed };
    if (closed > 0) passed = came + closed;
    came += piece.length;
  }
  return { passed, fault: null };
}

function continued(times: number, payload = PAIR): readonly Buffer[] {
  return [SETTINGS, frame(1, 0, 1, `88${PAIR}`), ...Array<Buffer>(times).fill(frame(9, 0, 1, payload))];
}

/** `open`: bytes at the end that are held back, because their headers have not ended. */
const CASES: readonly [what: string, frames: readonly Buffer[], fault: string | null, open?: number][] = [
  ['headers in one frame', [SETTINGS, frame(1, 4, 1, '88'), DATA], null],
  ['headers in eight frames', [...continued(6), END, DATA], null],
  ['headers twice', [...continued(6), END, ...continued(6).slice(1), END, DATA], null],
  ['headers of no bytes', [SETTINGS, frame(1, 4, 1), frame(1, 0, 1), frame(9, 4, 1), DATA], null],
  ['headers that have not ended', [SETTINGS, DATA, frame(1, 0, 1, '88'), frame(9, 0, 1, PAIR)], null, 10 + 14],
  ['a frame that nobody knows', [SETTINGS, frame(0xfe, 4, 0, '00'), DATA], null],
  ['a push', [SETTINGS, frame(5, 0, 1, '00000002'), END, DATA], null],
  ['nine frames of headers', [...continued(7), END], 'more than 7 CONTINUATION frames'],
  ['nine frames without a byte', continued(8, ''), 'more than 7 CONTINUATION frames'],
  [
    'nine frames of a push',
    [SETTINGS, frame(5, 0, 1, '00000002'), ...Array<Buffer>(8).fill(frame(9, 0, 1))],
    'more than 7 CONTINUATION frames',
  ],
  [
    'a frame between headers',
    [SETTINGS, frame(1, 0, 1, '88'), DATA],
    'another frame stands between those of its headers',
  ],
  ['HTTP/1.1', [Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n')], 'it does not begin with SETTINGS'],
];

it.each(CASES)('reads %s wherever it is split', (_, frames, fault, open = 0) => {
  const whole = Buffer.concat(frames);
  const wanted = fault === null ? { passed: whole.length - open, fault } : { fault };
  for (let at = 0; at <= whole.length; at += 1) {
    expect(fed([whole.subarray(0, at), whole.subarray(at)])).toMatchObject(wanted);
  }
  expect(fed(Array.from(whole, (byte) => Buffer.of(byte)))).toMatchObject(wanted);
});

it('takes frames of 16 KiB and headers of 64 KiB, and none longer', () => {
  const [longest, longer] = [frame(0, 0, 1, KIB_16), frame(0, 0, 1, `${KIB_16}00`)];
  expect(fed([SETTINGS, longest])).toEqual({ passed: SETTINGS.length + longest.length, fault: null });
  expect(fed([SETTINGS, longer]).fault).toBe('frame is longer than 16 KiB');
  const headers = [frame(1, 0, 1, KIB_16), ...Array<Buffer>(3).fill(frame(9, 0, 1, KIB_16))];
  expect(fed([SETTINGS, ...headers, frame(9, 4, 1)]).fault).toBeNull();
  expect(fed([SETTINGS, ...headers, frame(9, 4, 1, '00')]).fault).toBe('headers are longer than 64 KiB');
});

it('passes nothing on of headers that it refuses', () => {
  expect(fed(continued(8)).passed).toBe(SETTINGS.length);
});

it.each([
  ['SETTINGS', SETTINGS],
  ['PING', frame(6, 0, 0, '0011223344556677')],
  ['empty DATA', frame(0, 0, 1)],
  ['unknown', frame(0xfe, 0, 0, '00')],
])('takes 500 frames without a body, and no more (%s)', (_, piece) => {
  expect(fed([SETTINGS, ...Array<Buffer>(499).fill(piece)]).fault).toBeNull();
  expect(fed([SETTINGS, ...Array<Buffer>(500).fill(piece)]).fault).toBe('more than 500 frames without a body');
});

it('takes any number of frames with a body, or that let us send more', () => {
  const frames = Array<Buffer>(2_000).fill(Buffer.concat([frame(0, 0, 1, '00'), frame(8, 0, 0, '00000001')]));
  expect(fed([SETTINGS, ...frames]).fault).toBeNull();
});
