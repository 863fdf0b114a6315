import { unbracketed } from '#core/address/unbracketed.ts';
import type { Endpoint } from '../../probing/attempt.ts';
import type { HttpPin, HttpRequest } from '../check.ts';

type Place = { readonly host: string; readonly port: number };

/** Where a request to this URL connects to. */
export function endpointOf(url: URL, { family, pins }: Pick<HttpRequest, 'family' | 'pins'>): Endpoint {
  const host = unbracketed(url.hostname);
  const port = url.port === '' ? (DEFAULT_PORTS[url.protocol] ?? 0) : Number(url.port);
  return pins === undefined ? { host, port, family } : { host, port, family, at: pinned({ host, port }, pins) };
}

const DEFAULT_PORTS: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443 };

/** First another host or port, then an address for the name that this leads to; undefined when no pin fits. */
function pinned(to: Place, pins: readonly HttpPin[]): Place | undefined {
  const moved = pins.find((pin) => 'toHost' in pin && fits(pin, to));
  const place = moved !== undefined && 'toHost' in moved ? movedTo(to, moved) : to;
  const fixed = pins.find((pin) => 'address' in pin && fits(pin, place));
  if (fixed !== undefined && 'address' in fixed) return { host: fixed.address, port: place.port };
  return place === to ? undefined : place;
}

function movedTo(to: Place, { toHost, toPort }: Extract<HttpPin, { toHost: string }>): Place {
  return { host: toHost === '' ? to.host : toHost, port: toPort === 0 ? to.port : toPort };
}

function fits(pin: HttpPin, { host, port }: Place): boolean {
  // A dot at the end of a name is no other name.
  const name = host.replace(/\.$/, '');
  return (
    (pin.host === '' || pin.host.toLowerCase().replace(/\.$/, '') === name) && (pin.port === 0 || pin.port === port)
  );
}
