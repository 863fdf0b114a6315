import { type Destination, knownUrl, urlDestination } from '#core/address/destination.ts';
import type { Path } from '#core/text/json-values.ts';
import type { HttpRequest } from './check.ts';
import { endpointOf } from './probe/place.ts';

/**
 * The hosts that a request connects to: its own or that of its proxy, and those of the server that its token is from. `at`:
 * where the request stands, from the map of the check's kind on.
 */
export function requestDestinations(request: HttpRequest, at: Path = []): readonly Destination[] {
  const { url, auth, proxy } = request;
  return [
    ...destinationOf(url, [...at, 'url'], request, at),
    ...(auth?.scheme === 'oauth2'
      ? destinationOf(auth.tokenUrl, [...at, 'auth', 'oauth2', 'tokenUrl'], request, at)
      : []),
    ...(proxy === undefined ? [] : urlDestination(proxy, [...at, 'proxy'], request.allowPrivate)),
  ];
}

/** Behind a proxy the port is the proxy's business; a pin decides which host and port it is. */
function destinationOf(text: string, setting: Path, { proxy, pins, allowPrivate }: HttpRequest, at: Path) {
  if (proxy !== undefined) return urlDestination(text, setting, allowPrivate).map((to) => ({ ...to, port: null }));
  const url = knownUrl(text);
  const pinned = url === null || pins === undefined ? undefined : endpointOf(url, { pins }).at;
  if (pinned === undefined) return urlDestination(text, setting, allowPrivate);
  const isFixed = pins?.some((pin) => 'address' in pin && pin.address === pinned.host) === true;
  return [{ ...pinned, setting: [...at, isFixed ? 'resolve' : 'connectTo'], allowPrivate }];
}
