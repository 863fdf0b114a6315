import { describe, expect, it } from 'vitest';
import { parseChecks } from '#checks-file/parse.ts';
import { filled, hasReference, isDynamic, mapTexts, piecesOf, referencesIn } from '#core/check/references.ts';

const put = (text: string, isUrl = false) =>
  filled(
    text,
    (piece) => {
      if (piece.kind === 'reference') return VALUES[piece.reference.name] ?? '?';
      return piece.kind === 'template' ? `<${piece.template}>` : piece.text;
    },
    isUrl,
  );
const VALUES: Record<string, string> = { A: 'a&b=/c d', HOST: 'api.example.com', BASE: 'https://api.example.com:8443' };

describe('a text', () => {
  it.each([
    ['x ${env:A} y', 'x a&b=/c d y'],
    ['${env:A}${env:HOST}', 'a&b=/c dapi.example.com'],
    ['{{uuid}} {{ now }} {{timestamp}}', '<uuid> <now> <timestamp>'],
    ['$${env:A} costs $$5', '${env:A} costs $$5'],
    ['{{{{uuid}} and {{ "a": 1 }}', '{{uuid}} and {{ "a": 1 }}'],
    ['${x} {{name}}', '${x} {{name}}'],
    ['$ { {} }', '$ { {} }'],
  ])('%s becomes %s', (text, wanted) => {
    expect(put(text)).toBe(wanted);
  });

  it('names the key of a secret', () => {
    expect(piecesOf('${secret:prod/api#login.token}')).toEqual([
      {
        kind: 'reference',
        reference: {
          source: 'secret',
          name: 'prod/api',
          key: 'login.token',
          text: '${secret:prod/api#login.token}',
        },
      },
    ]);
  });

  it.each(['${env:A}', 'Bearer ${ssm:/a/b}', '${secret:a}'])('%s holds a reference', (text) => {
    expect([hasReference(text), isDynamic(text)]).toEqual([true, true]);
  });
});

describe('a URL', () => {
  it.each([
    ['${env:BASE}/v1?k=${env:A}', 'https://api.example.com:8443/v1?k=a%26b%3D%2Fc%20d'],
    ['https://${env:HOST}/x', 'https://api.example.com/x'],
    ['https://h/${env:A}/x', 'https://h/a%26b%3D/c%20d/x'],
    ['http://user:${env:A}@h:1', 'http://user:a%26b%3D%2Fc%20d@h:1'],
    ['https://h/?at={{now}}', 'https://h/?at=%3Cnow%3E'],
  ])('%s becomes %s', (text, wanted) => {
    expect(put(text, true)).toBe(wanted);
    expect(wanted.includes('@') || URL.canParse(put(text, true))).toBe(true);
  });
});

describe('a request', () => {
  it('is replaced everywhere, and only its own url as a URL', () => {
    const request = {
      url: '${env:A}',
      headers: [['X', '${env:A}']],
      body: { json: { url: '${env:A}', '${env:A}': [1, null, { proxy: '${env:A}' }] } },
      auth: { tokenUrl: '${env:A}' },
    };
    const seen: boolean[] = [];
    const mapped = mapTexts(request, (_, isUrl) => {
      seen.push(isUrl);
      return 'V';
    });
    expect(mapped).toEqual({
      url: 'V',
      headers: [['X', 'V']],
      body: { json: { url: 'V', V: [1, null, { proxy: 'V' }] } },
      auth: { tokenUrl: 'V' },
    });
    expect(seen.filter(Boolean)).toHaveLength(2);
  });

  it('tells each of its references once', () => {
    const found = referencesIn({ url: 'https://${env:A}/${ssm:/b}', headers: [['X', '${env:A} {{uuid}}']] });
    expect(found.map(({ text }) => text)).toEqual(['${env:A}', '${ssm:/b}']);
  });
});

describe('a checks file', () => {
  const faultsOf = (settings: string) =>
    parseChecks(`checks:\n  - name: a\n    ${settings}\n`).faults.map(
      ({ line, column, path, message }) => `${line}:${column} ${path} ${message}`,
    );

  it.each([
    'http: {url: "${env:BASE}/health", headers: {X-Key: "${ssm:/k}"}, json: {a: ["${secret:s#k.l} {{uuid}}"]}}',
    'http: {url: "https://${env:HOST}:8443/a?b=${secret:a@b}"}',
    'http: {url: "https://h", body: "costs $${x} and $5, {{{{name}} {{#if}}"}',
    'http: {url: "https://h"}\n    expect: {absent: "{{name}} ${x}"}',
    'tcp: {host: "${env:DB_HOST}", port: 5432}',
    'http: {url: "https://h?k=${secret:arn:aws:secretsmanager:eu-west-1:123456789012:secret:n-AbCdEf}"}',
  ])('takes %s', (settings) => {
    expect(faultsOf(settings)).toEqual([]);
  });

  const REFERENCE = '${env:NAME}, ${ssm:/path} or ${secret:name#key}';
  it.each([
    [
      'http: {url: "https://h", body: "${API_KEY}"}',
      '3:36 checks[0].http.body holds "${API_KEY}", which is no reference; write ${env:API_KEY}, or $${ for the characters ${ themselves',
    ],
    [
      'http: {url: "https://h/${ENV:X}"}',
      '3:17 checks[0].http.url holds "${ENV:X}", which is no reference; write ${env:X}, or $${ for the characters ${ themselves',
    ],
    [
      'http: {url: "https://h", json: {a: ["${foo:x}"]}}',
      `3:41 checks[0].http.json.a[0] holds "\${foo:x}", which is no reference; write ${REFERENCE}, or $\${ for the characters \${ themselves`,
    ],
    [
      'http: {url: "https://h", headers: {X: "${env:a-b}"}}',
      `3:43 checks[0].http.headers.X holds "\${env:a-b}", which is no reference; write ${REFERENCE}, or $\${ for the characters \${ themselves`,
    ],
    [
      'http: {url: "https://h", query: {x: "${oops hunter2"}}',
      `3:41 checks[0].http.query.x holds "\${", which is no reference; write ${REFERENCE}, or $\${ for the characters \${ themselves`,
    ],
    [
      'http: {url: "https://h", form: {x: "{{guid}}"}}',
      '3:40 checks[0].http.form.x holds "{{guid}}", which is no template; write one of {{uuid}}, {{now}}, {{timestamp}}, or {{{{ for the characters {{ themselves',
    ],
    [
      'http: {url: "https://h"}\n    expect: {keyword: "${env:X}"}',
      '4:23 checks[0].expect.keyword holds a reference, which is replaced in requests only; write the text itself',
    ],
  ])('refuses %s', (settings, fault) => {
    expect(faultsOf(settings)).toEqual([fault]);
  });

  it('looks at the headers that all checks share', () => {
    const { faults } = parseChecks(
      'defaults: {headers: {X: "${KEY}"}}\nchecks: [{name: a, http: {url: "https://h"}}]\n',
    );
    expect(faults.map(({ path }) => path)).toEqual(['defaults.headers.X']);
  });
});
