import { afterEach, expect, it, vi } from 'vitest';

const ours = { parse: URL.parse };

afterEach(() => {
  URL.parse = ours.parse;
});

it.each<[url: string, base?: string]>([
  ['https://example.com/a b?c#d'],
  ['//example.com/', 'http://other.example/'],
  ['../up', 'https://example.com/a/b/c'],
  ['no url'],
  ['relative'],
  ['https://', 'https://example.com/'],
])('URL.parse of an older Node answers for %s what that of this one does', async (url, base) => {
  Reflect.deleteProperty(URL, 'parse');
  vi.resetModules();
  await import('../../packaging/older-nodes.ts');
  expect(URL.parse).not.toBe(ours.parse);
  expect(URL.parse(url, base)?.href).toBe(ours.parse(url, base)?.href);
});
