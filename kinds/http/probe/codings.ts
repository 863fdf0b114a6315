import { headerValues } from '../observation.ts';
import { transferCodings } from './http1/framing.ts';

/** Node inflates zstd from 22.15 on. */
export const HAS_ZSTD = process.versions['zstd'] !== undefined;

/** The codings that a body has by its headers, in the order they were applied, in small letters. */
export function codingsOf(rawHeaders: readonly string[], lenient: Set<string>): string[] {
  const values = headerValues(rawHeaders, 'content-encoding');
  if (values.length === 0) return transferCodings(rawHeaders);
  const named = values
    .flatMap((value) => value.toLowerCase().split(','))
    .map((coding) => coding.trim())
    .filter((coding) => coding !== '' && coding !== 'identity');
  const codings = named.filter((coding) => coding !== 'none');
  if (codings.length < named.length) lenient.add('content-encoding: none');
  return [...codings, ...transferCodings(rawHeaders)];
}
