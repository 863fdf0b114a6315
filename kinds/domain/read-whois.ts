import { quote } from '#core/text/safe-text.ts';
import type { Registration } from './observation.ts';

/** What a WHOIS answer (RFC 3912: text, each registry's own) says of a domain, or in words why it says nothing. */
export function registrationIn(text: string, name: string, at: string): Registration | string {
  const lines = text.split(/\r?\n/).slice(0, 2_000);
  const fields = lines.flatMap(fieldIn);
  const expires = earliestOf(fields);
  if (expires === null) {
    return UNREGISTERED.test(text)
      ? `${name} is not registered, says the registry`
      : 'the answer has no expiration date that is known';
  }
  const about = valuesOf(fields, /^(?:domain(?: ?name)?|ドメイン名)$/i)[0];
  if (about !== undefined && about.toLowerCase().replace(/\.$/, '') !== name)
    return `the answer is about ${quote(about, 80)}`;
  return {
    expires,
    status: valuesOf(fields, /^(?:domain )?(?:status|state|状態)$/i).map((status) =>
      status.replace(/ https?:.*$| \(.*$/, ''),
    ),
    nameservers: valuesOf(fields, /^(?:name ?servers?|nserver)$/i).map((server) =>
      (server.split(/\s/)[0] ?? '').toLowerCase().replace(/\.$/, ''),
    ),
    registrar: valuesOf(fields, /^(?:sponsoring )?registrar(?: name)?$/i)[0] ?? '',
    at,
  };
}

type Field = readonly [name: string, value: string];

/** `Name: value`, `[Name] value`, and JPRS's `a. [Name] value`. */
function fieldIn(line: string): Field[] {
  const match = /^\s*(?:[a-z]\. )?(?:\[([^\]]{1,60})\]|([^:[\]]{1,60}):)\s*(.{0,500})$/.exec(line);
  if (match === null) return [];
  const [, bracketed, plain, value = ''] = match;
  return [[(bracketed ?? plain ?? '').trim(), value.trim()]];
}

function valuesOf(fields: readonly Field[], name: RegExp): string[] {
  return fields.flatMap(([key, value]) => (name.test(key) && value !== '' ? [value] : []));
}

const EXPIRY =
  /^(?:registry expiry date|registrar registration expiration date|expiry date|expiration (?:date|time)|expire(?:s|d)?(?: (?:on|date))?|paid-till|有効期限|renewal date)$/i;
const UNREGISTERED =
  /no match|not found|no entries found|no data found|no object found|status: *(?:available|free)|!!/i;

/** What ends first, as an ISO time. JPRS has the date of names below co.jp and the like in their state. */
function earliestOf(fields: readonly Field[]): string | null {
  const written = [
    ...valuesOf(fields, EXPIRY),
    ...valuesOf(fields, /^(?:state|状態)$/i).flatMap((state) => /\((\d{4}\/\d{2}\/\d{2})\)/.exec(state)?.[1] ?? []),
  ];
  const times = written.map(timeOf).filter((time) => !Number.isNaN(time));
  return times.length === 0 ? null : new Date(Math.min(...times)).toISOString();
}

const HOUR_MS = 3_600_000;
const JAPAN_MS = 9 * HOUR_MS;
const CHINA_MS = 8 * HOUR_MS;

/** Milliseconds since 1970. A date without a time is good for all of its day: Japan's where it is written as there, else UTC's. */
function timeOf(text: string): number {
  const japanese = /^(\d{4})\/(\d{2})\/(\d{2})/.exec(text);
  if (japanese !== null)
    return Date.parse(`${japanese[1]}-${japanese[2]}-${japanese[3]}T00:00:00Z`) + 24 * HOUR_MS - JAPAN_MS;
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return Date.parse(`${text}T00:00:00Z`) + 24 * HOUR_MS;
  // CNNIC writes Beijing's clock.
  if (/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/.test(text)) return Date.parse(`${text.replace(' ', 'T')}Z`) - CHINA_MS;
  if (/^\d{4}-\d{2}-\d{2}[T ]/.test(text)) return Date.parse(text.replace(' ', 'T'));
  const named = /^(\d{1,2})[- ]([A-Za-z]{3})[a-z]*[- ](\d{4})/.exec(text);
  return named === null ? Number.NaN : Date.parse(`${named[1]} ${named[2]} ${named[3]} UTC`) + 24 * HOUR_MS;
}
