import { describe, expect, it } from 'vitest';
import { parseCurl } from '#checks-file/curl/parse-curl.ts';
import { NOTHING_OUTSIDE } from '#checks-file/outside.ts';
import { readText } from '#checks-file/read-text.ts';
import { warningsOf } from '#checks-file/warnings.ts';

function warnings(text: string): string[] {
  const read = readText(text, { ...NOTHING_OUTSIDE, curl: parseCurl });
  if (!('list' in read)) throw new Error('has faults');
  return warningsOf(read, new Date('2026-11-24T12:00:00Z')).map(
    ({ line, column, path, message }) => `${line}:${column} ${path} ${message}`,
  );
}

const ADVICE = 'write ${env:NAME}, ${ssm:/path} or ${secret:name#key} in its place';

describe('a warning', () => {
  it('names targets that no checker on AWS reaches, where they stand', () => {
    const text = `
checks:
  - { name: a, http: { url: "http://localhost:3000/x" } }
  - { name: b, http: { url: "http://10.0.0.5/x" } }
  - { name: c, http: { url: "http://10.0.0.5/x", allowPrivate: true } }
  - { name: d, tcp: { host: mail.example.com, port: 25 } }
  - { name: e, curl: "curl http://[::1]/" }
  - { name: f, http: { url: "http://\${env:HOST}/" } }
  - { name: g, http: { url: "http://127.0.0.1/\${env:PATH}" } }
guard: [{ name: h, tcp: { host: 169.254.169.254, port: 80, allowPrivate: true } }]
`;
    const refused = (what: string) => `would be NG on AWS: ${what}`;
    expect(warnings(text)).toEqual([
      `3:29 checks[0].http.url ${refused('localhost is this machine, never allowed from Lambda')}`,
      `4:29 checks[1].http.url ${refused('10.0.0.5 is a private address; set allowPrivate: true to check it')}`,
      '6:53 checks[3].tcp.port is port 25, on which AWS lets no function connect unless it lifts that for your account; write 587 or 465 where the server listens there',
      `7:22 checks[4].curl ${refused('::1 is a loopback address, never allowed from Lambda')}`,
      `9:29 checks[6].http.url ${refused('127.0.0.1 is a loopback address, never allowed from Lambda')}`,
      `10:33 guard[0].tcp.host ${refused('169.254.169.254 is a cloud metadata address, never allowed from Lambda')}`,
    ]);
  });

  it.each([
    [
      'http',
      '{ url: "http://10.0.0.5/", proxy: "http://proxy.example.com:3128" }',
      '.url 10.0.0.5 is a private address',
    ],
    ['http', '{ url: "http://example.com/", proxy: "http://10.0.0.9:3128" }', '.proxy 10.0.0.9 is a private address'],
    [
      'http',
      '{ url: "https://example.com/", resolve: ["example.com:443:127.0.0.1"] }',
      '.resolve 127.0.0.1 is a loopback address',
    ],
    [
      'http',
      '{ url: "https://example.com/", connectTo: ["::10.0.0.1:443"] }',
      '.connectTo 10.0.0.1 is a private address',
    ],
    [
      'http',
      '{ url: "https://example.com/", auth: { oauth2: { tokenUrl: "http://127.0.0.1/t", clientId: a, clientSecret: "${env:S}" } } }',
      '.auth.oauth2.tokenUrl 127.0.0.1 is a loopback address',
    ],
    [
      'steps',
      '{ flow: [{ name: a, http: { url: "http://127.0.0.1/" } }] }',
      '.flow[0].http.url 127.0.0.1 is a loopback address',
    ],
    [
      'steps',
      '{ flow: [{ name: a, curl: "curl http://127.0.0.1/" }] }',
      '.flow[0].curl 127.0.0.1 is a loopback address',
    ],
    ['dns', '{ name: example.com, type: A, server: 10.0.0.2 }', '.server 10.0.0.2 is a private address'],
    [
      'dns',
      '{ name: example.com, type: A, server: [ns.example.com, "10.0.0.2:5353"] }',
      '.server[1] 10.0.0.2 is a private address',
    ],
    ['domain', '{ name: example.com, server: "whois://10.0.0.3" }', '.server 10.0.0.3 is a private address'],
    ['websocket', '{ url: "ws://localhost:1/" }', '.url localhost is this machine'],
  ])('names what a check of kind %s connects to besides: %s', (kind, target, wanted) => {
    const [only = '', ...others] = warnings(`checks: [{ name: a, ${kind}: ${target} }]`);
    const [path = '', what = ''] = wanted.split(/ (.*)/s);
    expect(only).toContain(` checks[0].${kind}${path} would be NG on AWS: ${what}`);
    expect(others).toEqual([]);
  });

  it.each([
    '{ url: "http://example.com/", resolve: ["example.com:443:127.0.0.1"] }',
    '{ url: "http://127.0.0.1/", connectTo: ["::example.com:80"] }',
    '{ url: "http://example.com:25/", proxy: "http://proxy.example.com:3128" }',
    '{ url: "http://10.0.0.1/", allowPrivate: true, proxy: "http://10.0.0.2" }',
    '{ url: "http://10.0.0.${env:LAST}/" }',
  ])('is not made where nothing is known to be out of reach: %s', (target) => {
    expect(warnings(`checks: [{ name: a, http: ${target} }]`)).toEqual([]);
  });

  it('stands at its own entry where that is without a name', () => {
    const text = `
checks:
  - { enabled: false, curl_cmd: "curl http://a/", search_keyword: "" }
  - { curl_cmd: "curl https://example.com/", search_keyword: "" }
  - { curl_cmd: "curl http://10.0.0.5/", search_keyword: "" }
  - { curl_cmd: "curl -u a:b https://example.com/", search_keyword: "" }
`;
    expect(warnings(text).map((warning) => warning.split(' ', 2).join(' '))).toEqual([
      '5:17 checks[2].curl_cmd',
      '6:17 checks[3].curl_cmd',
    ]);
  });

  it('stands at the command into which a variable brings the credential', () => {
    const text = 'vars: {user: "a:b"}\nchecks: [{name: a, curl: "curl -u ${var:user} https://example.com/"}]\n';
    expect(warnings(text).join()).toMatch(/^2:\d+ checks\[0\]\.curl holds a literal credential/);
  });

  it('is made once of all rows of a check', () => {
    const rows = 'name: "a ${var:n}", for: [{ n: 1 }, { n: 2 }], http: { url: "http://localhost/" }';
    expect(warnings(`checks: [{ ${rows} }]`)).toHaveLength(1);
  });

  it('tells each literal credential once, where it stands', () => {
    const text = `
defaults:
  headers: { X-Api-Key: shared-key }
checks:
  - name: a
    http:
      url: https://h/?access_token=t0ken-in-url&q=1
      headers: { Authorization: Bearer abcd1234 }
      form: { password: hunter22, user: me }
  - name: b
    http: { url: https://h/ }
`;
    expect(warnings(text)).toEqual([
      `3:25 defaults.headers["X-Api-Key"] holds a literal credential (header X-Api-Key); ${ADVICE}`.replace(
        '["X-Api-Key"]',
        '.X-Api-Key',
      ),
      `7:12 checks[0].http.url holds a literal credential (query parameter access_token); ${ADVICE}`,
      `8:33 checks[0].http.headers.Authorization holds a literal credential (header Authorization); ${ADVICE}`,
      `9:25 checks[0].http.form.password holds a literal credential (form field password); ${ADVICE}`,
    ]);
  });

  it('is not made of a reference', () => {
    const text = `
checks:
  - name: a
    http:
      url: https://h/?key=\${secret:name#key}&sig=\${ssm:/s}
      headers: { Authorization: "Bearer \${env:TOKEN}" }
      json: { password: "\${secret:x#password}" }
  - { name: b, tcp: { host: db, port: 1 } }
`;
    expect(warnings(text)).toEqual([]);
  });

  it.each([
    ['https://hooks.slack.com/services/T000/B000/abcdefgh1234', 'path of a webhook'],
    ['https://discord.com/api/webhooks/1234567890/aBcDeFgHiJkLmNoPqRsT', 'path of a webhook'],
    [
      'https://example.webhook.office.com/webhookb2/11aa22bb-0000-4000-8000-000000000001@33cc/IncomingWebhook/44dd55ee',
      'path of a webhook',
    ],
    ['https://prod-1.example.logic.azure.com/workflows/x/invoke?api-version=1&sig=aBcD', 'query parameter sig'],
    ['https://events.pager.example/integration/0123456789abcdef0123456789abcdef/enqueue', 'path of a webhook'],
    ['https://ops:hunter22@alerts.example/in', 'password of the url'],
  ])('is made of a receiver whose webhook is %s', (url, place) => {
    const text = `
alerts:
  topics:
    ops: { receivers: [{ command: [page] }, { webhook: { url: "${url}" } }] }
  routes: [{ topic: ops }]
checks: [{ name: a, tcp: { host: db, port: 1 } }]
`;
    expect(warnings(text)).toEqual([
      `4:63 alerts.topics.ops.receivers[1].webhook.url holds a literal credential (${place}); write \${env:NAME} in its place`,
    ]);
  });

  it('is made of the headers of a webhook and of the password for a mail server', () => {
    const text = `
alerts:
  topics:
    ops:
      receivers:
        - webhook: { url: "https://alerts.example/in", headers: { Authorization: Bearer abcd1234, X-Team: ops } }
        - smtp: { host: mail, user: me, password: hunter22, from: a@example.com, to: [b@example.com] }
  routes: [{ topic: ops }]
checks: [{ name: a, tcp: { host: db, port: 1 } }]
`;
    expect(warnings(text)).toEqual([
      '6:82 alerts.topics.ops.receivers[0].webhook.headers.Authorization holds a literal credential (header Authorization); write ${env:NAME} in its place',
      '7:51 alerts.topics.ops.receivers[1].smtp.password holds a literal credential (password of the mail server); write ${env:NAME} in its place',
    ]);
  });

  it('is not made of a receiver that refers to what is secret', () => {
    const text = `
alerts:
  topics:
    ops:
      receivers:
        - webhook: { url: "\${env:HOOK}" }
        - webhook: { url: "https://hooks.slack.com/services/\${env:HOOK}" }
        - webhook: { url: "https://alerts.example/production-alerts/for-team-orders" }
        - webhook: { url: "https://alerts.example/in", headers: { Authorization: "Bearer \${env:KEY}" } }
        - smtp: { host: mail, user: me, password: "\${env:KEY}", from: a@example.com, to: [b@example.com] }
  routes: [{ topic: ops }]
checks: [{ name: a, tcp: { host: db, port: 1 } }]
`;
    expect(warnings(text)).toEqual([]);
  });

  it('is made of a window that is over, and of no other', () => {
    const text = `
maintenance:
  - { from: 2026-11-24T12:00, to: 2026-11-24T13:00, timezone: Europe/Berlin }
  - { from: 2026-11-24T12:00, to: 2026-11-24T13:01, timezone: Europe/Berlin }
  - { cron: 0 2 * * *, duration: 1h }
checks: [{ name: a, tcp: { host: db, port: 1 } }]
`;
    expect(warnings(text)).toEqual([
      '3:35 maintenance[0].to was over at 2026-11-24T12:00:00.000Z; take the window out',
    ]);
  });
});
