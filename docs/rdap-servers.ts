/**
 * Writes kinds/domain/rdap-servers.json from IANA's list (RFC 9224): `npm run generate:rdap`. A file may be named in its place
 * where the internet is out of reach, with the day that it is of: `npm run generate:rdap -- dns.json 2026-11-26`.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { servicesOf } from '#kinds/domain/registries.ts';

const IANA = 'https://data.iana.org/rdap/dns.json';
const [file, day = new Date().toISOString().slice(0, 10)] = process.argv.slice(2);
const list: unknown = JSON.parse(file === undefined ? await (await fetch(IANA)).text() : await readFile(file, 'utf8'));
const services = servicesOf(list);
if (services.length < 100) throw new Error(`${file ?? IANA} is no list of RDAP servers: ${services.length} services`);
const lines = services.map((service) => `    ${JSON.stringify(service)}`).join(',\n');
await writeFile(
  new URL('../kinds/domain/rdap-servers.json', import.meta.url),
  `{\n  "source": "${IANA}",\n  "day": "${day}",\n  "services": [\n${lines}\n  ]\n}\n`,
);
