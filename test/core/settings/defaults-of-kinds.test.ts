import { expect, it } from 'vitest';
import { withDefaultsOf } from '#core/settings/shared-settings.ts';

it.each([
  [undefined, { every: '5m' }, { every: '5m' }],
  [{ every: '1d', rechecks: 3 }, {}, { every: '1d', rechecks: 3 }],
  [{ every: '1d', rechecks: 3 }, { rechecks: 1 }, { every: '1d', rechecks: 1 }],
  [{ every: '1d' }, { every: '5m' }, { every: '5m' }],
  [{ every: '1d' }, { cron: '0 9 * * *' }, { cron: '0 9 * * *' }],
  [{ cron: '0 9 * * *', timezone: 'Asia/Tokyo' }, { every: '1h' }, { timezone: 'Asia/Tokyo', every: '1h' }],
  [{ every: '1d' }, { timezone: 'Asia/Tokyo' }, { every: '1d', timezone: 'Asia/Tokyo' }],
])('of a kind %j and of a file %j are %j', (kind, file, both) => {
  expect(withDefaultsOf(kind, file)).toEqual(both);
});
