import { describe, expect, it } from 'vitest';
import { byName, fixture, imported } from './imported.ts';

describe('a Gatus configuration', () => {
  const text = fixture('gatus.yaml');

  it('becomes a check for each endpoint of http and tcp', () => {
    expect(byName(text, { unsafe: true })).toEqual({
      'Orders API': {
        tags: ['shop'],
        http: {
          url: 'https://orders.example.com/v1?token=${env:ORDERS_EXAMPLE_COM_TOKEN}',
          headers: { authorization: 'Bearer ${env:ORDERS_TOKEN}', 'x-api-key': '${env:ORDERS_EXAMPLE_COM_X_API_KEY}' },
          timeout: '4s',
          tls: { insecure: true },
        },
        every: '2m',
        failureThreshold: 2,
        successThreshold: 3,
        expect: {
          status: [200, 204],
          latency: '400ms',
          certificate: { days: 2 },
          json: [
            { path: '$.state', equals: 'ready' },
            { path: '$.user.name', matches: '^john.*$' },
            { path: '$.items[0].id', equals: 1 },
            { path: '$.rows', count: { greater: 2 } },
            { path: '$.errors', exists: false },
          ],
        },
      },
      page: {
        http: { url: 'http://www.example.com/', json: { query: '{ me { id } }' }, follow: true, method: 'POST' },
        every: '1m',
        expect: { status: ['201-299'], keyword: 'all good', json: [{ path: '$.n', less: 6 }] },
      },
      db: { tcp: { host: 'db.example.com', port: 5432 }, enabled: false },
    });
  });

  it('tells of what it leaves out', () => {
    expect(imported(text).left).toEqual([
      'Orders API: the condition "[BODY].state != broken" has no setting that stands for it',
      'mail: "starttls://…" is not carried over; write it as tls: with starttls',
      'external-endpoints: are not carried over; write them as heartbeat:',
    ]);
  });

  it.each([
    ['[STATUS] == 200', { status: [200] }],
    ['[STATUS] != 500', { status: ['100-499', '501-599'] }],
    ['[BODY].a == any(x.1, y)', { json: [{ path: '$.a', matches: '^(?:x\\.1|y)$' }] }],
    ['[BODY].a == true', { json: [{ path: '$.a', equals: true }] }],
    ['[BODY].a >= 5', { json: [{ path: '$.a', greater: 4 }] }],
    ['len([BODY]) == 3', { json: [{ path: '$', count: 3 }] }],
    ['has([BODY].a) == true', { json: [{ path: '$.a', exists: true }] }],
    ['[BODY] == pat(*<h1>*</h1>*)', { matches: '(?s)\\A.*<h1>.*</h1>.*\\z' }],
    ['[BODY] != pat(*oops*)', { absent: 'oops' }],
    ['[RESPONSE_TIME] <= 1s', { latency: '1000ms' }],
    ['[CONNECTED] == true', undefined],
  ])('reads the condition %s', (condition, expected) => {
    const { entries, left } = imported({
      endpoints: [{ name: 'e', url: 'https://h.example/', conditions: [condition] }],
    });
    expect({ expected: entries[0]?.['expect'], left }).toEqual({ expected, left: [] });
  });

  it.each([
    '[STATUS] == abc',
    '[BODY].a != 1',
    '[IP] == 1.2.3.4',
    '[RESPONSE_TIME] > 5',
    'nonsense',
  ])('does not guess at the condition %s', (condition) => {
    const { entries, left } = imported({
      endpoints: [{ name: 'e', url: 'https://h.example/', conditions: [condition] }],
    });
    expect(entries[0]).not.toHaveProperty('expect');
    expect(left).toEqual([`e: the condition ${JSON.stringify(condition)} has no setting that stands for it`]);
  });
});

describe('what a check can ask for, and is not carried over', () => {
  const gatus = (endpoint: object, section: object = {}) => ({
    endpoints: [
      { name: 'e', url: 'https://h.example/' },
      { name: 'x', url: 'h.example', ...endpoint },
    ],
    ...section,
  });

  it.each([
    [{ dns: { 'query-name': 'example.com' } }, 'x: is of dns, which is not carried over; write it as dns:'],
    [{ ssh: {} }, 'x: is of ssh, and no kind of check asks for that'],
    [{ url: 'tls://h.example:443' }, 'x: "tls://…" is not carried over; write it as tls:'],
    [{ url: 'wss://h.example/feed' }, 'x: "wss://…" is not carried over; write it as websocket:'],
    [{ url: 'grpc://h.example:50051' }, 'x: "grpc://…" is not carried over; write it as grpc: with tls: false'],
    [{ url: 'grpcs://h.example:443' }, 'x: "grpcs://…" is not carried over; write it as grpc: with tls: true'],
    [{ url: 'icmp://h.example' }, 'x: "icmp://…" is of no kind that a check has'],
    [
      { url: 'https://h.example/2', conditions: ['[DOMAIN_EXPIRATION] > 720h'] },
      'x: the condition "[DOMAIN_EXPIRATION] > 720h" is not carried over; write a check of domain: for it',
    ],
  ])('is named by its kind: a Gatus endpoint of %j', (endpoint, told) => {
    expect(imported(gatus(endpoint)).left).toEqual([told]);
  });

  it('is named by its kind: suites of Gatus', () => {
    const { left } = imported(gatus({ url: 'https://h.example/2' }, { suites: [] }));
    expect(left).toEqual(['suites: are not carried over; write each as steps:']);
  });

  it.each([
    ['dns', 'is not carried over; write it as dns:'],
    ['push', 'is not carried over; write it as heartbeat:'],
    ['websocket-upgrade', 'is not carried over; write it as websocket:'],
    ['grpc-keyword', 'is not carried over; write it as grpc:, which asks the service for its health'],
    ['smtp', 'is not carried over; write it as tcp: with starttls and exchange'],
    ['redis', 'is not carried over; write it as tcp: with exchange'],
  ])('is named by its kind: a monitor of Uptime Kuma of the type %s', (type, told) => {
    const monitorList = [
      { name: 'e', type: 'http', url: 'https://h.example/' },
      { name: 'x', type },
    ];
    expect(imported({ monitorList }).left).toEqual([`x: a monitor of the type ${type} ${told}`]);
  });

  it.each([
    [{ prober: 'dns', dns: { query_name: 'example.com' } }, 'dns, which is not carried over; write it as dns:'],
    [{ prober: 'unix' }, 'unix, and no kind of check asks for that'],
  ])('is named by its kind: a module of blackbox_exporter of %j', (module, told) => {
    const targets = 'https://h.example/ web\nh.example:853 m\n';
    const { left } = imported({ modules: { web: { prober: 'http' }, m: module } }, { targets });
    expect(left).toEqual([`h.example:853: the module m is of ${told}`]);
  });
});

describe('a backup of Uptime Kuma', () => {
  const text = fixture('kuma.json');

  it('becomes a check for each monitor of http and of a port', () => {
    expect(byName(text)).toEqual({
      'Start page': {
        tags: ['Shop', 'prod'],
        http: {
          url: 'https://shop.example.com/',
          headers: { 'x-api-key': '${env:SHOP_EXAMPLE_COM_X_API_KEY}', 'x-raw': '{{{{x}}' },
          auth: { basic: { user: 'ann', password: '${env:SHOP_EXAMPLE_COM_BASIC_PASSWORD}' } },
          follow: true,
          method: 'GET',
          timeout: '48s',
        },
        every: '1m',
        rechecks: 2,
        recheckAfter: '20s',
        expect: {
          status: ['200-299', '304'].map((one) => (one === '304' ? 304 : one)),
          keyword: 'Welcome',
          certificate: { days: 7 },
        },
      },
      Orders: {
        http: {
          url: 'https://api.example.com/o',
          headers: { 'content-type': 'application/json' },
          body: '{"a": 1}',
          method: 'POST',
        },
        every: '5m',
        expect: { status: 200, json: [{ path: '$.data.state', equals: 'open' }] },
      },
      DB: { tcp: { host: 'db.example.com', port: 5432 }, enabled: false, every: '1m' },
    });
  });

  it('tells of what it leaves out', () => {
    expect(imported(text).left).toEqual([
      'Gone: is upside down: a check has no such thing',
      'Router: a monitor of the type ping, and no kind of check asks for that',
      'Sum: its JSON query is JSONata; write it as expect.json',
    ]);
  });
});

describe('modules of blackbox_exporter', () => {
  const text = fixture('blackbox.yml');
  const targets = `# the shop
https://shop.example.com http_2xx
api.example.com/health api
db.example.com:5432 port
mail.example.com:25 smtp
10.0.0.1 ping
https://x.example.com secret
https://x.example.com odd
https://x.example.com other
https://x.example.com
`;

  it('become a check for each target by its module', () => {
    expect(byName(text, { targets })).toEqual({
      'GET shop.example.com/': {
        tags: ['http_2xx'],
        http: { url: 'https://shop.example.com', timeout: '5s', ipVersion: 4, follow: true },
      },
      'POST api.example.com/health': {
        tags: ['api'],
        http: {
          url: 'http://api.example.com/health',
          headers: { 'content-type': 'application/json' },
          body: '{"probe": 1}',
          auth: { basic: { user: 'prober', password: '${env:API_EXAMPLE_COM_BASIC_PASSWORD}' } },
          tls: { insecure: true },
          method: 'POST',
        },
        expect: {
          status: [200, 202],
          matches: ['"state": ?"ready"'],
          absent: ['Could not connect'],
          header: { 'access-control-allow-origin': { matches: '\\*' }, 'x-debug': { absent: true } },
          httpVersion: '2',
        },
      },
      'db.example.com:5432': { tags: ['port'], tcp: { host: 'db.example.com', port: 5432, timeout: '2s' } },
    });
  });

  it.each([
    [
      { prober: 'tcp', timeout: '5s', tcp: { tls: true } },
      { tcp: { host: 'h.example', port: 853, tls: true, timeout: '5s' } },
    ],
    [
      { prober: 'tcp', tcp: { tls: true, tls_config: { insecure_skip_verify: true, server_name: 'in.example' } } },
      { tcp: { host: 'h.example', port: 853, tls: { insecure: true, serverName: 'in.example' } } },
    ],
    [{ prober: 'grpc' }, { grpc: { host: 'h.example', port: 853, tls: false } }],
    [
      { prober: 'grpc', grpc: { service: 'a.v1.B', tls: true, tls_config: { server_name: 'in.example' } } },
      { grpc: { host: 'h.example', port: 853, service: 'a.v1.B', tls: true, authority: 'in.example' } },
    ],
    [
      { prober: 'grpc', grpc: { tls: true, tls_config: { insecure_skip_verify: true } } },
      { grpc: { host: 'h.example', port: 853, tls: { insecure: true } } },
    ],
  ])('become checks of the same connection: %j', (module, settings) => {
    expect(byName(JSON.stringify({ modules: { m: module } }), { targets: 'h.example:853 m' })).toEqual({
      'h.example:853': { tags: ['m'], ...settings },
    });
  });

  it.each([
    [{ prober: 'tcp', tcp: { tls: true, tls_config: { ca_file: 'ca.pem' } } }, 'has ca_file'],
    [{ prober: 'grpc', grpc: { tls: true, tls_config: { cert_file: 'c.pem' } } }, 'has cert_file'],
    [{ prober: 'grpc', grpc: { metadata: { a: ['b'] } } }, 'sends metadata'],
  ])('of which a part cannot be carried over are left out: %j', (module, told) => {
    const targets = 'https://h.example/ web\nh.example:853 m\n';
    const { left } = imported({ modules: { web: { prober: 'http' }, m: module } }, { targets });
    expect(left).toEqual([expect.stringContaining(`h.example:853: the module m ${told}, which is not carried over`)]);
  });

  it('tell of the targets that are left out', () => {
    expect(imported(text, { targets }).left).toEqual([
      'mail.example.com:25: the module smtp is of tcp with query_response, which is not carried over; write it as tcp: with exchange, and starttls or tls where it asks for TLS',
      '10.0.0.1: the module ping is of icmp, and no kind of check asks for that',
      'https://x.example.com: its credential is in a file (bearer_token_file); write auth by hand',
      'https://x.example.com: fail_if_body_matches_regexp error [0-9]+ is no plain text; write what must be absent by hand',
      'https://x.example.com: there is no module other; there is http_2xx, api, port, smtp, ping, secret, odd',
      'https://x.example.com: names no module; write one of http_2xx, api, port, smtp, ping, secret, odd behind it',
    ]);
  });

  it.each([
    ['files of targets', '- targets: [https://a.example]\n  labels: { module: http_2xx }\n'],
    [
      "Prometheus's configuration",
      'scrape_configs:\n  - job_name: web\n    metrics_path: /probe\n    params: { module: [http_2xx] }\n    static_configs: [{ targets: ["https://a.example"] }]\n  - job_name: node\n    metrics_path: /metrics\n    static_configs: [{ targets: ["n:9100"] }]\n',
    ],
  ])('take their targets from %s', (_, list) => {
    expect(imported(text, { targets: list }).entries.map(({ name }) => name)).toEqual(['GET /']);
  });

  it('want a list of targets', () => {
    expect(() => imported(text)).toThrow('which name no targets; give them with --targets FILE');
  });
});
