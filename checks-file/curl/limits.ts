import { MAX_CHECK_TIMEOUT_MS, MOST_REDIRECTS, USUAL_REDIRECTS } from '#core/contract.ts';
import type { HttpRedirects } from '#kinds/http/check.ts';
import { type Faults, shown } from './command-faults.ts';
import type { Option } from './options.ts';
import { onlyProtocol } from './protocols.ts';
import type { Reading } from './reading.ts';

export function followOf({ options, faults }: Reading): number {
  const most = options.last('max-redirs');
  const wanted = most === null || most.value.trim() === '-1' ? USUAL_REDIRECTS : (count(most, faults) ?? 0);
  if (most !== null && wanted > MOST_REDIRECTS)
    faults.add(most.valueAt, `curl: ${most.spelled} is ${wanted}; write ${MOST_REDIRECTS} or less`);
  const follows = options.last('location', 'location-trusted')?.on ?? false;
  return follows ? wanted : 0;
}

export function redirectsOf(reading: Reading): HttpRedirects | null {
  const { options } = reading;
  if (!(options.last('location', 'location-trusted')?.on ?? false)) return null;
  const keepPost = ([301, 302, 303] as const).filter((status) => options.on(`post${status}`));
  const method = options.last('request');
  const only = onlyProtocol(reading);
  const redirects: HttpRedirects = {
    ...(options.on('location-trusted') && { trusted: true }),
    ...(keepPost.length > 0 && { keepPost }),
    ...(method !== null && method.value !== 'null' && { keepMethod: true }),
    ...(only !== null && { only }),
  };
  return Object.keys(redirects).length === 0 ? null : redirects;
}

export function seconds(option: Option | null, faults: Faults): number | null {
  if (option === null) return null;
  if (/^\s*\d+(?:\.\d*)?\s*$/.test(option.value)) return Number(option.value);
  faults.add(option.valueAt, `curl: ${option.spelled} ${shown(option.value)} is no number of seconds`);
  return null;
}

/** 0 means no limit to curl, and here the default's. */
export function milliseconds(option: Option | null, faults: Faults): number | null {
  const value = Math.round((seconds(option, faults) ?? 0) * 1000);
  if (option !== null && value > MAX_CHECK_TIMEOUT_MS) {
    const most = MAX_CHECK_TIMEOUT_MS / 1000;
    faults.add(
      option.valueAt,
      `curl: ${option.spelled} is ${shown(option.value)} s; write ${most} or less (a check ends within ${most} s)`,
    );
  }
  return value === 0 ? null : value;
}

export function count(option: Option | null, faults: Faults): number | null {
  if (option === null) return null;
  if (/^\s*\d{1,6}\s*$/.test(option.value)) return Number(option.value);
  faults.add(option.valueAt, `curl: ${option.spelled} ${shown(option.value)} is no whole number`);
  return null;
}
