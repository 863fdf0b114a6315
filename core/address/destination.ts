import type { Path } from '../text/json-values.ts';
import { unbracketed } from './unbracketed.ts';

/**
 * A host that a check connects to, by what its target says. `port` is null where it is the usual one of a URL, or a proxy's
 * business. `setting`: which setting says so, from the map of the check's kind on, such as `['auth', 'oauth2', 'tokenUrl']`.
 * `portSetting`: which one says the port, where that is another.
 */
export type Destination = {
  readonly host: string;
  readonly port: number | null;
  readonly setting: Path;
  readonly portSetting?: Path;
  readonly allowPrivate?: true | undefined;
};

/** The beginning of a URL up to the end of its host and port, with something behind them. */
const WHOLE_AUTHORITY = /^[a-z]+:\/\/[^\s/?#\\]+[/?#\\]/i;

/**
 * The URL in a target as far as it is known: null where a reference, a template or a name of a value stands for its host or
 * port, or where it is none.
 */
export function knownUrl(text: string): URL | null {
  const open = text.search(/\$\{|\{\{/);
  return open < 0 || WHOLE_AUTHORITY.test(text.slice(0, open)) ? URL.parse(text) : null;
}

/** Where a URL leads to, as far as that is known. */
export function urlDestination(text: string, setting: Path, allowPrivate?: true): readonly Destination[] {
  const url = knownUrl(text);
  if (url === null) return [];
  const port = url.port === '' ? null : Number(url.port);
  return [{ host: unbracketed(url.hostname), port, setting, allowPrivate }];
}

/** Where a target that is a host and a port leads to; nowhere known where a reference stands for the host. */
export function endpointDestination(target: {
  readonly host: string;
  readonly port: number;
  readonly allowPrivate?: true;
}): readonly Destination[] {
  const { host, port, allowPrivate } = target;
  if (host.includes('${')) return [];
  return [{ host, port, setting: ['host'], portSetting: ['port'], allowPrivate }];
}
