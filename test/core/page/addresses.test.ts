import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fileLinks, PAGE_FILES, serverLinks, slugOf } from '#core/page/links.ts';
import { chosenLanguage } from '#core/page/words/language.ts';

describe('a name as part of a path', () => {
  it.each([
    ['orders-api', 'orders-api'],
    ['v1.2_a', 'v1.2_a'],
    ['Orders', '~4frders'],
    ['注文', '~e6~b3~a8~e6~96~87'],
    ['a/b', 'a~2fb'],
    ['..', '~2e.'],
    ['a~b', 'a~7eb'],
  ])('%s is %s', (name, slug) => {
    expect(slugOf(name)).toBe(slug);
  });

  it('fits into the name of a file, and is no other name, capitals aside', () => {
    const name = fc.string({ unit: fc.constantFrom(...'aAbB1.-_~/ %é日😀'), minLength: 1, maxLength: 25 });
    fc.assert(
      fc.property(name, name, (one, other) => {
        expect(slugOf(one)).toMatch(/^[a-z0-9~_-][a-z0-9._~-]{0,203}$/);
        expect(slugOf(one).toLowerCase() === slugOf(other).toLowerCase()).toBe(one === other);
      }),
    );
  });

  it('of the longest name in kanji fits too', () => {
    expect(`${slugOf('注'.repeat(33))}.html`.length).toBeLessThan(255);
  });
});

describe('links', () => {
  it('of a server begin at its base', () => {
    const links = serverLinks('/status/');
    expect([links.check('a/b'), links.badge('注', 'latency'), links.events]).toEqual([
      '/status/checks/a%2Fb',
      '/status/badges/%E6%B3%A8/latency.svg',
      '/status/events',
    ]);
  });

  it('of files go from each page to where the files are', () => {
    const at = (page: string, link: string) => new URL(link, `https://a.example/x/${page}`).pathname.slice(3);
    const [index, check] = [fileLinks('index'), fileLinks('check')];
    const page = PAGE_FILES.check('注文');

    expect(at('index.html', index.check('注文'))).toBe(page);
    expect(at(page, check.check('other'))).toBe('checks/other.html');
    expect(at(page, check.index)).toBe(PAGE_FILES.index);
    expect(at(page, check.asset('page.css'))).toBe(PAGE_FILES.asset('page.css'));
    expect(at(page, check.badge('a', 'status'))).toBe(PAGE_FILES.badge('a', 'status'));
    expect(at(page, check.status)).toBe(PAGE_FILES.status);
  });
});

describe('the language', () => {
  const none = { query: null, setting: null, acceptLanguage: null };
  it.each([
    [none, 'en'],
    [{ ...none, acceptLanguage: 'ja-JP,ja;q=0.9,en-US;q=0.8' }, 'ja'],
    [{ ...none, acceptLanguage: 'de, en;q=0.2, ja;q=0.9' }, 'ja'],
    [{ ...none, acceptLanguage: 'de;q=1, *;q=0.5' }, 'en'],
    [{ ...none, acceptLanguage: 'ja;q=0' }, 'en'],
    [{ ...none, acceptLanguage: 'ja', setting: 'en' as const }, 'en'],
    [{ acceptLanguage: 'en', setting: 'en' as const, query: 'ja' }, 'ja'],
    [{ ...none, query: '<script>' }, 'en'],
    [{ ...none, query: 'constructor', acceptLanguage: 'ja;q=x, JA' }, 'ja'],
  ] as const)('of %o is %s', (wishes, language) => {
    expect(chosenLanguage(wishes)).toBe(language);
  });
});
