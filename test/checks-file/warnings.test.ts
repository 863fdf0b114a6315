import { describe, expect, it } from 'vitest';
import { parseCurl } from '#checks-file/curl/parse-curl.ts';
import { NOTHING_OUTSIDE } from '#checks-file/outside.ts';
import { parseChecks } from '#checks-file/parse.ts';
import { warningsOf } from '#checks-file/warnings.ts';

function warnings(text: string): string[] {
  const { list, faults } = parseChecks(text, { ...NOTHING_OUTSIDE, curl: parseCurl });
  if (list === null) throw new Error(JSON.stringify(faults));
  return warningsOf(text, list, new Date('2026-11-24T12:00:00Z')).map(
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
  - { name: g, http: { url: "http://10.0.0.5/", proxy: "http://proxy.example.com:3128" } }
guard: [{ name: h, tcp: { host: 169.254.169.254, port: 80, allowPrivate: true } }]
`;
    const refused = (what: string) => `would be NG on AWS: ${what}`;
    expect(warnings(text)).toEqual([
      `3:29 checks[0].http.url ${refused('localhost is this machine, never allowed from Lambda')}`,
      `4:29 checks[1].http.url ${refused('10.0.0.5 is a private address; set allowPrivate: true to check it')}`,
      '6:53 checks[3].tcp.port is port 25, on which AWS lets no function connect unless it lifts that for your account; write 587 or 465 where the server listens there',
      `7:22 checks[4].curl ${refused('::1 is a loopback address, never allowed from Lambda')}`,
      `10:33 guard[0].tcp.host ${refused('169.254.169.254 is a cloud metadata address, never allowed from Lambda')}`,
    ]);
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
