import type { CheckerEffects } from '../probing/effects.ts';
import { type HttpObservation, headerValues } from './observation.ts';

/** Where the length was not said. */
const UNKNOWN_LENGTH = -1;

/**
 * What was measured of an answer, where all is: versions as numbers (`1.1`, `2`; TLS `1.3`), the redirects that were followed, bytes
 * of the body as they were said before (-1 where they were not) and as they were read and inflated.
 */
export function measuredOf(
  observed: HttpObservation,
  { measuresAll }: Pick<CheckerEffects, 'measuresAll'>,
): Readonly<Record<string, number>> | null {
  if (measuresAll !== true || observed.outcome !== 'response' || observed.facts === undefined) return null;
  const { facts, rawHeaders, body, truncated, coded } = observed;
  const { httpVersion, redirects, ipVersion, tlsVersion } = facts;
  const [length] = headerValues(rawHeaders, 'content-length');
  const said = Number(length?.trim() || UNKNOWN_LENGTH);
  return {
    http: Number(httpVersion),
    redirects,
    length: Number.isSafeInteger(said) ? said : UNKNOWN_LENGTH,
    ...(!truncated && coded === undefined && { bytes: body.length }),
    ...(ipVersion && { ip: ipVersion }),
    ...(tlsVersion && { tls: Number(tlsVersion) }),
  };
}
