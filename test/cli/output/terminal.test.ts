import { expect, it } from 'vitest';
import { terminalOf } from '../../../cli/output/terminal.ts';

const write = () => true;
const tty = { write, isTTY: true, columns: 100 };
const pipe = { write };

it.each([
  { name: 'a terminal has colours', out: tty, env: {}, color: true },
  { name: 'a pipe has none', out: pipe, env: {}, color: false },
  { name: 'NO_COLOR takes them away', out: tty, env: { NO_COLOR: '1' }, color: false },
  { name: 'an empty NO_COLOR says nothing', out: tty, env: { NO_COLOR: '' }, color: true },
  { name: 'FORCE_COLOR brings them to a pipe', out: pipe, env: { FORCE_COLOR: '1' }, color: true },
  {
    name: 'FORCE_COLOR wins over NO_COLOR, as in Node',
    out: tty,
    env: { FORCE_COLOR: '1', NO_COLOR: '1' },
    color: true,
  },
  { name: 'FORCE_COLOR=0 means none', out: tty, env: { FORCE_COLOR: '0' }, color: false },
  { name: 'a dumb terminal has none', out: tty, env: { TERM: 'dumb' }, color: false },
])('$name', ({ out, env, color }) => {
  expect(terminalOf(out, env).color).toBe(color);
});

it.each([
  { env: { LANG: 'en_US.UTF-8' }, unicode: true },
  { env: { LANG: 'ja_JP.utf8' }, unicode: true },
  { env: { LANG: 'en_US.UTF-8', LC_ALL: 'C' }, unicode: false },
  { env: { LANG: 'C', LC_CTYPE: 'C.UTF-8' }, unicode: true },
  { env: { LANG: 'ja_JP.eucJP' }, unicode: false },
  { env: {}, unicode: false },
  { env: { WT_SESSION: '1' }, unicode: true },
])('takes $env for unicode: $unicode', ({ env, unicode }) => {
  expect(terminalOf(tty, env).unicode).toBe(unicode);
});

it('fits lines to a terminal only, and never to less than 20 columns', () => {
  expect(terminalOf(tty, {}).columns).toBe(100);
  expect(terminalOf({ ...tty, columns: 0 }, {}).columns).toBeNull();
  expect(terminalOf({ ...tty, columns: 5 }, {}).columns).toBe(20);
  expect(terminalOf({ write, columns: 100 }, {}).columns).toBeNull();
});
