import { isMap, type Path } from '../text/json-values.ts';
import { nearest } from '../text/nearest.ts';
import type { KnownSettings } from './known-settings.ts';
import { type Meant, settingsCalled } from './other-words.ts';

/** Where a setting stands that is none: the settings of its map, the path of that, and what is around. */
export type Place = {
  readonly known: KnownSettings;
  readonly path: Path;
  /** The value that `path` begins in. */
  readonly root: unknown;
  /** The settings of that, where it is the entry of a check. */
  readonly entry: KnownSettings | null;
};

/** What is said of a setting that is none where it stands: the one that was meant, where it belongs, or all that there are. */
export function unknownSetting(key: string, place: Place): string {
  if (key === '<<') return 'is in quotes, which makes it a plain key; write << without them';
  const { names, inner } = place.known;
  const deeper = Object.keys(inner).find((map) => inner[map]?.includes(key));
  if (deeper !== undefined) return `is not a setting here; write it in ${deeper}`;
  const called = settingsCalled(key);
  const last = place.path.at(-1);
  const here = called.find(({ map, name }) => (map === null || map === last) && names.includes(name))?.name;
  const ofCheck = here === undefined ? besideMap(key, [], place) : null;
  if (ofCheck !== null) return ofCheck;
  const meant = here ?? nearest(key, names);
  if (meant !== null) return `is not a setting; did you mean ${meant}?`;
  const within = called.flatMap((one) => mapsWith(one, Object.keys(inner), inner))[0];
  if (within !== undefined) return `is not a setting; write ${within.name} in ${within.map}`;
  return besideMap(key, called, place) ?? `is not a setting; write one of ${names.join(', ')}`;
}

/** Of a word in a map of a check, what belongs to the check as a whole, or into another map of it. */
function besideMap(key: string, called: readonly Meant[], { path, root, entry }: Place): string | null {
  const [map, ...deeper] = path;
  if (entry === null || map === undefined || deeper.length > 0 || !isMap(root)) return null;
  const others = ['expect', ...Object.keys(root)].filter((other) => other !== map);
  for (const one of [{ map: null, name: key }, ...called]) {
    const it = one.name === key ? 'it' : one.name;
    if (one.map === null && one.name !== map && entry.names.includes(one.name))
      return `is not a setting here; write ${it} beside ${map}`;
    const [within] = mapsWith(one, others, entry.inner);
    if (within !== undefined) return `is not a setting here; write ${it} in ${within.map}, beside ${map}`;
  }
  return null;
}

/** The maps of those that have the setting. */
function mapsWith({ map, name }: Meant, maps: readonly string[], inner: KnownSettings['inner']) {
  return maps
    .filter((one) => (map === null || map === one) && Object.hasOwn(inner, one) && inner[one]?.includes(name))
    .map((one) => ({ map: one, name }));
}
