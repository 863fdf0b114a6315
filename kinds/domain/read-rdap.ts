import { quote } from '#core/text/safe-text.ts';
import type { Registration } from './observation.ts';

/** What an RDAP answer (RFC 9083) says of a domain, or in words why it says nothing. */
export function registrationIn(text: string, name: string, at: string): Registration | string {
  const domain = parsed(text);
  if (domain === null || domain['objectClassName'] !== 'domain') return 'the answer is no RDAP of a domain';
  const about = asciiName(domain['ldhName']);
  if (about !== name) return `the answer is about ${quote(about, 80)}`;
  const expires = earliestExpiry(listIn(domain, 'events'));
  if (expires === null) return 'the answer has no expiration date';
  return {
    expires,
    status: listIn(domain, 'status').filter((one) => typeof one === 'string'),
    nameservers: listIn(domain, 'nameservers').map((one) => asciiName(mapOf(one)['ldhName'])),
    registrar: registrarIn(listIn(domain, 'entities')),
    at,
  };
}

function parsed(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

function mapOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

/** As many items as any registry sends, of what may be anything. */
function listIn(map: Record<string, unknown>, key: string): readonly unknown[] {
  const value = map[key];
  return Array.isArray(value) ? value.slice(0, 100) : [];
}

function asciiName(value: unknown): string {
  return typeof value === 'string' ? value.toLowerCase().replace(/\.$/, '') : '';
}

/** Registrars and registries may each have theirs: what ends first counts. */
function earliestExpiry(events: readonly unknown[]): string | null {
  const times = events.map(mapOf).flatMap(({ eventAction, eventDate }) => {
    const time = typeof eventDate === 'string' ? Date.parse(eventDate) : Number.NaN;
    return /^(?:registrar )?expiration$/.test(String(eventAction)) && !Number.isNaN(time) ? [time] : [];
  });
  return times.length === 0 ? null : new Date(Math.min(...times)).toISOString();
}

/** The full name in the card (RFC 7095) of the entity whose role is registrar. */
function registrarIn(entities: readonly unknown[]): string {
  for (const entity of entities.map(mapOf)) {
    if (!listIn(entity, 'roles').includes('registrar')) continue;
    const card = listIn({ card: listIn(entity, 'vcardArray')[1] }, 'card');
    const name = card.find((property) => Array.isArray(property) && property[0] === 'fn');
    if (Array.isArray(name) && typeof name[3] === 'string') return name[3];
  }
  return '';
}
