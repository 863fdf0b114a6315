import { expect, it } from 'vitest';
import { addressIn } from '../../cli/schema-address.ts';

const manifest = { name: '@you/rollcall', version: '1.2.3' };

it.each([
  [
    'a private package',
    { ...manifest, private: true },
    '/home/me/checks.yaml',
    '../../opt/rollcall/checks.schema.json',
  ],
  ['the clone', { ...manifest, private: true }, '/opt/rollcall/checks.yaml', './checks.schema.json'],
  ['a published package', manifest, '/home/me/checks.yaml', 'https://unpkg.com/@you/rollcall@1.2.3/checks.schema.json'],
])('of %s leads to the schema', (_, given, file, address) => {
  expect(addressIn(given, file, '/opt/rollcall')).toBe(address);
});
