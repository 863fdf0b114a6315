import { unbracketed } from '#core/address/unbracketed.ts';
import table from './rdap-servers.json' with { type: 'json' };

/** Who is asked about a domain: by RDAP (RFC 9082) where IANA lists a server, by WHOIS for the few below. */
export type Registry = { readonly rdap: string } | { readonly whois: { readonly host: string; readonly port: number } };

const WHOIS_PORT = 43;

/** JSON knows no pairs. */
const SERVICES = table.services as unknown as Services;

/** Registries that publish dates by WHOIS and are not in IANA's list. */
const WHOIS: Readonly<Record<string, string>> = {
  jp: 'whois.jprs.jp',
  cn: 'whois.cnnic.cn',
  co: 'whois.registry.co',
  io: 'whois.nic.io',
  it: 'whois.nic.it',
  me: 'whois.nic.me',
  us: 'whois.nic.us',
};

/** Registries that publish no date at all, by the name of who runs them. */
const DATELESS: Readonly<Record<string, string>> = {
  at: 'nic.at',
  be: 'DNS Belgium',
  ch: 'SWITCH',
  de: 'DENIC',
  eu: 'EURid',
  li: 'SWITCH',
  nl: 'SIDN',
};

/** The registry that publishes no expiry date for this domain; null where one may be published. */
export function datelessRegistry(name: string): string | null {
  return DATELESS[lastLabel(name)] ?? null;
}

/** The registry of a domain by what is known beforehand, the longest suffix first (RFC 9224, 4); null when it is not known. */
export function registryOf(name: string): Registry | null {
  const host = WHOIS[lastLabel(name)];
  if (host !== undefined) return { whois: { host, port: WHOIS_PORT } };
  const rdap = serverIn(SERVICES, name);
  return rdap === null ? null : { rdap };
}

/** Suffixes with the URL of their server, as in IANA's list (RFC 9224). */
export type Services = readonly (readonly [suffixes: string, url: string])[];

/** The server of the longest suffix of a name; null when none fits. */
export function serverIn(services: Services, name: string): string | null {
  const labels = name.split('.');
  for (let from = 1; from < labels.length; from += 1) {
    const suffix = labels.slice(from).join('.');
    const found = services.find(([suffixes]) => suffixes.split(' ').includes(suffix));
    if (found !== undefined) return found[1];
  }
  return null;
}

/** IANA's own list in the form of the table: of each service the first https server. What is no list gives none. */
export function servicesOf(list: unknown): Services {
  const services: unknown = (list as { services?: unknown } | null)?.services;
  if (!Array.isArray(services)) return [];
  return services.flatMap((service: unknown) => {
    const [suffixes, urls] = Array.isArray(service) ? service : [];
    const url = Array.isArray(urls)
      ? urls.find((one) => typeof one === 'string' && one.startsWith('https://'))
      : undefined;
    if (!Array.isArray(suffixes) || typeof url !== 'string') return [];
    return [[suffixes.join(' ').toLowerCase(), url] as const];
  });
}

/** A registry that a check names itself: `https://…` or `whois://host:port`. */
export function registryAt(server: string): Registry {
  if (!/^whois:/i.test(server)) return { rdap: server };
  const { hostname, port } = new URL(server.replace(/^whois:/i, 'http:'));
  return { whois: { host: unbracketed(hostname), port: Number(port) || WHOIS_PORT } };
}

function lastLabel(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}
