import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checksJsonSchema } from '#checks-file/json-schema.ts';
import { readChecksFiles } from '#checks-file/reader/read-files.ts';
import { readYaml } from '#checks-file/text/yaml.ts';

const FILES = [...globSync('examples/settings/*.yaml'), ...globSync('kinds/*/example.yaml')].toSorted();
/** For tests on a machine that emulates AWS; no list of anybody has it. */
const NOBODYS = new Set(['deploy.allowLoopback']);

type Schema = Readonly<Record<string, unknown>>;
const root = checksJsonSchema();

function resolved(schema: Schema): Schema {
  const { $ref, ...own } = schema;
  if (typeof $ref !== 'string') return schema;
  const target = $ref
    .slice(2)
    .split('/')
    .reduce<unknown>((value, key) => (value as Schema)[key], root);
  return resolved({ ...(target as Schema), ...own });
}

/** Where a setting is the same as one that stands elsewhere: guards are checks, a step's request is that of an http check. */
const SAME: readonly (readonly [place: RegExp, as: string])[] = [
  [/^guard\./, 'checks.'],
  [/^checks\.steps\.flow\.(http|expect|curl|degraded)\b/, 'checks.$1'],
  [/^checks\.steps\.flow\.until\.(?!every|within)/, 'checks.expect.'],
  [/^defaults\.tls\.serverName$/, 'checks.tcp.tls.serverName'],
  [/^defaults\.(proxy|tls|auth|follow|allowPrivate|headers)\b/, 'checks.http.$1'],
  [/^defaults\.expect\./, 'checks.expect.'],
  [/^deploy\.alarms\.subscriptions\./, 'deploy.subscriptions.'],
  [/^checks\.allowPrivate$/, 'checks.http.allowPrivate'],
];
const placeOf = (path: readonly string[]) =>
  SAME.reduce((place, [from, as]) => place.replace(from, as), path.join('.'));

/** Every setting that the schema has, `*` where a name is the author's own. */
function settingsIn(given: Schema, path: readonly string[] = [], found = new Set<string>()): Set<string> {
  const {
    properties = {},
    anyOf = [],
    oneOf = [],
    items,
    additionalProperties,
  } = resolved(given) as {
    readonly properties?: Readonly<Record<string, Schema>>;
    readonly anyOf?: readonly Schema[];
    readonly oneOf?: readonly Schema[];
    readonly items?: Schema;
    readonly additionalProperties?: unknown;
  };
  for (const [name, inner] of Object.entries(properties)) {
    found.add(placeOf([...path, name]));
    settingsIn(inner, [...path, name], found);
  }
  for (const form of [...anyOf, ...oneOf, ...(items === undefined ? [] : [items])]) settingsIn(form, path, found);
  if (typeof additionalProperties === 'object' && additionalProperties !== null)
    settingsIn(additionalProperties as Schema, [...path, '*'], found);
  return found;
}

function usedIn(value: unknown, path: readonly string[] = []): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => usedIn(item, path));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => [
    placeOf([...path, name]),
    ...usedIn(inner, [...path, name]),
  ]);
}

function contentOf(file: string): unknown {
  const read = readYaml(readFileSync(file, 'utf8'));
  return 'value' in read ? read.value : null;
}

describe('an example of every setting', () => {
  it.each(FILES)('is a checks file without faults: %s', async (file) => {
    expect((await readChecksFiles([file])).faults).toEqual([]);
  });

  it('is there', () => {
    const used = new Set(FILES.flatMap((file) => usedIn(contentOf(file))));
    const isUsed = (setting: string): boolean => {
      if (!setting.includes('*')) return used.has(setting);
      const pattern = setting.split('.').map((step) => (step === '*' ? '[^.]+' : step.replace('$', '\\$')));
      return [...used].some((one) => new RegExp(`^${pattern.join('\\.')}$`).test(one));
    };

    const settings = [...settingsIn(root)].filter((setting) => !NOBODYS.has(setting));

    expect(settings.length).toBeGreaterThan(300);
    expect(settings.filter((setting) => !isUsed(setting))).toEqual([]);
  });
});
