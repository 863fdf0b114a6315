import type { Check } from '../check/check.ts';
import { hasReference } from '../check/references.ts';
import { onLambda, refusedHost } from './address-policy.ts';
import { unbracketed } from './unbracketed.ts';

/** What keeps a check from its target once it runs on AWS. `setting`: the one that says so, by its name in the target. */
export type Obstacle = { readonly setting: 'url' | 'host' | 'port'; readonly message: string };

/** What a target of any kind may say of where it is; a proxy or a pin decides in its place. */
type Whereabouts = {
  readonly url?: unknown;
  readonly host?: unknown;
  readonly port?: unknown;
  readonly allowPrivate?: unknown;
  readonly proxy?: unknown;
  readonly pins?: unknown;
};

const SMTP_PORT = 25;
const NO_SMTP =
  'is port 25, on which AWS lets no function connect unless it lifts that for your account; write 587 or 465 where the server listens there';

/**
 * Why a checker on Lambda would not reach a check's target, as far as the list can say: an address that is refused, a
 * port that AWS blocks. Null for a name, which only a name server knows, and for what a reference fills in.
 */
export function awsObstacle({ target }: Pick<Check, 'target'>, { allowLoopback = false } = {}): Obstacle | null {
  const { url, host, port, allowPrivate, proxy, pins } = target as Whereabouts;
  if (proxy !== undefined || pins !== undefined) return null;
  const place = typeof url === 'string' ? placeOfUrl(url) : placeOf(host, port);
  if (place === null) return null;
  const refused = refusedHost(place, allowPrivate === true, onLambda({ allowLoopback, runtimeApi: '' }));
  const setting = typeof url === 'string' ? 'url' : 'host';
  if (refused !== null) return { setting, message: `would be NG on AWS: ${refused.message}` };
  if (place.port !== SMTP_PORT) return null;
  return { setting: typeof url === 'string' ? 'url' : 'port', message: NO_SMTP };
}

function placeOfUrl(written: string) {
  const url = hasReference(written) ? null : URL.parse(written);
  if (url === null) return null;
  return { host: unbracketed(url.hostname), port: Number(url.port) };
}

function placeOf(host: unknown, port: unknown) {
  return typeof host !== 'string' || hasReference(host) ? null : { host, port: Number(port) };
}
