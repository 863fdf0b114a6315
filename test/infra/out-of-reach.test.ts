import { expect, it } from 'vitest';
import { stackOf, warningsOf } from './synthesized.ts';

const tcp = (name: string, host: string, more: object = {}) => ({ name, tcp: { host, port: 5432, ...more } });

it('names the checks whose targets no checker reaches, some of them by name', () => {
  const inside = Array.from({ length: 7 }, (_, index) => tcp(`inside${index}`, `10.0.0.${index}`));
  const checks = [
    { name: 'here', http: { url: 'http://localhost:3000/' } },
    ...inside,
    tcp('asked', '10.0.1.1', { allowPrivate: true }),
    tcp('mail', 'mail.example.com', { port: 25 }),
    { name: 'web mail', http: { url: 'http://mail.example.com:25/' } },
  ];
  const [addresses = '', port = '', ...others] = warningsOf(stackOf(checks));
  expect(addresses.split('\n')).toEqual([
    'here: would be NG on AWS: localhost is this machine, never allowed from Lambda',
    'inside0: would be NG on AWS: 10.0.0.0 is a private address; set allowPrivate: true to check it',
    ...['inside1', 'inside2', 'inside3'].map((name) => expect.stringMatching(`^${name}: `)),
    expect.stringMatching(/^and 3 more/),
  ]);
  expect(port).toMatch(/^mail: is port 25, on which AWS lets no function connect/);
  expect(port).toMatch(/^web mail: is port 25/m);
  expect(others).toEqual([]);
});

it('says nothing of loopback where an acceptance test allows it', () => {
  const checks = [{ name: 'here', http: { url: 'http://localhost:3000/' } }];
  expect(warningsOf(stackOf(checks, { allowLoopback: true })).join('\n')).not.toContain('would be NG');
});
