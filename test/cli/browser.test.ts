import { expect, it } from 'vitest';
import { browserOf } from '../../cli/browser.ts';

it.each([
  ['darwin', {}, ['open']],
  ['win32', {}, ['rundll32', 'url.dll,FileProtocolHandler']],
  ['linux', { DISPLAY: ':0' }, ['xdg-open']],
  ['linux', { WAYLAND_DISPLAY: 'wayland-0' }, ['xdg-open']],
  ['linux', {}, null],
  ['linux', { DISPLAY: '' }, null],
])('on %s with %j a page is shown by %j', (platform, env, command) => {
  expect(browserOf(platform, env)).toEqual(command);
});
