import { describe, expect, it } from 'vitest';
import { datelessRegistry, registryOf, serverIn, servicesOf } from '#kinds/domain/registries.ts';
import table from '../../../kinds/domain/rdap-servers.json' with { type: 'json' };

describe('the registry of a domain', () => {
  it.each([
    ['example.com', { rdap: 'https://rdap.verisign.com/com/v1/' }],
    ['shop.example.tokyo', { rdap: 'https://rdap.gmoregistry.net/rdap/' }],
    ['example.co.jp', { whois: { host: 'whois.jprs.jp', port: 43 } }],
    ['example.nothing', null],
  ])('is known beforehand: %s', (name, registry) => expect(registryOf(name)).toEqual(registry));

  it.each([
    ['example.de', 'DENIC'],
    ['example.eu', 'EURid'],
    ['example.com', null],
  ])('publishes a date or not: %s', (name, registry) => expect(datelessRegistry(name)).toBe(registry));

  it('is that of the longest suffix', () => {
    const services = [
      ['uk', 'https://a/'],
      ['co.uk org.uk', 'https://b/'],
    ] as const;
    expect(serverIn(services, 'example.co.uk')).toBe('https://b/');
    expect(serverIn(services, 'example.uk')).toBe('https://a/');
    expect(serverIn(services, 'uk')).toBeNull();
  });

  it.each([
    null,
    {},
    { services: 1 },
    { services: [null, [1, 2], [['com'], ['http://plain/']]] },
  ])('is nobody of what is no list: %j', (list) => expect(servicesOf(list)).toEqual([]));

  it('comes from a table that is of a day', () => {
    expect(table.day).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    const months = (Date.now() - Date.parse(table.day)) / (30 * 24 * 3_600_000);
    if (months > 6)
      process.stderr.write(`WARNING: kinds/domain/rdap-servers.json is of ${table.day}: npm run generate:rdap\n`);
  });
});
