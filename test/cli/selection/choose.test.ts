import { describe, expect, it } from 'vitest';
import { parseChecks } from '#checks-file/parse.ts';
import { chooseChecks } from '../../../cli/selection/choose.ts';

const { list } = parseChecks(`
checks:
  - { name: shop-eu, tags: [shop, eu-west], tcp: { host: h, port: 1 } }
  - { name: shop-us, tags: [shop, us-east], tcp: { host: h, port: 1 } }
  - { name: 'shop-?', tags: [odd], tcp: { host: h, port: 1 } }
  - { name: login, tcp: { host: h, port: 1 } }
  - { name: off, enabled: false, tcp: { host: h, port: 1 } }
`);
const checks = list?.checks ?? [];
const chosen = (options: Parameters<typeof chooseChecks>[1]) => chooseChecks(checks, options).map(({ name }) => name);

describe('what the options choose', () => {
  it.each([
    [{ only: ['login', 'shop-eu'] }, ['shop-eu', 'login']],
    [{ only: ['shop-?u'] }, ['shop-eu']],
    [{ only: ['s*'] }, ['shop-eu', 'shop-us', 'shop-?']],
    [{ only: ['shop-?'] }, ['shop-?']],
    [{ only: ['shop-??'] }, ['shop-eu', 'shop-us']],
    [{ exclude: ['shop-??'] }, ['shop-?', 'login']],
    [{ only: ['*'], exclude: ['login'] }, ['shop-eu', 'shop-us', 'shop-?']],
    [{ tags: ['*-west', 'odd'] }, ['shop-eu', 'shop-?']],
    [{ tags: ['shop'], only: ['*-us'] }, ['shop-us']],
    [{ tags: ['shop'], exclude: ['shop-us'] }, ['shop-eu']],
    [{ shown: ['login', 'shop-eu'], only: ['shop-*', 'login'], tags: ['shop'] }, ['shop-eu']],
  ])('of %o: %o', (options, names) => {
    expect(chosen(options)).toEqual(names);
  });

  it.each([
    [
      { only: ['shop-au', 'logn'] },
      '--only "shop-au" is the name of no enabled check; did you mean "shop-eu"?; --only "logn" is the name of no enabled check; did you mean "login"?',
    ],
    [
      { only: ['zzzz*'] },
      '--only "zzzz*" fits the name of no enabled check; there are "shop-eu", "shop-us", "shop-?", "login"',
    ],
    [{ exclude: ['shop-e'] }, '--exclude "shop-e" is the name of no enabled check; did you mean "shop-eu"?'],
    [{ tags: ['eu-*', 'us-eats'] }, '--tags "us-eats" is the tag of no enabled check; did you mean "us-east"?'],
    [
      { only: ['off'] },
      '--only "off" is the name of no enabled check; there are "shop-eu", "shop-us", "shop-?", "login"',
    ],
    [{ exclude: ['*'] }, '--exclude leaves no check; take some of its names out'],
    [{ only: ['login'], tags: ['shop'] }, 'no check is in both --only and --tags; take one of them out'],
    [{ only: ['login'], shown: ['shop-eu'] }, 'no check is in both --only and --verbose; take one of them out'],
    [
      { only: ['login'], shown: ['login'], tags: ['shop'] },
      'no check is in all of --only, --verbose and --tags; take one of them out',
    ],
  ])('refuses %o', (options, message) => {
    expect(() => chosen(options)).toThrow(message);
  });
});
