import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatDuration, parseDuration, spokenDuration } from '#core/text/duration.ts';
import { formatSize, parseSize } from '#core/text/size.ts';

describe('a duration', () => {
  it.each([
    ['500ms', 500],
    ['10s', 10_000],
    ['1.5s', 1_500],
    ['1.001s', 1_001],
    ['0.25m', 15_000],
    ['1m', 60_000],
    ['1h', 3_600_000],
    ['0s', 0],
  ])('of %s is %d ms', (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  it.each([
    '',
    '10',
    '10 s',
    '10S',
    '-1s',
    '+1s',
    '1e3s',
    '.5s',
    '5.s',
    '1m30s',
    '1d',
    '0.5ms',
    '1.0005s',
    '１s',
    '9999999999s',
    '1s\n',
  ])('is not %j', (text) => {
    expect(parseDuration(text)).toBeNull();
  });

  it('reads as what it was written from', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999_999_999 }), (ms) => {
        expect(parseDuration(formatDuration(ms))).toBe(ms);
      }),
    );
    expect([0, 999, 1000, 1500, 60_000, 90_000, 7_200_000].map(formatDuration)).toEqual([
      '0ms',
      '999ms',
      '1s',
      '1.5s',
      '1m',
      '90s',
      '2h',
    ]);
  });
});

describe('a size', () => {
  it.each([
    ['512B', 512],
    ['10KB', 10_000],
    ['1MiB', 1_048_576],
    ['1.5KiB', 1_536],
    ['2GB', 2_000_000_000],
  ])('of %s is %d bytes', (text, bytes) => {
    expect(parseSize(text)).toBe(bytes);
  });

  it.each(['10', '10K', '10kb', '1 MiB', '-1B', '1.5B', '0.3KiB', ''])('is not %j', (text) => {
    expect(parseSize(text)).toBeNull();
  });

  it('is shown in the largest unit that it fills', () => {
    expect([0, 1023, 1024, 34_100, 32 * 1024, 3 * 1024 ** 3].map(formatSize)).toEqual([
      '0B',
      '1023B',
      '1KiB',
      '33.3KiB',
      '32KiB',
      '3GiB',
    ]);
  });
});

it.each([
  [59_999, 'less than a minute'],
  [60_000, '1 min'],
  [3_600_000, '1 h'],
  [7_500_000, '2 h 5 min'],
  [86_460_000, '1 day'],
  [273_660_000, '3 days 4 h'],
])('%i ms are said as %s', (ms, said) => {
  expect(spokenDuration(ms)).toBe(said);
});
