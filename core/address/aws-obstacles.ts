import type { Path } from '../text/json-values.ts';
import { onLambda, refusedHost } from './address-policy.ts';
import type { Destination } from './destination.ts';

/**
 * What keeps a check from a host once it runs on AWS: an address that is refused, or a port that AWS blocks. `setting`: the one
 * that says so, from the map of the check's kind on.
 */
export type Obstacle = { readonly sort: 'address' | 'port'; readonly setting: Path; readonly message: string };

const SMTP_PORT = 25;
const NO_SMTP =
  'is port 25, on which AWS lets no function connect unless it lifts that for your account; write 587 or 465 where the server listens there';

/**
 * Why a checker on Lambda would not reach what a check connects to, as far as the list can say: one obstacle a setting, none
 * for a name, which only a name server knows.
 */
export function awsObstacles(to: readonly Destination[], { allowLoopback = false } = {}): readonly Obstacle[] {
  const policy = onLambda({ allowLoopback, runtimeApi: '' });
  const met = to.flatMap(({ host, port, setting, portSetting = setting, allowPrivate }): Obstacle[] => {
    const refused = refusedHost({ host, port: port ?? 0 }, allowPrivate === true, policy);
    if (refused !== null) return [{ sort: 'address', setting, message: `would be NG on AWS: ${refused.message}` }];
    return port === SMTP_PORT ? [{ sort: 'port', setting: portSetting, message: NO_SMTP }] : [];
  });
  return [...Map.groupBy(met, ({ setting }) => JSON.stringify(setting)).values()].flatMap(([first]) => first ?? []);
}
