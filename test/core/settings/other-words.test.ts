import { expect, it } from 'vitest';
import { checksJsonSchema } from '#checks-file/json-schema.ts';
import { SETTINGS_CALLED, settingsCalled } from '#core/settings/other-words.ts';
import { isMap } from '#core/text/json-values.ts';

/** Every setting of the file, by its name and by its name and that of the map around it. */
function settingsIn(schema: unknown, map: string): string[] {
  if (!isMap(schema)) return Array.isArray(schema) ? schema.flatMap((item) => settingsIn(item, map)) : [];
  const here = isMap(schema['properties']) ? Object.entries(schema['properties']) : [];
  const own = here.flatMap(([name, inner]) => [name, `${map}.${name}`, ...settingsIn(inner, name)]);
  const others = Object.entries(schema).filter(([key]) => key !== 'properties');
  return [...own, ...others.flatMap(([, inner]) => settingsIn(inner, map))];
}

it('leads to settings that there are', () => {
  const known = new Set(settingsIn(checksJsonSchema(), ''));
  expect(SETTINGS_CALLED.filter((setting) => !known.has(setting))).toEqual([]);
});

it.each([
  ['statusCode', { map: 'expect', name: 'status' }],
  ['status_codes', { map: 'expect', name: 'status' }],
  ['Retry-Interval', { map: null, name: 'recheckAfter' }],
])('knows %s however it is written', (word, meant) => {
  expect(settingsCalled(word)[0]).toMatchObject(meant);
});

it('knows no word of nobody', () => {
  expect(settingsCalled('constructor')).toEqual([]);
});
