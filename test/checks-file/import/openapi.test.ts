import { describe, expect, it } from 'vitest';
import { fixture, imported } from './imported.ts';

function api(operation: object, more: object = {}) {
  return { openapi: '3.0.3', servers: [{ url: 'https://h.example' }], paths: { '/a': { get: operation } }, ...more };
}

describe('an OpenAPI document', () => {
  const read = imported(fixture('pets.yaml'), { unsafe: true });

  it('becomes a check for each operation, filled with its examples', () => {
    expect(read.yaml).toBe(fixture('pets-checks.yaml'));
  });

  it('leaves out what it has no example for, or no check can do', () => {
    expect(read.left).toEqual([
      'GET /pets/{petId}/photo/{size}: path parameter size has no example, default or enum; add one, or give it with --var size=…',
      'paths./remote: $ref https://evil.example.net/paths.yaml#/remote is outside this document; bundle it into one file first',
      'GET /loop: $ref #/components/parameters/loop goes round in a circle',
      'GET /kerberos: security scheme negotiate is http negotiate; basic, digest and bearer are known',
      'TRACE /public: TRACE is for no check',
      'webhooks: 1 webhook: they are calls from the API, not to it',
    ]);
  });

  it('carries over what may change something only where that is asked for', () => {
    const { entries, left } = imported(fixture('pets.yaml'));

    expect(entries.map(({ name }) => name)).toEqual([
      'GET /v1/pets',
      'GET /v1/pets/a b/c',
      'GET /v1/old',
      'GET /v1/public',
    ]);
    expect(left).toContain('POST /pets: may change something on every run; --unsafe carries it over');
    expect(left).toContain('DELETE /pets/{petId}: may change something on every run; --unsafe carries it over');
  });

  it.each([
    { servers: undefined, reason: 'the document names no server' },
    { servers: [{ url: '/v1' }], reason: 'the server /v1 is no http address' },
    { servers: [{ url: 'https://{r}.example' }], reason: 'the server variable r has no default' },
    {
      servers: [{ url: 'https://{toString}.example', variables: {} }],
      reason: 'the server variable toString has no default',
    },
  ])('takes --base-url where $reason', ({ servers, reason }) => {
    const document = { ...api({}), servers };

    expect(imported(document).left).toEqual([`GET /a: ${reason}; give the address with --base-url https://…`]);
    expect(imported(document, { baseUrl: 'https://own.example/v2/' }).entries[0]?.['http']).toEqual({
      url: 'https://own.example/v2/a',
    });
  });

  it.each([
    { style: 'form', explode: false, value: [1, 2], query: { p: '1,2' } },
    { style: 'pipeDelimited', value: ['a', 'b'], query: { p: 'a|b' } },
    { style: 'form', value: { x: 1, y: 2 }, query: { x: '1', y: '2' } },
    { style: 'form', value: '${env:HOME} {{now}}', query: { p: '$${env:HOME} {{{{now}}' } },
  ])('writes a query parameter of style $style as $query', ({ value, query, ...parameter }) => {
    const document = api({ parameters: [{ name: 'p', in: 'query', required: true, example: value, ...parameter }] });

    expect(imported(document).entries[0]?.['http']).toEqual({ url: 'https://h.example/a', query });
  });

  it('lets an operation describe a parameter of its path anew', () => {
    const parameters = (example: string) => [{ name: 'p', in: 'query', required: true, example }];
    const paths = { '/a': { parameters: parameters('path'), get: { parameters: parameters('own') } } };

    expect(imported({ ...api({}), paths }).entries[0]?.['http']).toMatchObject({ query: { p: 'own' } });
  });

  it('sends what may be left out only where its value is given, whatever examples there are', () => {
    const parameters = [
      { name: 'range', in: 'header', example: 'bytes=0-1024' },
      { name: 'offset', in: 'query', required: false, example: 'eyJ0' },
    ];

    expect(imported(api({ parameters })).entries[0]?.['http']).toEqual({ url: 'https://h.example/a' });
    expect(imported(api({ parameters }), { variables: new Map([['offset', '7']]) }).entries[0]?.['http']).toEqual({
      url: 'https://h.example/a',
      query: { offset: '7' },
    });
  });

  it('fills the parameters of a path with given values, described or not', () => {
    const paths = {
      '/a/{id}/{size}': { get: { parameters: [{ name: 'id', in: 'path', required: true, example: 1 }] } },
    };
    const variables = new Map([
      ['id', '4 2'],
      ['size', 'm'],
    ]);

    expect(imported({ ...api({}), paths }, { variables }).entries[0]?.['http']).toEqual({
      url: 'https://h.example/a/4%202/m',
    });
  });

  it('tells of operations, paths and parameters that stand in other files', () => {
    const paths = {
      '/a': { get: { $ref: 'resources/a.yml' } },
      '/b': { $ref: 'paths/b.yml' },
      '/c': { get: { parameters: [{ $ref: 'params.yml#/limit' }] } },
    };
    const { entries, left } = imported({ ...api({}), paths });

    expect(entries).toEqual([]);
    expect(left).toEqual([
      'GET /a: $ref resources/a.yml is outside this document; bundle it into one file first',
      'paths./b: $ref paths/b.yml is outside this document; bundle it into one file first',
      'GET /c: $ref params.yml#/limit is outside this document; bundle it into one file first',
    ]);
  });

  it('takes the first requirement of security that a check can meet', () => {
    const components = {
      securitySchemes: { odd: { type: 'mutualTLS' }, key: { type: 'apiKey', in: 'query', name: 'k' } },
    };
    const read = imported(
      api({ security: [{ odd: [] }, { key: [] }] }, { components, info: { title: 'Fish & Chips' } }),
    );

    expect(read.entries[0]?.['http']).toEqual({ url: 'https://h.example/a', query: { k: '${env:FISH_CHIPS_KEY}' } });
    expect(read.wanted).toEqual([{ name: 'FISH_CHIPS_KEY', place: 'a security scheme' }]);
  });

  it.each([
    { name: 'describes itself', schemas: { S: { $ref: '#/components/schemas/S' } } },
    { name: 'is not there', schemas: {} },
    { name: 'is inherited by all objects', schemas: {}, ref: '#/__proto__/toString' },
  ])('leaves out an operation whose schema $name', ({ schemas, ref = '#/components/schemas/S' }) => {
    const document = api(
      { parameters: [{ name: 'p', in: 'query', required: true, schema: { $ref: ref } }] },
      { components: { schemas } },
    );
    const { entries, left } = imported(document);

    expect(entries).toEqual([]);
    expect(left[0]).toMatch(/^GET \/a: \$ref .* (?:goes round in a circle|names nothing in this document)$/);
  });

  it('leaves user and password of basic authentication to variables', () => {
    const components = { securitySchemes: { login: { type: 'http', scheme: 'basic' } } };
    const { entries, left } = imported(api({ security: [{ login: [] }] }, { components }));

    expect(left).toEqual([]);
    expect(entries).toMatchObject([
      { http: { auth: { basic: { user: '${env:API_LOGIN_USER}', password: '${env:API_LOGIN_PASSWORD}' } } } },
    ]);
  });

  it('ends soon on schemas that fan out without end', () => {
    const schemas = Object.fromEntries(
      Array.from({ length: 12 }, (_, level) => {
        const next = { $ref: `#/components/schemas/L${level + 1}` };
        return [
          `L${level}`,
          { properties: Object.fromEntries(Array.from({ length: 20 }, (__, wide) => [`p${wide}`, next])) },
        ];
      }),
    );
    const content = { 'application/json': { schema: { $ref: '#/components/schemas/L0' } } };
    const paths = { '/a': { post: { requestBody: { required: true, content } } } };
    const document = { ...api({}), paths, components: { schemas: { ...schemas, L12: { type: 'string' } } } };

    expect(imported(document, { unsafe: true }).left).toEqual([
      'POST /a: the request body has no example that is whole; add one',
    ]);
  });

  it.each([
    { text: 'swagger: "2.0"\npaths: {}\n', message: /^is Swagger 2\.0; convert it to OpenAPI 3 first/ },
    { text: 'openapi: 4.0.0\npaths: {}\n', message: /^is OpenAPI "4\.0\.0"; 3\.0, 3\.1 and 3\.2 are read$/ },
    { text: 'openapi: [\n', message: /^is of no known format/ },
  ])('is refused as a whole: $text', ({ text, message }) => {
    expect(() => imported(text)).toThrow(message);
  });
});
