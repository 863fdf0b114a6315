import { describe, expect, it } from 'vitest';
import { ON_THIS_MACHINE, onLambda, refusedAddress, refusedHost } from '#core/address/address-policy.ts';

const LAMBDA = onLambda({ allowLoopback: false, runtimeApi: '127.0.0.1:9001' });
const TEST_STACK = onLambda({ allowLoopback: true, runtimeApi: '127.0.0.1:9001' });

function onHost(host: string, allowPrivate = false, policy = LAMBDA, port = 80): string | undefined {
  return refusedHost({ host, port }, allowPrivate, policy)?.message;
}

describe('on Lambda', () => {
  it.each([
    ['127.0.0.1', '127.0.0.1 is a loopback address, never allowed from Lambda'],
    ['::1', '::1 is a loopback address, never allowed from Lambda'],
    ['0.0.0.0', '0.0.0.0 is a loopback address, never allowed from Lambda'],
    ['localhost', 'localhost is this machine, never allowed from Lambda'],
    ['LOCALHOST.', 'LOCALHOST. is this machine, never allowed from Lambda'],
    ['db.localhost', 'db.localhost is this machine, never allowed from Lambda'],
    ['169.254.1.1', '169.254.1.1 is a link-local address, never allowed from Lambda'],
    ['fe80::1%eth0', 'fe80::1%eth0 is a link-local address, never allowed from Lambda'],
    ['169.254.169.254', '169.254.169.254 is a cloud metadata address, never allowed from Lambda'],
    ['fd00:ec2::254', 'fd00:ec2::254 is a cloud metadata address, never allowed from Lambda'],
  ])('%s is refused, whatever the check says', (host, message) => {
    expect([onHost(host), onHost(host, true)]).toEqual([message, message]);
  });

  it.each([
    ['10.0.0.5', '10.0.0.5 is a private address; set allowPrivate: true to check it'],
    ['100.64.0.1', '100.64.0.1 is a shared (carrier-grade NAT) address; set allowPrivate: true to check it'],
    ['224.0.0.1', '224.0.0.1 is a multicast address; set allowPrivate: true to check it'],
    ['255.255.255.255', '255.255.255.255 is the broadcast address; set allowPrivate: true to check it'],
    ['fd12::1', 'fd12::1 is a private address; set allowPrivate: true to check it'],
  ])('%s is refused unless the check allows it', (host, message) => {
    expect([onHost(host), onHost(host, true)]).toEqual([message, undefined]);
  });

  it.each([
    '1.1.1.1',
    '2606:4700::1111',
    'example.com',
    'localhost.example',
    'notlocalhost',
    '127.1',
  ])('%s is not refused by how it is written', (host) => {
    expect(onHost(host)).toBeUndefined();
  });

  it('an address that a name resolved to is told with the name', () => {
    const reason = refusedAddress('10.0.0.5', { host: 'db.example', port: 80 }, false, LAMBDA);
    const message = 'db.example resolves to 10.0.0.5, a private address; set allowPrivate: true to check it';
    expect(reason).toEqual({ code: 'blocked', message });
  });

  it('what a name resolves to must be an address', () => {
    expect(refusedAddress('127.1', { host: 'a.example', port: 80 }, true, LAMBDA)?.code).toBe('blocked');
  });
});

describe('allowLoopback', () => {
  it('opens loopback and nothing else', () => {
    expect(['127.0.0.1', '::1', 'localhost'].map((host) => onHost(host, false, TEST_STACK))).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(onHost('169.254.169.254', true, TEST_STACK)).toMatch(/never allowed/);
    expect(onHost('10.0.0.5', false, TEST_STACK)).toMatch(/allowPrivate/);
  });

  it.each([
    '127.0.0.1',
    '127.0.0.2',
    '::1',
    '0.0.0.0',
    '::ffff:127.0.0.1',
  ])('never opens the port of the runtime API, not at %s either', (host) => {
    const message = `${host}:9001 is the Lambda runtime API, never allowed from a check`;
    expect(onHost(host, true, TEST_STACK, 9001)).toBe(message);
    const resolved = refusedAddress(host, { host: 'a.example', port: 9001 }, true, TEST_STACK);
    expect(resolved).toEqual({ code: 'blocked', message });
  });
});

it('the runtime API is refused wherever Lambda puts it', () => {
  const elsewhere = onLambda({ allowLoopback: false, runtimeApi: '10.1.2.3:9001' });
  expect(onHost('10.1.2.3', true, elsewhere, 9001)).toMatch(/runtime API/);
  expect(onHost('10.1.2.3', true, elsewhere, 80)).toBeUndefined();
});

it.each([
  '',
  'nonsense',
  ':',
  '127.0.0.1',
])('the runtime API %j that cannot be read leaves the rest as it is', (text) => {
  expect(onHost('127.0.0.1', false, onLambda({ allowLoopback: false, runtimeApi: text }))).toMatch(/loopback/);
});

it('on this machine all is open but what hands out credentials', () => {
  const hosts = ['127.0.0.1', 'localhost', '10.0.0.5', '169.254.1.1', 'fe80::1', '0.0.0.0'];
  expect(hosts.map((host) => onHost(host, false, ON_THIS_MACHINE))).toEqual(hosts.map(() => undefined));
  const message = '169.254.169.254 is a cloud metadata address; set allowPrivate: true to check it';
  expect(onHost('169.254.169.254', false, ON_THIS_MACHINE)).toBe(message);
  expect(onHost('169.254.169.254', true, ON_THIS_MACHINE)).toBeUndefined();
});
