import { describe, expect, it } from 'vitest';
import { NOTHING_OUTSIDE } from '#checks-file/outside.ts';
import { readText } from '#checks-file/read-text.ts';
import { warningsOf } from '#checks-file/warnings.ts';

function warnings(text: string): string[] {
  const read = readText(text, NOTHING_OUTSIDE);
  if (!('list' in read)) throw new Error('has faults');
  return warningsOf(read, new Date('2026-11-24T12:00:00Z')).map(
    ({ line, column, path, message }) => `${line}:${column} ${path} ${message}`,
  );
}

const ADVICE = 'write ${env:NAME}, ${ssm:/path} or ${secret:name#key} in its place';

describe('a warning', () => {
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
